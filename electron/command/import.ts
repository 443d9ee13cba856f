import { parseArgs } from "node:util";
import { ENGINE_OPTIONS, readEngineArguments } from "./engine-arguments.ts";
import { sayFailure, sayProblem } from "./ledger-question.ts";
import { printable } from "./printable.ts";
import { usageError } from "./range-arguments.ts";
import { importLogs } from "../engine/import-logs.ts";
import { openLedgerSession } from "../engine/ledger-session.ts";
import { counted, exactCount } from "../../shared/format.ts";

/** Reads older logs, or those of another machine, into the history once. The exit code. */
export function importCommand(args: readonly string[]): number {
  const { positionals } = parseArgs({
    args: [...args],
    options: ENGINE_OPTIONS,
    strict: true,
    allowPositionals: true,
  });
  const [folder] = positionals;
  if (folder === undefined || positionals.length > 1) return usageError("import wants one folder of logs");
  const session = openLedgerSession(readEngineArguments(args));
  if (session.kind !== "ledger-session") return sayProblem(session);
  try {
    const found = importLogs(session, folder);
    if ("problem" in found) {
      process.stderr.write(`prefixwatch: ${printable(found.problem)}\n`);
      return 1;
    }
    process.stdout.write(
      `${counted(found.files, "log")} read: ${exactCount(found.newCalls)} new calls, ` +
        `${exactCount(found.knownCalls)} already known. They stay in the history although this folder is not watched.\n`,
    );
    const { unreadable } = found;
    const [first] = unreadable;
    if (first !== undefined)
      process.stderr.write(
        `prefixwatch: ${counted(unreadable.length, "log")} cannot be read (${first.reason}, ${printable(first.path)}). ` +
          `Import the folder again when this user may read ${unreadable.length === 1 ? "it" : "them"}.\n`,
      );
    return 0;
  } catch (error) {
    return sayFailure(error, session.dataDir);
  } finally {
    session.close();
  }
}
