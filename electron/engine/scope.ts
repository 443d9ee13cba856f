import { sep } from "node:path";
import type { DatabaseSync } from "node:sqlite";
import type { Root } from "./discover.ts";
import { whileUnchanged } from "./while-unchanged.ts";

/** A condition of SQL, and its parameters. */
export type ScopeCondition = { readonly where: string; readonly values: readonly string[] };

/** Which files a question is about: those below the roots in use. */
export type Scope = {
  readonly has: (path: string) => boolean;
  /** The same, of `file f`. */
  readonly files: ScopeCondition;
};

/** Figures are asked for by folder: one ledger may know several people's logs. */
export function scopeOf(roots: readonly Root[]): Scope {
  const prefixes = roots.map(({ path }) => (path.endsWith(sep) ? path : path + sep));
  // A root may be one file.
  const files = new Set(roots.map(({ path }) => path));
  const each = roots.map(() => "f.path = ? OR substr(f.path, 1, length(?)) = ?");
  return {
    has: (path) => files.has(path) || prefixes.some((prefix) => path.startsWith(prefix)),
    files: {
      where: each.length === 0 ? "0" : `(${each.join(" OR ")})`,
      values: roots.flatMap(({ path }, index) => {
        const prefix = prefixes[index] ?? path;
        return [path, prefix, prefix];
      }),
    },
  };
}

/**
 * The condition on `call c` for a scope. A call is in it when any of its files is, so that a copy of logs counts in full
 * although another folder's log was read first.
 */
export function scopeCondition(db: DatabaseSync, scope: Scope): ScopeCondition {
  return conditions(db, scope, () => readCondition(db, scope));
}

/** Asked for with each question, and by the overview many times a second. */
const conditions = whileUnchanged<ScopeCondition>(2);

function readCondition(db: DatabaseSync, { files: { where, values } }: Scope): ScopeCondition {
  const outside = db.prepare(`SELECT 1 FROM file f WHERE NOT ${where} LIMIT 1`).get(...values);
  if (outside === undefined) return { where: "1", values: [] };
  const inside = `SELECT f.id FROM file f WHERE ${where}`;
  return { where: `c.id IN (SELECT call FROM sighting WHERE file IN (${inside}))`, values };
}
