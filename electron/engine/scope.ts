import { sep } from "node:path";
import type { DatabaseSync } from "node:sqlite";
import type { Root } from "./discover.ts";
import { numberOf, textOf } from "./row.ts";
import { whileUnchanged } from "./while-unchanged.ts";

/** Which files a question is about: those below the roots in use. */
export type Scope = (path: string) => boolean;

export type ScopeCondition = { readonly where: string; readonly values: readonly string[] };

/**
 * The condition on `call c` for a scope, and its parameters. A call is in it when any of its files is, so that a copy of
 * logs counts in full although another folder's log was read first.
 */
export function scopeCondition(db: DatabaseSync, scope: Scope): ScopeCondition {
  return conditions(db, scope, () => readCondition(db, scope));
}

/** To look at 5,000 files takes 4 of the 9 ms in which a month of a million calls is answered (2026-11-21). */
const conditions = whileUnchanged<ScopeCondition>(2);

function readCondition(db: DatabaseSync, scope: Scope): ScopeCondition {
  const files = db.prepare("SELECT id, path FROM file").all();
  const inside = files.filter((row) => scope(textOf(row, "path"))).map((row) => numberOf(row, "id"));
  if (inside.length === files.length) return { where: "1", values: [] };
  const where = "c.id IN (SELECT call FROM sighting WHERE file IN (SELECT value FROM json_each(?)))";
  return { where, values: [JSON.stringify(inside)] };
}

/** Figures are asked for by folder: one ledger may know several people's logs. */
export function scopeOf(roots: readonly Root[]): Scope {
  const prefixes = roots.map(({ path }) => (path.endsWith(sep) ? path : path + sep));
  // A root may be one file.
  const files = new Set(roots.map(({ path }) => path));
  return (path) => files.has(path) || prefixes.some((prefix) => path.startsWith(prefix));
}
