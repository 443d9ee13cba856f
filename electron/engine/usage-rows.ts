import type { DatabaseSync } from "node:sqlite";
import { BUCKET_TOTALS, bucketsOf, NO_QUARTER } from "./bucket-schema.ts";
import { maybeNumber, maybeText, numberOf, type Row } from "./row.ts";
import type { ScopeCondition } from "./scope.ts";
import { totalsOfRow } from "./session-summary.ts";
import { whileUnchanged } from "./while-unchanged.ts";
import type { Totals } from "../../shared/feed.ts";
import type { CallFilter, DayRange } from "../../shared/question.ts";
import { calendar, localDays, QUARTER_MS, type LocalDay } from "../../shared/usage/calendar.ts";
import { NO_TOTALS } from "../../shared/usage/totals.ts";
import type { EpochMs } from "../../shared/units.ts";

/** Sums of one calendar day, and of one project, model or lane where asked for; a day may come in several rows. */
export type UsageRow = {
  /** In the zone asked for; `undefined`: the logs of these calls give no time. */
  readonly day: string | undefined;
  readonly name: string | undefined;
  readonly totals: Totals;
};

export type UsageQuery = {
  readonly by: "project" | "model" | "lane" | undefined;
  readonly range: DayRange;
  readonly filter: CallFilter;
};

/** The farthest that a zone's clock is from UTC, with an hour to spare. */
const ZONE_QUARTERS = 15 * 4;
/** After every quarter. */
const NEVER = Number.MAX_SAFE_INTEGER;

/** Days, months and any other sums come from these rows; from the buckets when everything known is in scope. */
export function usageRows(db: DatabaseSync, within: ScopeCondition, query: UsageQuery): readonly UsageRow[] {
  const { range } = query;
  const dated = within.where === "1" ? bucketRows(db, query) : scopedRows(db, within, query);
  const undated = isInRange(undefined, range) ? undatedRows(db, within, query) : [];
  return [...undated, ...dated.filter(({ day }) => isInRange(day, range))];
}

/** A day with calls, and the quarter in which the next one with calls begins. */
type KnownDay = { readonly rows: readonly UsageRow[]; readonly next: number };

/**
 * Days by the first quarter in which they were called, for each zone, split and filter. Months that follow each other,
 * their year in the calendar and longer ranges are of the same days.
 */
const knownDays = whileUnchanged<Map<number, KnownDay>>(4);

/**
 * A statement for each day with calls: buckets lie in the order of time, so a day is added up as it is read. Grouped by
 * day in one statement SQLite would sort them: 50 ms for a year and not 21 (80,000 buckets, 2026-11-21).
 */
function bucketRows(db: DatabaseSync, query: UsageQuery): readonly UsageRow[] {
  const { by, range, filter } = query;
  const { first = 0, end = NEVER } = quartersAround(range);
  const nextQuarter = db.prepare("SELECT min(quarter) AS quarter FROM bucket WHERE quarter >= ?");
  const next = (from: number) => maybeNumber(nextQuarter.get(from) ?? {}, "quarter") ?? NEVER;
  const sums = db.prepare(sumsOf("bucket", "quarter >= ? AND quarter < ?", query));
  const values = filterValues(filter);
  const dayAt = daysOf(range.zone);
  const days = knownDays(db, JSON.stringify([range.zone, by, filter]), () => new Map());
  const rows: UsageRow[] = [];
  for (let at = next(first); at < end;) {
    let known = days.get(at);
    if (known === undefined) {
      const day = dayAt(at * QUARTER_MS);
      const tomorrow = day.end / QUARTER_MS;
      known = {
        rows: sums.all(at, tomorrow, ...values).map((row) => usageRow(row, day.day)),
        next: next(tomorrow),
      };
      days.set(at, known);
    }
    rows.push(...known.rows);
    at = known.next;
  }
  return rows;
}

/** The zone last asked for: to find when its clock changes takes 4 ms a year, and a page asks many times in one zone. */
let latest = { zone: "UTC", dayAt: localDays("UTC") };

