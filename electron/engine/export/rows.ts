import type { DatabaseSync } from "node:sqlite";
import { numberOf, type Row } from "../row.ts";
import { scopeCondition, type Scope } from "../scope.ts";
import { nameDays } from "../usage-rows.ts";
import { cellText } from "./cell-text.ts";
import type { ExportColumn, ExportRow, RowContext } from "./columns.ts";
import { EXPORT_SOURCES } from "./tables.ts";
import type { CallFilter, DayRange, ExportSubject } from "../../../shared/question.ts";

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
  range: RowRange,
  context: RowContext,
  limit = -1,
): OpenRows {
  const { table, ...sql } = EXPORT_SOURCES[subject];
  const { conditions, values } = conditionsOf(db, scope, range);
  const count = (query: string) => numberOf(db.prepare(query).get(...values) ?? {}, "number");
  const callsAt = table.columns.findIndex(({ name }) => name === "calls");
  return {
    columns: table.columns,
    rows: function* () {
      const found: Iterable<Row> = db.prepare(`${sql.rows(conditions)} LIMIT ?`).iterate(...values, limit);
      for (const row of found) yield table.cells(row, context);
    },
    rowCount: () => count(sql.rowCount(conditions)),
    steps: {
      total: count(sql.steps(conditions)),
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

/** Days, and which calls of them. */
export type RowRange = DayRange & { readonly filter: CallFilter };

/** The same calls as a report's: by the day they are of, and those without a time only when no range is asked for. */
function conditionsOf(db: DatabaseSync, scope: Scope, { from, to, zone, filter }: RowRange) {
  nameDays(db, zone);
  const { where, values } = scopeCondition(db, scope);
  const range = (day: string) =>
    ["1", ...(from === undefined ? [] : [`${day} >= ?`]), ...(to === undefined ? [] : [`${day} <= ?`])].join(
      " AND ",
    );
  const wanted = (["project", "model", "lane"] as const).filter((name) => filter[name] !== undefined);
  const only = (call: "c." | "") => ["1", ...wanted.map((name) => `${call}${name} = ?`)].join(" AND ");
  const parameters = [from, to, ...wanted.map((name) => filter[name])].filter((value) => value !== undefined);
  return { conditions: { scope: where, range, only }, values: [...values, ...parameters] };
}
