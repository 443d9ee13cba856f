import type { DatabaseSync } from "node:sqlite";
import { numberOf, textOf, type Row } from "../row.ts";
import { scopeCondition, type Scope, type ScopeCondition } from "../scope.ts";
import { nameDays, quartersAround } from "../usage-rows.ts";
import { cellText } from "./cell-text.ts";
import type { ExportColumn, ExportRow, RowContext } from "./columns.ts";
import { EXPORT_SOURCES, type RowConditions } from "./tables.ts";
import type { SessionSummary } from "../../../shared/feed.ts";
import type { CallFilter, DayRange, ExportSubject } from "../../../shared/question.ts";
import { QUARTER_MS } from "../../../shared/usage/calendar.ts";
import { sessionFilter, type SessionFilter } from "../../../shared/usage/session-filter.ts";

/** The rows of one export, out of the ledger one by one; never all in memory. */
export type OpenRows = {
  readonly columns: readonly ExportColumn[];
  readonly rows: () => Iterable<ExportRow>;
  readonly rowCount: () => number;
  /** How far the rows are: `of` a row is what it adds to `total`. */
  readonly steps: { readonly total: () => number; readonly of: (row: ExportRow) => number };
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
  /** Where rows are sessions, the conditions on the first of them, to `limit`, and the parameter that stands first. */
  function firstSessions(): readonly [RowConditions, readonly string[]] {
    if (sql.sessionsInOrder === undefined) return [conditions, []];
    const ids = new Set<string>();
    for (const row of db.prepare(sql.sessionsInOrder(conditions)).iterate(...values)) {
      if (ids.add(textOf(row, "session")).size === limit) break;
    }
    const scope = `c.session IN (SELECT value FROM json_each(?)) AND ${conditions.scope}`;
    return [{ ...conditions, scope }, [JSON.stringify([...ids])]];
  }

  return {
    columns: table.columns,
    rows: function* () {
      const [only, first] = limit < 0 ? [conditions, []] : firstSessions();
      const query = db.prepare(`${sql.rows(only)} LIMIT ?`);
      const found: Iterable<Row> = query.iterate(...first, ...values, limit);
      for (const row of found) yield table.cells(row, context);
    },
    rowCount: () => count(sql.rowCount(conditions)),
    steps: {
      total: () => count(sql.steps(conditions)),
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
export type RowRange = DayRange & {
  readonly filter: CallFilter;
  readonly sessions: SessionFilter | undefined;
};

/** The same calls as a report's: by the day they are of, and those without a time only when no range is asked for. */
function conditionsOf(db: DatabaseSync, scope: Scope, { from, to, zone, filter, sessions }: RowRange) {
  nameDays(db, zone);
  const { where, values } = ofSessions(db, scopeCondition(db, scope), sessions);
  const range = (day: string) =>
    ["1", ...(from === undefined ? [] : [`${day} >= ?`]), ...(to === undefined ? [] : [`${day} <= ?`])].join(
      " AND ",
    );
  const { first, end } = quartersAround({ from, to });
  const around = (column: "c.at" | "quarter") => {
    const unit = column === "c.at" ? QUARTER_MS : 1;
    return [
      "1",
      ...(first === undefined ? [] : [`${column} >= ${first * unit}`]),
      ...(end === undefined ? [] : [`${column} < ${end * unit}`]),
    ].join(" AND ");
  };
  const wanted = (["project", "model", "lane"] as const).filter((name) => filter[name] !== undefined);
  const only = (call: "c." | "") => ["1", ...wanted.map((name) => `${call}${name} = ?`)].join(" AND ");
  const parameters = [from, to, ...wanted.map((name) => filter[name])].filter((value) => value !== undefined);
  return { conditions: { scope: where, range, around, only }, values: [...values, ...parameters] };
}

/** Narrows a scope to whole sessions: those that pass by their summaries, as on the page. */
function ofSessions(
  db: DatabaseSync,
  { where, values }: ScopeCondition,
  sessions: SessionFilter | undefined,
): ScopeCondition {
  if (sessions === undefined) return { where, values };
  const passes = sessionFilter(sessions);
  const ids: string[] = [];
  for (const row of db.prepare("SELECT value FROM session_summary").iterate()) {
    const summary = JSON.parse(textOf(row, "value")) as SessionSummary;
    if (passes(summary)) ids.push(summary.id);
  }
  return {
    where: `${where} AND c.session IN (SELECT value FROM json_each(?))`,
    values: [...values, JSON.stringify(ids)],
  };
}
