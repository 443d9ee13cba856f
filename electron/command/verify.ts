import { parseArgs } from "node:util";
import { ENGINE_OPTIONS, readEngineArguments } from "./engine-arguments.ts";
import { askLedger, sayNoLogs } from "./ledger-question.ts";
import { textTable } from "./text-table.ts";
import { verifyLedger } from "../engine/verify.ts";
import { mayBeRead } from "../engine/tail.ts";
import { counted, exactCount } from "../../shared/format.ts";

/**
 * Counts the logs that exist again, with a reader that counts with code of its own, and compares with the ledger.
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
    const paths = walk.files.map(({ path }) => path).filter(mayBeRead);
    const leftOut = walk.files.length - paths.length;
    if (paths.length === 0) {
      process.stderr.write(
        `prefixwatch: ${counted(leftOut, "log")} cannot be read; nothing is left to count again.\n`,
      );
      return 1;
    }
    const found = verifyLedger(queries, paths);
    const columns = ["Figure", "Ledger", "Counted again", "Difference"];
    const rows = found.rows.map(({ name, ledger, again }) => [
      name,
      exactCount(ledger),
      exactCount(again),
      exactCount(ledger - again),
    ]);
    process.stdout.write(
      textTable(
        columns.map((head, index) => ({ head, right: index > 0 })),
        rows,
      ) +
        `${exactCount(found.logs)} logs read again, ${exactCount(found.damagedLines)} damaged lines in them.\n` +
        (leftOut === 0 ? "" : `${counted(leftOut, "log")} cannot be read, and left out on both sides.\n`) +
        `${counted(found.uncounted, "call")} of the ledger found in these logs, but not counted by the second reader.\n` +
        `${counted(found.beyond, "more call")} of the ledger not found in these logs: nothing is left to count again.\n` +
        (found.equal ? "Equal.\n" : "NOT equal. Please report this with the output of: prefixwatch doctor\n"),
    );
    return found.equal ? 0 : 1;
  });
}
