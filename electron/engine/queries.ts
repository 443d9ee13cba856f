import type { DatabaseSync } from "node:sqlite";
import { eventOfRow, LOSS_JOIN } from "./analysis.ts";
import { maybeText, numberOf, textOf } from "./row.ts";
import { scopeCondition, type Scope } from "./scope.ts";
import { TOTALS_COLUMNS, totalsOfRow } from "./session-summary.ts";
import { unknownShapesIn } from "./unknown-shapes.ts";
import type { CacheEvent } from "../../shared/cache/event.ts";
import type { SessionSummary, SourcesHealth, Totals } from "../../shared/feed.ts";
import { addTotals, NO_TOTALS } from "../../shared/usage/totals.ts";
import { isInRange, nameDays, usageRows } from "./usage-rows.ts";
import { NO_FILTER, type DayRange } from "../../shared/question.ts";
import { calendar, QUARTER_MS, unitOfDay } from "../../shared/usage/calendar.ts";

export const REPORT_KEYS = ["month", "week", "day", "session", "project", "model", "cause"] as const;
export type ReportKey = (typeof REPORT_KEYS)[number];

export type ReportRow = { readonly key: string; readonly totals: Totals };
/** `undefined` as key: in the totals and in no row. */
type KeyedTotals = { readonly key: string | undefined; readonly totals: Totals };
export type Report = { readonly totals: Totals; readonly rows: readonly ReportRow[] };

/** Of `file f`. What was pending when a log went away is pending for ever, and is not shown as such. */
const HEALTH_COLUMNS = `
  count(*) AS files, count(f.gone_at) AS files_gone,
  coalesce(sum(CASE WHEN f.gone_at IS NULL THEN f.size ELSE f.offset END), 0) AS bytes,
  coalesce(sum(f.counted), 0) AS counted, coalesce(sum(f.other), 0) AS other, coalesce(sum(f.blank), 0) AS blank,
  coalesce(sum(f.damaged), 0) AS damaged, coalesce(sum(f.damaged_records), 0) AS damaged_records`;

/** What the ledger knows of its sources. */
export type StoredHealth = Omit<
  SourcesHealth,
  "roots" | "unreadable" | "watcher" | "notSaving" | "pricesCheckedOn"
>;

/** Where a log that exists is said to show a call; `place` is the byte at which its line began. */
export type Sighting = {
  readonly key: string;
  readonly messageId: string;
  readonly path: string;
  readonly place: number;
};

export type Queries = ReturnType<typeof openQueries>;

