import type { CauseGroup } from "../../shared/cache/event.ts";
import type { GroupLosses, TierDay, TrendRow } from "../../shared/question.ts";
import type { Ratio, Usd } from "../../shared/units.ts";
import { GROUPS } from "../invalidations-view.ts";
import { dayBefore, noonOf, weekOf, weekStart } from "./asked-range.ts";
import { MOST_BARS } from "./depth-series.ts";

/** Fewer calls than this are too few for a rate: one break more or less moves it by a point or more. */
export const FEW_CALLS = 100;

/** Breaks among the calls of a stretch of time, per 100 calls and by group; all `undefined` where nothing was called. */
export type RatePoint = {
  /** First and last day. */
  readonly from: string;
  readonly to: string;
  readonly calls: number;
  readonly few: boolean;
  readonly row: TrendRow | undefined;
} & { readonly [group in CauseGroup]: number | undefined };

/** Share of written tokens by lifetime; all `undefined` where nothing was written. */
export type TierPoint = {
  readonly from: string;
  readonly to: string;
  readonly write5m: Ratio | undefined;
  readonly write1h: Ratio | undefined;
  readonly writeUnknown: Ratio | undefined;
  readonly tier: TierDay | undefined;
};

/** Losses of one group per 100 calls; `undefined` without calls. */
export function per100({ calls, losses }: TrendRow, group: CauseGroup): number | undefined {
  return calls === 0 ? undefined : (losses[group].events / calls) * 100;
}

/** Losses that nobody planned, per 100 calls: rebuilds on purpose are not breaks. `undefined` without calls. */
export function breaksPer100(row: TrendRow): number | undefined {
  return row.calls === 0 ? undefined : (breaksIn(row) / row.calls) * 100;
}

export function breaksIn({ losses }: TrendRow): number {
  return losses.yours.events + losses["not-yours"].events + losses.unknown.events;
}

/** What a group's losses cost; `undefined` when none of them has a known price, 0 when there are none. */
export function costOfGroup({ events, cost, unpriced }: GroupLosses): Usd | undefined {
  return events > 0 && unpriced === events ? undefined : cost;
}

/** Every week from the first to the last, those without calls too; neighbours are joined so that there are at most 90. */
export function weeklyRates(weeks: readonly TrendRow[]): readonly RatePoint[] {
  const byStart = new Map(weeks.map((row) => [weekStart(row.key), row]));
  return stretches([...byStart.keys()], 7).map(({ from, to, starts }) => {
    const rows = starts.flatMap((start) => byStart.get(start) ?? []);
    const row = rows.length === 0 ? undefined : sumRows(rows);
    const rate = (group: CauseGroup) => row && per100(row, group);
    return {
      from,
      to,
      calls: row?.calls ?? 0,
      few: row !== undefined && row.calls < FEW_CALLS,
      row,
      yours: rate("yours"),
      "not-yours": rate("not-yours"),
      unknown: rate("unknown"),
      expected: rate("expected"),
    };
  });
}

/** Every day from the first to the last while they are at most 90, else weeks. */
export function tierDrift(days: readonly TierDay[]): readonly TierPoint[] {
  const byDay = Map.groupBy(days, ({ day }) => day);
  const daily = stretches([...byDay.keys()], 1, Number.POSITIVE_INFINITY);
  if (daily.length <= MOST_BARS) return daily.map(({ from, to }) => tierPoint(from, to, byDay.get(from)));
  const byWeek = Map.groupBy(days, ({ day }) => weekStart(weekOf(day)));
  return stretches([...byWeek.keys()], 7).map(({ from, to, starts }) =>
    tierPoint(
      from,
      to,
      starts.flatMap((start) => byWeek.get(start) ?? []),
    ),
  );
}

