import { readFileSync, writeFileSync } from "node:fs";
import { cpus, release, totalmem } from "node:os";
import { join } from "node:path";
import { otherWorkText, TOO_MUCH } from "./other-work.ts";

/** Puts them on the page if the computer had nothing else to do: figures of a busy one would be believed. */
export function writeIfQuiet(root: string, block: string, text: string, otherWork: number | undefined): void {
  const isQuiet = otherWork !== undefined && otherWork <= TOO_MUCH;
  if (isQuiet) writeMeasured(root, block, `${text}\n${otherWorkText(otherWork)}`);
  else
    process.stderr.write(
      "Nothing written to docs/performance.md: measure again when the computer has nothing else to do.\n",
    );
}

/** Puts figures between their two marks on the page, with the machine, the day and the versions; all else stays. */
function writeMeasured(root: string, block: string, text: string): void {
  const path = join(root, "docs", "performance.md");
  const page = readFileSync(path, "utf8");
  const [begin, end] = [`<!-- measured ${block} -->`, `<!-- end ${block} -->`];
  const [from, to] = [page.indexOf(begin), page.indexOf(end)];
  if (from < 0 || to < from) throw new Error(`docs/performance.md has no place for ${block}`);
  const measured = `${begin}\n\n${new Date().toISOString().slice(0, 10)}, ${machine(root)}.\n\n${text.trim()}\n\n`;
  writeFileSync(path, page.slice(0, from) + measured + page.slice(to));
}

function machine(root: string): string {
  const cores = cpus();
  const { version } = JSON.parse(readFileSync(join(root, "package.json"), "utf8")) as {
    readonly version: string;
  };
  const memory = `${Math.round(totalmem() / 2 ** 30)} GiB`;
  return `${cores.length} cores of ${cores[0]?.model.trim() ?? "an unknown processor"}, ${memory}, ${process.platform} ${release()}, Node ${process.versions.node}, Prefixwatch ${version}`;
}
