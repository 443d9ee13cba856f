import type { DatabaseSync } from "node:sqlite";
import { LOSS_JOIN } from "./analysis.ts";
import type { Queries } from "./queries.ts";
import { maybeText, numberOf, textOf, type Row } from "./row.ts";
import { scopeCondition, type Scope } from "./scope.ts";
import { isInRange, nameDays, quartersAround } from "./usage-rows.ts";
import type { CauseGroup } from "../../shared/cache/event.ts";
import type { AnswerTo, DayRange, GroupLosses, TierDay, TrendRow } from "../../shared/question.ts";
import { QUARTER_MS, unitOfDay } from "../../shared/usage/calendar.ts";
import { NANO_PER_USD } from "../../shared/units.ts";

/** More than anybody reads; the page says how many there are in all. */
const MOST_EVENTS = 5_000;

/** All losses of a range, and how they go by week, version and project. */
export function invalidationsAnswer(
  db: DatabaseSync,
  scope: Scope,
  queries: Queries,
  range: DayRange,
): AnswerTo<"invalidations"> {
  const events = queries.events(range);
  return {
    kind: "invalidations",
    events: events.slice(0, MOST_EVENTS),
    eventCount: events.length,
    ...trends(dayRows(db, scope, range), range),
  };
}

/** Calls, writes and losses of each day, version, project and group of losses. */
function dayRows(db: DatabaseSync, scope: Scope, range: DayRange): readonly Row[] {
  const { where, values } = scopeCondition(db, scope);
  const { first, end } = quartersAround(range);
  nameDays(db, range.zone);
  return db
    .prepare(
      `SELECT local_day(c.at / ${QUARTER_MS}) AS day, c.version, c.project, e.grp, count(*) AS calls, ` +
        "sum(c.write_5m) AS write_5m, sum(c.write_1h) AS write_1h, sum(c.write_unknown) AS write_unknown, " +
        "coalesce(sum(e.lost), 0) AS lost, coalesce(sum(e.avoidable), 0) AS cost, " +
        "sum(e.avoidable IS NULL) AS unpriced " +
        `FROM call c ${LOSS_JOIN} WHERE ${where} AND (? IS NULL OR c.at >= ?) AND (? IS NULL OR c.at < ?) ` +
        "GROUP BY day, c.version, c.project, e.grp",
    )
    .all(...values, ...twice(first), ...twice(end));
}

function twice(quarter: number | undefined): readonly (number | null)[] {
  const at = quarter === undefined ? null : quarter * QUARTER_MS;
  return [at, at];
}

type Trends = Pick<AnswerTo<"invalidations">, "all" | "byWeek" | "byVersion" | "byProject" | "tiers">;

function trends(rows: readonly Row[], range: DayRange): Trends {
  const all = new Trend();
  const byWeek = new Trend();
  const byVersion = new Trend();
  const byProject = new Trend();
  const tiers = new Map<string, TierDay>();
  for (const row of rows) {
    const day = maybeText(row, "day");
    if (!isInRange(day, range)) continue;
    all.add("", row);
    byVersion.add(maybeText(row, "version") ?? "no version", row);
    byProject.add(textOf(row, "project"), row);
    if (day === undefined) continue;
    byWeek.add(unitOfDay(day, "week"), row);
    tiers.set(day, addTiers(tiers.get(day), day, row));
  }
  return {
    all: all.rows()[0] ?? emptyRow(""),
    byWeek: byWeek.rows(),
    byVersion: byVersion.rows(),
    byProject: byProject.rows(),
    tiers: [...tiers.values()].sort((a, b) => (a.day < b.day ? -1 : 1)),
  };
}

/** Sums rows under keys; the keys come out in order. */
class Trend {
  readonly #rows = new Map<string, TrendRow>();

  add(key: string, row: Row): void {
    const before = this.#rows.get(key) ?? emptyRow(key);
    const group = maybeText(row, "grp") as CauseGroup | undefined;
    const calls = numberOf(row, "calls");
    const losses =
      group === undefined
        ? before.losses
        : { ...before.losses, [group]: addLosses(before.losses[group], row) };
    this.#rows.set(key, { key, calls: before.calls + calls, losses });
  }

  rows(): readonly TrendRow[] {
    return [...this.#rows.values()].sort((a, b) => a.key.localeCompare(b.key, "en", { numeric: true }));
  }
}

const NO_LOSSES: GroupLosses = { events: 0, lost: 0, cost: 0, unpriced: 0 };

function emptyRow(key: string): TrendRow {
  return {
    key,
    calls: 0,
    losses: { yours: NO_LOSSES, expected: NO_LOSSES, "not-yours": NO_LOSSES, unknown: NO_LOSSES },
  };
}

function addLosses(before: GroupLosses, row: Row): GroupLosses {
  return {
    events: before.events + numberOf(row, "calls"),
    lost: before.lost + numberOf(row, "lost"),
    cost: before.cost + numberOf(row, "cost") / NANO_PER_USD,
    unpriced: before.unpriced + numberOf(row, "unpriced"),
  };
}

function addTiers(before: TierDay | undefined, day: string, row: Row): TierDay {
  return {
    day,
    write5m: (before?.write5m ?? 0) + numberOf(row, "write_5m"),
    write1h: (before?.write1h ?? 0) + numberOf(row, "write_1h"),
    writeUnknown: (before?.writeUnknown ?? 0) + numberOf(row, "write_unknown"),
  };
}
