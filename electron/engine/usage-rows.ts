import type { DatabaseSync } from "node:sqlite";
import { BUCKET_TOTALS, bucketsOf, NO_QUARTER } from "./bucket-schema.ts";
import { maybeText, numberOf } from "./row.ts";
import { scopeCondition, type Scope } from "./scope.ts";
import { totalsOfRow } from "./session-summary.ts";
import type { Totals } from "../../shared/feed.ts";
import type { CallFilter, DayRange } from "../../shared/question.ts";
import { calendar, QUARTER_MS } from "../../shared/usage/calendar.ts";
import type { EpochMs } from "../../shared/units.ts";

export const NO_FILTER: CallFilter = { project: undefined, model: undefined, lane: undefined };

/** Sums of one quarter of an hour, and of one project, model or lane where asked for. */
export type UsageRow = {
  /** `undefined`: the logs of these calls give no time. */
  readonly at: EpochMs | undefined;
  /** The calendar day in the zone asked for. */
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
  const rows = db
    .prepare(
      `SELECT quarter, ${name} AS name, ${BUCKET_TOTALS} FROM ${source} ` +
        `WHERE ${conditions.join(" AND ")} GROUP BY quarter, name ORDER BY quarter`,
    )
    .all(...values, ...parametersOf(query));
  const dayOf = calendar(zone);
  return rows.flatMap((row): readonly UsageRow[] => {
    const quarter = numberOf(row, "quarter");
    const at = quarter === NO_QUARTER ? undefined : quarter * QUARTER_MS;
    const day = at === undefined ? undefined : dayOf(at, "day");
    if (!isInRange(day, { from, to })) return [];
    return [{ at, day, name: maybeText(row, "name"), totals: totalsOfRow(row) }];
  });
}

/** Calls without a time are in a range only when it is open at both ends. */
export function isInRange(day: string | undefined, { from, to }: Pick<DayRange, "from" | "to">): boolean {
  if (day === undefined) return from === undefined && to === undefined;
  return (from === undefined || day >= from) && (to === undefined || day <= to);
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
  const { from, to } = range;
  return [
    ...(from === undefined ? [] : [quarterOf(from) - ZONE_QUARTERS]),
    ...(to === undefined ? [] : [quarterOf(to) + 96 + ZONE_QUARTERS]),
    ...[filter.project, filter.model, filter.lane].filter((value) => value !== undefined),
  ];
}

function quarterOf(day: string): number {
  return Math.floor(Date.parse(`${day}T00:00:00Z`) / QUARTER_MS);
}
