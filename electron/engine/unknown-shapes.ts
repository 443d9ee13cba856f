import type { DatabaseSync } from "node:sqlite";
import { numberOf, textOf } from "./row.ts";
import type { SourcesHealth } from "../../shared/feed.ts";

/** The forms that were seen most in these files and are none that we know. */
export function unknownShapesIn(db: DatabaseSync, files: readonly number[]): SourcesHealth["unknownShapes"] {
  const rows = db
    .prepare(
      "SELECT fields, sum(lines) AS lines FROM unknown_shape " +
        "WHERE file IN (SELECT value FROM json_each(?)) GROUP BY fields ORDER BY lines DESC, fields LIMIT 20",
    )
    .all(JSON.stringify(files));
  return rows.map((row) => ({ fields: textOf(row, "fields"), lines: numberOf(row, "lines") }));
}
