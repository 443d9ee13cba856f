import type { Totals } from "../../shared/feed.ts";
import type { MonthsAnswer, PartTotals } from "../../shared/question.ts";
import { addTotals, NO_TOTALS } from "../../shared/usage/totals.ts";
import { dayBefore, weekOf, weekStart } from "./asked-range.ts";
import { MOST_BARS } from "./depth-series.ts";
import { daysIn, monthAfter } from "./months-range.ts";

export type HistoryUnit = "day" | "week" | "month" | "year";

/** A day, week, month or year, cut to the range that is shown. */
export type Stretch = {
  /** `2026-10-05`, `2026-W41`, `2026-10`, `2026`. */
  readonly key: string;
  readonly from: string;
  readonly to: string;
  /** `undefined` where nothing was called. */
  readonly totals: Totals | undefined;
  readonly parts: readonly PartTotals[];
};

type Days = MonthsAnswer["days"];
type Range = { readonly from: string; readonly to: string };

/** The finest unit of which a range has at most 90. */
export function finestUnit(range: Range): HistoryUnit {
  const days = daysIn(range);
  if (days <= MOST_BARS) return "day";
  if (days <= (MOST_BARS - 1) * 7) return "week";
  return days <= (MOST_BARS - 2) * 30 ? "month" : "year";
}

/** Every day, week, month or year of a range in order, those without calls too. */
export function stretchesOf(days: Days, { from, to }: Range, unit: HistoryUnit): readonly Stretch[] {
  const byKey = Map.groupBy(
    days.filter(({ day }) => day >= from && day <= to),
    ({ day }) => keyOf(day, unit),
  );
  const stretches: Stretch[] = [];
  for (let start = from; start <= to;) {
    const key = keyOf(start, unit);
    const end = lastDay(start, unit);
    const some = byKey.get(key) ?? [];
    stretches.push({
      key,
      from: start,
      to: end < to ? end : to,
      totals: some.length === 0 ? undefined : sumOf(some),
      parts: partsOf(some),
    });
    start = dayBefore(end, -1);
  }
  return stretches;
}

export function sumOf(rows: readonly { readonly totals: Totals }[]): Totals {
  return rows.reduce((sum, { totals }) => addTotals(sum, totals), NO_TOTALS);
}

export function keyOf(day: string, unit: HistoryUnit): string {
  switch (unit) {
    case "day":
      return day;
    case "week":
      return weekOf(day);
    case "month":
      return day.slice(0, 7);
    case "year":
      return day.slice(0, 4);
  }
}

function lastDay(day: string, unit: HistoryUnit): string {
  switch (unit) {
    case "day":
      return day;
    case "week":
      return dayBefore(weekStart(weekOf(day)), -6);
    case "month":
      return dayBefore(`${monthAfter(day.slice(0, 7), 1)}-01`, 1);
    case "year":
      return `${day.slice(0, 4)}-12-31`;
  }
}

function partsOf(days: Days): readonly PartTotals[] {
  const [only] = days;
  if (days.length === 1 && only !== undefined) return only.parts;
  const byKey = Map.groupBy(
    days.flatMap(({ parts }) => parts),
    ({ key }) => key,
  );
  return [...byKey].map(([key, some]) => ({ key, totals: sumOf(some) }));
}
