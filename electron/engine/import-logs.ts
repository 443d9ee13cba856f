import type { DatabaseSync } from "node:sqlite";
import { namedRoot, walkRoots, type Root, type Walk } from "./discover.ts";
import type { LedgerSession } from "./ledger-session.ts";
import { numberOf, textOf } from "./row.ts";
import { unreadableOf } from "./sources-health.ts";

export type Imported = {
  /** That were read. */
  readonly files: number;
  readonly newCalls: number;
  readonly knownCalls: number;
  readonly unreadable: Walk["unreadable"];
};

/**
 * Reads the logs of a folder once, and keeps the folder in the scope of the history from then on. Calls that are known
 * already, from the same logs elsewhere, are joined and not counted again.
 */
export function importLogs(session: LedgerSession, folder: string): Imported | { readonly problem: string } {
  const root = namedRoot(folder, "to import");
  if ("problem" in root) return root;
  const { db } = session.answerParts;
  const walk = walkRoots([root]);
  const { files } = walk;
  const before = countCalls(db);
  for (let rest = session.scanner.changed(files); rest.length > 0;) {
    rest = session.scanner.readSlice(rest).rest;
  }
  const { unreadable: unread } = session.scanner;
  const unreadable = unreadableOf(walk, unread);
  const read = files.filter(({ path }) => !unread.has(path)).length;
  if (read === 0) return { problem: whyNothingRead(root.path, unreadable) };
  db.prepare("INSERT OR IGNORE INTO imported (path, at) VALUES (?, ?)").run(root.path, Date.now());
  const newCalls = countCalls(db) - before;
  const shown = session.scopedTo([root]).callCount();
  return { files: read, newCalls, knownCalls: shown - newCalls, unreadable };
}

function whyNothingRead(folder: string, [first]: Walk["unreadable"]): string {
  return first === undefined
    ? `There are no logs (*.jsonl) in ${folder}.`
    : `No log in ${folder} can be read (${first.reason}, ${first.path}).`;
}

/** Folders whose logs were imported; they belong to the history as the default ones do. */
export function importedRoots(db: DatabaseSync): readonly Root[] {
  return db
    .prepare("SELECT path FROM imported ORDER BY path")
    .all()
    .map((row) => ({ path: textOf(row, "path"), named: true }));
}

function countCalls(db: DatabaseSync): number {
  return numberOf(db.prepare("SELECT count(*) AS calls FROM call").get() ?? {}, "calls");
}