function tierPoint(from: string, to: string, days: readonly TierDay[] = []): TierPoint {
  const tier = days.reduce(
    (sum, one) => ({
      day: sum.day,
      write5m: sum.write5m + one.write5m,
      write1h: sum.write1h + one.write1h,
      writeUnknown: sum.writeUnknown + one.writeUnknown,
    }),
    { day: from, write5m: 0, write1h: 0, writeUnknown: 0 },
  );
  const whole = tier.write5m + tier.write1h + tier.writeUnknown;
  if (whole === 0) {
    return { from, to, write5m: undefined, write1h: undefined, writeUnknown: undefined, tier: undefined };
  }
  return {
    from,
    to,
    write5m: tier.write5m / whole,
    write1h: tier.write1h / whole,
    writeUnknown: tier.writeUnknown / whole,
    tier,
  };
}

/** Equal stretches of days from the first start to the last, each a whole number of steps long. */
function stretches(starts: readonly string[], step: number, most = MOST_BARS) {
  const sorted = starts.toSorted();
  const [first] = sorted;
  const last = sorted.at(-1);
  if (first === undefined || last === undefined) return [];
  const steps = Math.round((noonOf(last) - noonOf(first)) / (step * 86_400_000)) + 1;
  const joined = Math.max(1, Math.ceil(steps / most));
  return Array.from({ length: Math.ceil(steps / joined) }, (_, place) => {
    const from = dayBefore(first, -place * joined * step);
    const all = Array.from({ length: joined }, (_, part) => dayBefore(from, -part * step));
    return { from, to: dayBefore(from, 1 - joined * step), starts: all };
  });
}

function sumRows(rows: readonly TrendRow[]): TrendRow {
  const sum = (group: CauseGroup): GroupLosses => ({
    events: rows.reduce((total, { losses }) => total + losses[group].events, 0),
    lost: rows.reduce((total, { losses }) => total + losses[group].lost, 0),
    cost: rows.reduce((total, { losses }) => total + losses[group].cost, 0),
    unpriced: rows.reduce((total, { losses }) => total + losses[group].unpriced, 0),
  });
  return {
    key: rows[0]?.key ?? "",
    calls: rows.reduce((total, { calls }) => total + calls, 0),
    losses: {
      yours: sum("yours"),
      "not-yours": sum("not-yours"),
      unknown: sum("unknown"),
      expected: sum("expected"),
    },
  };
}

export const TREND_COLUMNS = ["key", "calls", "rate", "avoidable"] as const;
export type TrendColumn = (typeof TREND_COLUMNS)[number];

/**
 * Rows in the chosen order. By rate, those with few calls come last: their rate says little. By dollars, those whose losses
 * have no known price.
 */
export function sortedTrend(
  rows: readonly TrendRow[],
  column: TrendColumn,
  descending: boolean,
  nameOf: (key: string) => string,
): readonly TrendRow[] {
  const sign = descending ? -1 : 1;
  const byName = (a: TrendRow, b: TrendRow) =>
    nameOf(a.key).localeCompare(nameOf(b.key), "en", { numeric: true });
  return rows.toSorted((a, b) => {
    switch (column) {
      case "key":
        return sign * byName(a, b);
      case "calls":
        return sign * (a.calls - b.calls) || byName(a, b);
      case "rate":
        return (
          Number(a.calls < FEW_CALLS) - Number(b.calls < FEW_CALLS) ||
          sign * ((breaksPer100(a) ?? 0) - (breaksPer100(b) ?? 0)) ||
          byName(a, b)
        );
      case "avoidable": {
        const [costA, costB] = [costOfGroup(a.losses.yours), costOfGroup(b.losses.yours)];
        return (
          Number(costA === undefined) - Number(costB === undefined) ||
          sign * ((costA ?? 0) - (costB ?? 0)) ||
          byName(a, b)
        );
      }
    }
  });
}

/** The largest rate in a table or chart, for the length of its bars; at least 1, so that little looks little. */
export function mostPer100(rows: readonly TrendRow[]): number {
  return rows.reduce(
    (most, row) =>
      row.calls < FEW_CALLS
        ? most
        : Math.max(
            most,
            GROUPS.reduce((sum, group) => sum + (per100(row, group) ?? 0), 0),
          ),
    1,
  );
}
