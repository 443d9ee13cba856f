import type { DatabaseSync } from "node:sqlite";
import type { ReportRange } from "../queries.ts";
import { numberOf, type Row } from "../row.ts";
import { scopeCondition, type Scope } from "../scope.ts";
import { cellText } from "./cell-text.ts";
import type { ExportColumn, ExportRow, ExportSubject, RowContext } from "./columns.ts";
import { EXPORT_SOURCES, LOCAL_DAY } from "./tables.ts";
import { calendar } from "../../../shared/usage/calendar.ts";

/** The rows of one export, out of the ledger one by one; never all in memory. */
export type OpenRows = {
  readonly columns: readonly ExportColumn[];
  readonly rows: () => Iterable<ExportRow>;
  readonly rowCount: () => number;
  /** How far the rows are: `of` a row is what it adds to `total`. */
  readonly steps: { readonly total: number; readonly of: (row: ExportRow) => number };
};

/** What a file would begin with, as text: the head, the first rows, and how many there are in all. */
export type ExportPreview = {
  readonly columns: readonly ExportColumn[];
  /** `undefined` where nothing is known. */
  readonly rows: readonly (readonly (string | undefined)[])[];
  readonly rowCount: number;
};

/**
 * The rows of a range, in order of day. `db` is best a connection of its own within a transaction: it then sees one
 * state of the ledger from the first row to the last.
 */
export function openRows(
  db: DatabaseSync,
  scope: Scope,
  subject: ExportSubject,
  range: ReportRange,
  context: RowContext,
  limit = -1,
): OpenRows {
  const { table, ...sql } = EXPORT_SOURCES[subject];
  const { where, values } = rangeCondition(db, scope, range);
  const count = (query: string) => numberOf(db.prepare(query).get(...values) ?? {}, "rows");
  const callsAt = table.columns.findIndex(({ name }) => name === "calls");
  return {
    columns: table.columns,
    rows: function* () {
      const found: Iterable<Row> = db.prepare(`${sql.rows(where)} LIMIT ?`).iterate(...values, limit);
      for (const row of found) yield table.cells(row, context);
    },
    rowCount: () => count(sql.rowCount(where)),
    steps: {
      total: count(sql.steps(where)),
      of: (row) => {
        const calls = row[callsAt];
        return typeof calls === "number" ? calls : 1;
      },
    },
  };
}

export function previewOf(open: OpenRows): ExportPreview {
  const { columns } = open;
  const rows = [...open.rows()].map((row) => columns.map((column, index) => cellText(column, row[index])));
  return { columns, rows, rowCount: open.rowCount() };
}

/** The same calls as a report's: by the day they are of, and those without a time only when no range is asked for. */
function rangeCondition(db: DatabaseSync, scope: Scope, { from, to, zone }: ReportRange) {
  const dayOf = calendar(zone);
  db.function(LOCAL_DAY, { deterministic: true }, (at) => (typeof at === "number" ? dayOf(at, "day") : null));
  const scoped = scopeCondition(db, scope);
  const ends = [
    from === undefined ? undefined : { where: `${LOCAL_DAY}(c.at) >= ?`, value: from },
    to === undefined ? undefined : { where: `${LOCAL_DAY}(c.at) <= ?`, value: to },
  ].filter((end) => end !== undefined);
  return {
    where: [scoped.where, ...ends.map((end) => end.where)].join(" AND "),
    values: [...scoped.values, ...ends.map((end) => end.value)],
  };
}
