import { parseArgs } from "node:util";
import { ENGINE_OPTIONS, readEngineArguments } from "./engine-arguments.ts";
import { askLedger, sayNoLogs } from "./ledger-question.ts";
import { textTable } from "./text-table.ts";
import { countNaively } from "../engine/naive-count.ts";
import { exactCount } from "../../shared/format.ts";

const FIGURES = [
  "calls",
  "uncachedInput",
  "cacheRead",
  "cacheWrite5m",
  "cacheWrite1h",
  "cacheWriteUnknownTtl",
  "output",
] as const;

/**
 * Counts the logs that exist again, with a reader that shares no code with the engine, and compares with the ledger.
 * The exit code: 0 only when every figure is equal.
 */
export function verify(args: readonly string[]): number {
  parseArgs({ args: [...args], options: ENGINE_OPTIONS, strict: true });
  return askLedger(readEngineArguments(args), ({ queries, walk, rootPaths }) => {
    if (walk === undefined) {
      process.stderr.write(
        "prefixwatch: verify reads the logs itself; stop the running Prefixwatch first.\n",
      );
      return 3;
    }
    if (walk.files.length === 0) return sayNoLogs(rootPaths);
    const naive = countNaively(walk.files.map(({ path }) => path));
    const { calls, usage } = queries.totalsOf(naive.keys);
    const ledger = { calls, ...usage };
    const columns = ["Figure", "Ledger", "Counted again", "Difference"].map((head, index) => ({
      head,
      right: index > 0,
    }));
    const rows = FIGURES.map((name) => [
      name,
      exactCount(ledger[name]),
      exactCount(naive[name]),
      exactCount(ledger[name] - naive[name]),
    ]);
    const equal = FIGURES.every((name) => ledger[name] === naive[name]);
    const older = queries.callCount() - calls;
    process.stdout.write(
      textTable(columns, rows, 24) +
        `${exactCount(walk.files.length)} logs read again, ${exactCount(naive.badLines)} damaged lines in them.\n` +
        `${exactCount(older)} more calls are in the ledger whose logs no longer exist; they cannot be counted again.\n` +
        (equal ? "Equal.\n" : "NOT equal. Please report this with the output of: prefixwatch doctor\n"),
    );
    return equal ? 0 : 1;
  });
}