/** Questions to the ledger. Reads only, so they work on another instance's store too. */
export function openQueries(db: DatabaseSync, scope: Scope) {
  const scoped = () => scopeCondition(db, scope);

  /** Sums by `by` over a range. Calls without a time are left out once the range has an end. */
  function report(by: ReportKey, range: DayRange): Report {
    const rows = by === "session" || by === "cause" ? callRows(by, range) : bucketRows(by, range);
    const groups = new Map<string, Totals>();
    let totals = NO_TOTALS;
    for (const row of rows) {
      totals = addTotals(totals, row.totals);
      if (row.key !== undefined) groups.set(row.key, addTotals(groups.get(row.key) ?? NO_TOTALS, row.totals));
    }
    const keys = [...groups.keys()].sort();
    return { totals, rows: keys.map((key) => ({ key, totals: groups.get(key) ?? NO_TOTALS })) };
  }

  function bucketRows(by: Exclude<ReportKey, "session" | "cause">, range: DayRange): readonly KeyedTotals[] {
    const dimension = by === "project" || by === "model" ? by : undefined;
    return usageRows(db, scoped(), { by: dimension, range, filter: NO_FILTER }).map(
      ({ day, name, totals }) => {
        if (by === "project" || by === "model") return { key: name, totals };
        return { key: day === undefined ? "unknown date" : unitOfDay(day, by), totals };
      },
    );
  }

  /** A call without an event has no cause: it is in the totals and in no row. */
  function callRows(by: "session" | "cause", range: DayRange): readonly KeyedTotals[] {
    const { where, values } = scoped();
    const name = by === "session" ? "c.session" : "e.cause";
    nameDays(db, range.zone);
    return db
      .prepare(
        `SELECT local_day(c.at / ${QUARTER_MS}) AS day, ${name} AS name, ${TOTALS_COLUMNS} ` +
          `FROM call c ${LOSS_JOIN} WHERE ${where} GROUP BY day, name`,
      )
      .all(...values)
      .filter((row) => isInRange(maybeText(row, "day"), range))
      .map((row) => ({ key: maybeText(row, "name"), totals: totalsOfRow(row) }));
  }

  /** Losses and notes, newest first; the starts of lanes are of their session only. */
  function events(range?: DayRange, limit = -1): readonly CacheEvent[] {
    const { where, values } = scoped();
    const rows = db
      .prepare(
        `SELECT e.value FROM event e JOIN call c ON c.id = e.call WHERE e.kind <> 'start' AND ${where} ` +
          "ORDER BY c.at DESC, c.id DESC LIMIT ?",
      )
      .all(...values, limit);
    const found = rows.map(eventOfRow);
    if (range === undefined) return found;
    const keyOf = calendar(range.zone);
    return found.filter(({ at }) => isInRange(at === undefined ? undefined : keyOf(at, "day"), range));
  }

  function sessions(): readonly SessionSummary[] {
    const { where, values } = scoped();
    const inside = where === "1" ? "1" : `session IN (SELECT c.session FROM call c WHERE ${where})`;
    return db
      .prepare(`SELECT value FROM session_summary WHERE ${inside} ORDER BY last_at DESC`)
      .all(...values)
      .map((row) => JSON.parse(textOf(row, "value")) as SessionSummary);
  }

  function health(): StoredHealth {
    const { where: isInside, values: paths } = scope.files;
    const sums = db.prepare(`SELECT ${HEALTH_COLUMNS} FROM file f WHERE ${isInside}`).get(...paths) ?? {};
    const [bytes, counted, other] = [
      numberOf(sums, "bytes"),
      numberOf(sums, "counted"),
      numberOf(sums, "other"),
    ];
    const [blank, damaged] = [numberOf(sums, "blank"), numberOf(sums, "damaged")];
    const { where, values } = scoped();
    const unpriced =
      where === "1" ? "bucket c WHERE c.unpriced > 0" : `call c WHERE c.cost IS NULL AND ${where}`;
    const models = db.prepare(`SELECT DISTINCT c.model FROM ${unpriced} ORDER BY c.model`);
    return {
      files: numberOf(sums, "files"),
      filesGone: numberOf(sums, "files_gone"),
      bytes,
      counted,
      other,
      blank,
      damaged,
      damagedRecords: numberOf(sums, "damaged_records"),
      pending: bytes - counted - other - blank - damaged,
      unknownModels: models.all(...values).map((row) => textOf(row, "model")),
      unknownShapes: unknownShapesIn(db, scope.files),
    };
  }

  /** Totals of the calls with these keys. */
  function totalsOf(keys: ReadonlySet<string>): Totals {
    const row = db
      .prepare(
        `SELECT ${TOTALS_COLUMNS} FROM call c ${LOSS_JOIN} ` +
          "WHERE c.key IN (SELECT value FROM json_each(?))",
      )
      .get(JSON.stringify([...keys]));
    return row === undefined || numberOf(row, "calls") === 0 ? NO_TOTALS : totalsOfRow(row);
  }

  function callCount(): number {
    const { where, values } = scoped();
    return numberOf(
      db.prepare(`SELECT count(*) AS calls FROM call c WHERE ${where}`).get(...values) ?? {},
      "calls",
    );
  }

  /** Where these logs are said to show calls with a message id but none of these keys. */
  function sightingsBeside(keys: ReadonlySet<string>, paths: readonly string[]): readonly Sighting[] {
    // The order of the joins is forced: once over the calls, and on from those few.
    const rows = db
      .prepare(
        "SELECT c.key, c.message_id, f.path, s.place FROM call c CROSS JOIN sighting s ON s.call = c.id " +
          "CROSS JOIN file f ON f.id = s.file WHERE c.message_id IS NOT NULL " +
          "AND c.key NOT IN (SELECT value FROM json_each(?)) AND f.gone_at IS NULL " +
          "AND f.path IN (SELECT value FROM json_each(?))",
      )
      .all(JSON.stringify([...keys]), JSON.stringify(paths));
    return rows.map((row) => ({
      key: textOf(row, "key"),
      messageId: textOf(row, "message_id"),
      path: textOf(row, "path"),
      place: numberOf(row, "place"),
    }));
  }

  return { report, events, sessions, health, totalsOf, callCount, sightingsBeside };
}
