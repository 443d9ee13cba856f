// `npm run bench`: how fast the logs are read, beside a bare read loop and ccusage in the same run.
import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { appendRows } from "./append-rows.ts";
import { benchTable, goalsTable, type OwnBaseRow } from "./bench-text.ts";
import { buildPrograms } from "./build-programs.ts";
import { findCcusage } from "./ccusage.ts";
import { isMet, scanGoals } from "./goals.ts";
import { keptTree } from "./kept-tree.ts";
import { writeIfQuiet } from "./performance-page.ts";
import { otherWorkText } from "./other-work.ts";
import { runRounds, type Results } from "./rounds.ts";
import { scanRows, smallerTreeRow, type ScanRow } from "./scan-rows.ts";
import { ensureBuilt } from "../../electron/command/build.ts";

const ROOT = join(import.meta.dirname, "..", "..");
const SIZES = ["100mb", "1gb", "4gb"];
const OPTIONS = {
  size: { type: "string", default: "1gb" },
  rounds: { type: "string", default: "5" },
  only: { type: "string", multiple: true },
  write: { type: "boolean", default: false },
} as const;

async function main(): Promise<number> {
  const { values } = parseArgs({ options: OPTIONS, strict: true });
  const { size, only } = values;
  const rounds = Number(values.rounds);
  if (!SIZES.includes(size) || !Number.isInteger(rounds) || rounds < 1) {
    process.stderr.write(
      "npm run bench -- [--size 100mb|1gb|4gb] [--rounds 5] [--only read|ccusage|scan|cold|again|append|months] [--write]\n",
    );
    return 2;
  }
  const wanted = (key: string) => only === undefined || only.includes(key);
  await ensureBuilt(ROOT);
  const tree = keptTree(size, say);
  const rows = (await allRows(size)).filter(({ key }) => wanted(key));
  const { results, otherWork } = runRounds(rows, rounds, say);
  if (wanted("append")) say("appending to logs that are watched");
  const others = [...(wanted("append") ? await appendRows() : []), ...(wanted("months") ? months() : [])];
  const { files, bytes, totals } = tree.truth;
  const what = `${files} logs, ${(bytes / 1e9).toFixed(2)} GB, ${totals.calls} calls; medians of ${rounds} rounds.`;
  const goals = scanGoals(results, size);
  const text = `${what}\n\n${benchTable(results, others)}\n${goalsTable(goals)}`;
  process.stdout.write(`${text}\n${otherWorkText(otherWork)}\n${wrongTotals(results)}`);
  if (values.write) writeIfQuiet(ROOT, size, text, otherWork);
  return goals.every((goal) => isMet(goal) !== false) ? 0 : 1;

  async function allRows(name: string): Promise<readonly ScanRow[]> {
    const cli = join(ROOT, "dist", "cli.js");
    const ccusage = wanted("ccusage") ? ccusageOrNone() : undefined;
    const places = { programs: await buildPrograms(ROOT), cli, ccusage };
    return [
      ...scanRows(tree, places),
      ...(name === "4gb" ? [smallerTreeRow(keptTree("1gb", say), cli)] : []),
    ];
  }
}

/** Without it the rest is still worth measuring, and what needs it is said to be not measured. */
function ccusageOrNone(): string | undefined {
  try {
    return findCcusage();
  } catch (error) {
    say(`No ccusage to measure against: ${error instanceof Error ? error.message : String(error)}`);
    return undefined;
  }
}

/** A process of its own: what it keeps in memory is nobody else's. */
function months(): readonly OwnBaseRow[] {
  say("asking a ledger of a million calls, which is made first");
  const program = join(import.meta.dirname, "programs", "months.ts");
  const { status, stdout, stderr } = spawnSync(process.execPath, [program], { encoding: "utf8" });
  if (status !== 0) throw new Error(`The Months questions failed:\n${stderr}`);
  return JSON.parse(stdout) as readonly OwnBaseRow[];
}

function wrongTotals(results: Results): string {
  const wrong = [...results.values()].filter(({ differences }) => differences.length > 0);
  return wrong.map(({ row, differences }) => `${row.name}: ${differences.join(", ")}\n`).join("");
}

function say(text: string): void {
  process.stderr.write(`${text}\n`);
}

process.exitCode = await main();