function daysOf(zone: string): (at: EpochMs) => LocalDay {
  if (latest.zone !== zone) latest = { zone, dayAt: localDays(zone) };
  return latest.dayAt;
}

/** The same out of the calls of a part of the ledger: they are looked for once, so a row is of a quarter. */
function scopedRows(db: DatabaseSync, { where, values }: ScopeCondition, query: UsageQuery) {
  const { first = 0, end = NEVER } = quartersAround(query.range);
  const dayOf = calendar(query.range.zone);
  return db
    .prepare(sumsOf(bucketsOf(where), "quarter >= ? AND quarter < ?", query, ["quarter"]))
    .all(...values, first, end, ...filterValues(query.filter))
    .map((row) => usageRow(row, dayOf(numberOf(row, "quarter") * QUARTER_MS, "day")));
}

function undatedRows(db: DatabaseSync, { where, values }: ScopeCondition, query: UsageQuery) {
  const source = where === "1" ? "bucket" : bucketsOf(where);
  return db
    .prepare(sumsOf(source, `quarter = ${NO_QUARTER}`, query))
    .all(...values, ...filterValues(query.filter))
    .map((row) => usageRow(row, undefined));
}

/** The calls whose logs give no time. */
export function undatedTotals(db: DatabaseSync, within: ScopeCondition, filter: CallFilter): Totals {
  const range = { from: undefined, to: undefined, zone: "UTC" };
  return undatedRows(db, within, { by: undefined, range, filter })[0]?.totals ?? NO_TOTALS;
}

/** Adds up the buckets that a condition and the filter let through, by name and by further columns. */
function sumsOf(
  source: string,
  condition: string,
  { by, filter }: UsageQuery,
  columns: readonly string[] = [],
): string {
  const keys = [...columns, ...(by === undefined ? [] : [by])];
  const conditions = [
    "calls <> 0",
    condition,
    ...FILTERED.filter((column) => filter[column] !== undefined).map((column) => `${column} = ?`),
  ];
  return (
    `SELECT ${[...columns, `${by ?? "NULL"} AS name`, BUCKET_TOTALS].join(", ")} FROM ${source} ` +
    `WHERE ${conditions.join(" AND ")} ${keys.length === 0 ? "" : `GROUP BY ${keys.join(", ")}`} HAVING count(*) > 0`
  );
}

const FILTERED = ["project", "model", "lane"] as const;

/** They stand last among the parameters. */
function filterValues(filter: CallFilter): readonly string[] {
  return FILTERED.flatMap((column) => filter[column] ?? []);
}

function usageRow(row: Row, day: string | undefined): UsageRow {
  return { day, name: maybeText(row, "name"), totals: totalsOfRow(row) };
}

/** Makes `local_day(quarter)` name calendar days of a zone; NULL for no time. */
export function nameDays(db: DatabaseSync, zone: string): void {
  const dayOf = calendar(zone);
  db.function("local_day", { deterministic: true }, (quarter) =>
    typeof quarter === "number" && quarter !== NO_QUARTER ? dayOf(quarter * QUARTER_MS, "day") : null,
  );
}

/** Calls without a time are in a range only when it is open at both ends. */
export function isInRange(day: string | undefined, { from, to }: Pick<DayRange, "from" | "to">): boolean {
  if (day === undefined) return from === undefined && to === undefined;
  return (from === undefined || day >= from) && (to === undefined || day <= to);
}

/** Quarters that a range can touch in any zone; `undefined` at an open end. */
export function quartersAround({ from, to }: Pick<DayRange, "from" | "to">): {
  readonly first: number | undefined;
  readonly end: number | undefined;
} {
  return {
    first: from === undefined ? undefined : quarterOf(from) - ZONE_QUARTERS,
    end: to === undefined ? undefined : quarterOf(to) + 96 + ZONE_QUARTERS,
  };
}

function quarterOf(day: string): number {
  return Math.floor(Date.parse(`${day}T00:00:00Z`) / QUARTER_MS);
}
