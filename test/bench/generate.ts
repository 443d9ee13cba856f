// Trees of made-up session logs, as many and as long as on a real computer, with their true totals. By hand:
//   node_modules/.bin/node test/bench/generate.ts --size 1gb --out /tmp/logs
import { existsSync, mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { writeTraps } from "./adversarial.ts";
import { treeSize } from "./file-plan.ts";
import { writeTree } from "./log-tree.ts";

const OPTIONS = {
  size: { type: "string" },
  out: { type: "string" },
  seed: { type: "string", default: "1" },
  until: { type: "string", default: "2026-11-20" },
} as const;

function main(): number {
  const { values } = parseArgs({ options: OPTIONS, strict: true });
  const { out } = values;
  const size = treeSize(values.size ?? "");
  const until = Date.parse(`${values.until}T23:59:59.000Z`);
  if (out === undefined || Number.isNaN(until) || (size === undefined && values.size !== "adversarial")) {
    process.stderr.write("--size 100mb|1gb|4gb|adversarial --out <folder> [--seed 1] [--until 2026-11-20]\n");
    return 2;
  }
  if (existsSync(join(out, "projects"))) {
    process.stderr.write(`${out} holds a tree already. Remove it, or name another folder.\n`);
    return 1;
  }
  mkdirSync(out, { recursive: true });
  const truth = size === undefined ? writeTraps(out) : writeTree(out, size, Number(values.seed), until);
  const text = `${JSON.stringify(truth, undefined, 1)}\n`;
  writeFileSync(join(out, "truth.json"), text);
  process.stdout.write(text);
  return 0;
}

process.exitCode = main();
