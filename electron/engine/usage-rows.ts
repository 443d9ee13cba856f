import type { DatabaseSync } from "node:sqlite";
import { BUCKET_TOTALS, bucketsOf, NO_QUARTER } from "./bucket-schema.ts";
import { maybeText } from "./row.ts";
import { scopeCondition, type Scope } from "./scope.ts";
import { totalsOfRow } from "./session-summary.ts";
import type { Totals } from "../../shared/feed.ts";
import type { CallFilter, DayRange } from "../../shared/question.ts";
import { calendar, QUARTER_MS, zoneOffsets } from "../../shared/usage/calendar.ts";
import { NO_TOTALS } from "../../shared/usage/totals.ts";

/** Sums of one calendar day, and of one project, model or lane where asked for. */
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

/** Days, months and any other sums come from these rows; from the buckets when everything known is in scope. */
export function usageRows(db: DatabaseSync, scope: Scope, query: UsageQuery): readonly UsageRow[] {
  const { where, values } = scopeCondition(db, scope);
  const source = where === "1" ? "bucket" : bucketsOf(where);
  const { from, to, zone } = query.range;
  const conditions = ["calls <> 0", ...conditionsOf(query)];
  const name = query.by ?? "NULL";
  // SQLite names the days itself, so that they come out and not their quarters: twenty times fewer rows.
  const day = dayOfQuarter(db, zone);
  return db
    .prepare(
      `SELECT ${day} AS day, ${name} AS name, ${BUCKET_TOTALS} FROM ${source} ` +
        `WHERE ${conditions.join(" AND ")} GROUP BY day, name ORDER BY day`,
    )
    .all(...values, ...parametersOf(query))
    .map((row) => ({ day: maybeText(row, "day"), name: maybeText(row, "name"), totals: totalsOfRow(row) }))
    .filter(({ day }) => isInRange(day, { from, to }));
}

/** The SQL for the calendar day of a bucket's quarter: its seconds, moved by the zone's offset at that time. */
function dayOfQuarter(db: DatabaseSync, zone: string): string {
  const edge = (end: "min" | "max") =>
    db.prepare(`SELECT ${end}(quarter) AS quarter FROM bucket WHERE quarter > ${NO_QUARTER}`).get()?.[
      "quarter"
    ];
  const [first, last] = [edge("min"), edge("max")];
  if (typeof first !== "number" || typeof last !== "number") return "NULL";
  const asked = `${zone} ${first} ${last}`;
  if (named.key !== asked) named = { key: asked, sql: daySql(zone, first, last) };
  return named.sql;
}

/** The zone last asked for: finding when its clock changes takes 5 ms, and a page asks many times in one zone. */
let named = { key: "", sql: "" };

function daySql(zone: string, first: number, last: number): string {
  const offsets = zoneOffsets(zone, first * QUARTER_MS, (last + 1) * QUARTER_MS);
  const [latest, ...earlier] = offsets.toReversed();
  const cases = earlier.toReversed().map(({ seconds }, index) => {
    const until = (offsets[index + 1]?.from ?? 0) / QUARTER_MS;
    return `WHEN quarter < ${until} THEN ${seconds}`;
  });
  const offset =
    cases.length === 0
      ? String(latest?.seconds ?? 0)
      : `CASE ${cases.join(" ")} ELSE ${latest?.seconds ?? 0} END`;
  return `CASE WHEN quarter > ${NO_QUARTER} THEN date(quarter * 900 + ${offset}, 'unixepoch') END`;
}

/** The calls whose logs give no time. */
export function undatedTotals(db: DatabaseSync, scope: Scope, filter: CallFilter): Totals {
  const { where, values } = scopeCondition(db, scope);
  const source = where === "1" ? "bucket" : bucketsOf(where);
  const query = { by: undefined, range: { from: undefined, to: undefined, zone: "UTC" }, filter };
  const conditions = [`quarter = ${NO_QUARTER}`, "calls <> 0", ...conditionsOf(query)];
  const row = db
    .prepare(`SELECT count(*) AS buckets, ${BUCKET_TOTALS} FROM ${source} WHERE ${conditions.join(" AND ")}`)
    .get(...values, ...parametersOf(query));
  return row === undefined || row["buckets"] === 0 ? NO_TOTALS : totalsOfRow(row);
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

function conditionsOf({ range, filter }: UsageQuery): readonly string[] {
  return [
    ...(range.from === undefined ? [] : ["quarter >= ?"]),
    ...(range.to === undefined ? [] : ["quarter < ?"]),
    ...(filter.project === undefined ? [] : ["project = ?"]),
    ...(filter.model === undefined ? [] : ["model = ?"]),
    ...(filter.lane === undefined ? [] : ["lane = ?"]),
  ];
}

function parametersOf({ range, filter }: UsageQuery): readonly (string | number)[] {
  const { first, end } = quartersAround(range);
  return [first, end, filter.project, filter.model, filter.lane].filter((value) => value !== undefined);
}

function quarterOf(day: string): number {
  return Math.floor(Date.parse(`${day}T00:00:00Z`) / QUARTER_MS);
}
