import type { DatabaseSync } from "node:sqlite";
import { numberOf, textOf } from "./row.ts";

/** Which files a question is about: those below the roots in use. */
export type Scope = (path: string) => boolean;

/**
 * The condition on `call c` for a scope, and its parameters. A call is in it when any of its files is, so that a copy of
 * logs counts in full although another folder's log was read first.
 */
export function scopeCondition(
  db: DatabaseSync,
  scope: Scope,
): { readonly where: string; readonly values: readonly string[] } {
  const files = db.prepare("SELECT id, path FROM file").all();
  const inside = files.filter((row) => scope(textOf(row, "path"))).map((row) => numberOf(row, "id"));
  if (inside.length === files.length) return { where: "1", values: [] };
  const where = "c.id IN (SELECT call FROM sighting WHERE file IN (SELECT value FROM json_each(?)))";
  return { where, values: [JSON.stringify(inside)] };
}
