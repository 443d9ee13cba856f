import type { DayTotals } from "../../shared/question.ts";
import type { Totals } from "../../shared/feed.ts";
import { hitRate } from "../../shared/usage/token-usage.ts";
import type { HeatMeasure } from "../months-view.ts";
import { dayBefore, noonOf, weekOf, weekStart } from "./asked-range.ts";
import { daysIn, shownRange } from "./months-range.ts";

/** A day of the calendar; `column` counts weeks and `row` days from Monday, both from 0. */
export type HeatCell = {
  readonly day: string;
  readonly column: number;
  readonly row: number;
  readonly totals: Totals | undefined;
  /** Hit rate or dollars; `undefined` without calls, or without a known price. */
  readonly value: number | undefined;
  /** 0 (least) to 4; `undefined` without a value. */
  readonly level: number | undefined;
};

/** Up to 53 weeks side by side. */
export type HeatBlock = {
  readonly weeks: number;
  readonly cells: readonly HeatCell[];
  /** Where the first full week of a month stands. */
  readonly months: readonly { readonly column: number; readonly month: string }[];
};

export type HeatMap = {
  readonly blocks: readonly HeatBlock[];
  /** Where levels 1 to 4 begin. */
  readonly bounds: readonly number[];
};

const HEAT_WEEKS = 53;
/** 3 710 squares: more are slow to draw, and nobody looks at them. */
const MOST_BLOCKS = 10;
/** Hit rates are close to 1, where a few points are much; fixed, so that years can be compared. */
const RATE_BOUNDS = [0.8, 0.9, 0.95, 0.97];

type Range = { readonly from: string; readonly to: string };

/**
 * What the calendar shows for a range: the year that ends with today's month, so that it stands still under the months of
 * that year; for other days the year that ends with them, or all of a longer range, of one over ten years the last ten.
 * It begins on a Monday.
 */
export function heatRange({ from, to }: Range, today: string): Range {
  const latest = shownRange({ month: undefined, from: undefined, to: undefined }, today).to;
  const start = weekStart(weekOf(from));
  const end = to <= latest && start >= yearBefore(latest) ? latest : to;
  const year = yearBefore(end);
  const earliest = yearBefore(end, MOST_BLOCKS);
  return { from: start >= year ? year : start < earliest ? earliest : start, to: end };
}

/** The Monday on which the 53 weeks that end with a day begin, or so many times 53. */
function yearBefore(day: string, blocks = 1): string {
  return dayBefore(weekStart(weekOf(day)), (HEAT_WEEKS * blocks - 1) * 7);
}

/** Every day of the range as a square, newest weeks last; blocks are filled from the end. */
export function heatMap(days: readonly DayTotals[], range: Range, measure: HeatMeasure): HeatMap {
  const byDay = new Map(days.map(({ day, totals }) => [day, totals]));
  const bounds = measure === "rate" ? RATE_BOUNDS : costBounds(days.map(({ totals }) => totals));
  const monday = weekStart(weekOf(range.from));
  const length = daysIn({ from: monday, to: range.to });
  const weeks = Math.ceil(length / 7);
  const first = weeks % HEAT_WEEKS || HEAT_WEEKS;
  const blocks: HeatBlock[] = [];
  for (let start = 0, wide = Math.min(first, weeks); start < weeks; start += wide, wide = HEAT_WEEKS) {
    const cells = Array.from({ length: Math.min(wide * 7, length - start * 7) }, (_, place) => {
      const day = dayBefore(monday, -(start * 7 + place));
      const totals = byDay.get(day);
      const value = totals === undefined ? undefined : measured(totals, measure);
      const level = value === undefined ? undefined : bounds.filter((bound) => value >= bound).length;
      return { day, column: Math.floor(place / 7), row: place % 7, totals, value, level };
    }).filter(({ day }) => day >= range.from);
    blocks.push({ weeks: wide, cells, months: monthsAt(cells) });
  }
  return { blocks, bounds };
}

function measured(totals: Totals, measure: HeatMeasure): number | undefined {
  if (measure === "rate") return hitRate(totals.usage);
  return totals.calls === totals.unpricedCalls ? undefined : totals.cost;
}

/** Four equal steps of round dollars below the dearest day. */
function costBounds(totals: readonly Totals[]): readonly number[] {
  const most = totals.reduce((top, { cost }) => Math.max(top, cost), 0);
  if (most === 0) return [1, 2, 3, 4];
  const power = 10 ** Math.floor(Math.log10(most / 5));
  const step = ([1, 2, 2.5, 5, 10].find((factor) => factor * power * 5 >= most) ?? 10) * power;
  return [1, 2, 3, 4].map((place) => place * step);
}

function monthsAt(cells: readonly HeatCell[]): HeatBlock["months"] {
  const mondays = cells.filter(({ row }) => row === 0);
  return mondays
    .filter(({ day }, place) => {
      const before = mondays[place - 1]?.day ?? dayBefore(day, 7);
      return before.slice(0, 7) !== day.slice(0, 7) && new Date(noonOf(day)).getUTCDate() <= 7;
    })
    .map(({ day, column }) => ({ column, month: day.slice(0, 7) }));
}
