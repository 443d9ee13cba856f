import type { DatabaseSync } from "node:sqlite";
import { maybeText } from "./row.ts";

/**
 * Runs a transaction; whatever throws undoes all of it. Inside another one it is a step of that one: while the disk is
 * full the engine keeps one open, and saves when there is room.
 */
export function inTransaction<T>(db: DatabaseSync, work: () => T): T {
  const isStep = db.isTransaction;
  db.exec(isStep ? "SAVEPOINT step" : "BEGIN IMMEDIATE");
  try {
    const result = work();
    db.exec(isStep ? "RELEASE step" : "COMMIT");
    return result;
  } catch (error) {
    if (db.isTransaction) db.exec(isStep ? "ROLLBACK TO step; RELEASE step" : "ROLLBACK");
    throw error;
  }
}

/**
 * A transaction whose commit does not wait for the disk, which took up to 338 ms beside a browser (2026-11-21): for what is
 * made of rows that are saved already, and for slices of a first reading. After a power cut both are made again.
 */
export function inRepeatableTransaction<T>(db: DatabaseSync, work: () => T): T {
  if (db.isTransaction) return inTransaction(db, work);
  db.exec("PRAGMA synchronous = NORMAL");
  try {
    return inTransaction(db, work);
  } finally {
    db.exec("PRAGMA synchronous = FULL");
  }
}

/** A note that outlives the process, such as which price table the costs were made with. */
export function readMeta(db: DatabaseSync, name: string): string | undefined {
  const row = db.prepare("SELECT value FROM meta WHERE name = ?").get(name);
  return row === undefined ? undefined : maybeText(row, "value");
}

export function writeMeta(db: DatabaseSync, name: string, value: string): void {
  db.prepare(
    "INSERT INTO meta (name, value) VALUES (?, ?) ON CONFLICT (name) DO UPDATE SET value = excluded.value",
  ).run(name, value);
}
