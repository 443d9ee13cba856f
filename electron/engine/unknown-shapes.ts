import type { DatabaseSync } from "node:sqlite";
import { numberOf, textOf } from "./row.ts";
import type { ScopeCondition } from "./scope.ts";
import type { SourcesHealth } from "../../shared/feed.ts";

/** The forms that were seen most in these files and are none that we know. */
export function unknownShapesIn(
  db: DatabaseSync,
  { where, values }: ScopeCondition,
): SourcesHealth["unknownShapes"] {
  const rows = db
    .prepare(
      // In this order, since there are few shapes, mostly none, and thousands of files: asked for with each message.
      "SELECT fields, sum(lines) AS lines FROM unknown_shape u CROSS JOIN file f ON f.id = u.file " +
        `WHERE ${where} GROUP BY fields ORDER BY lines DESC, fields LIMIT 20`,
    )
    .all(...values);
  return rows.map((row) => ({ fields: textOf(row, "fields"), lines: numberOf(row, "lines") }));
}
