import type { MonthsView } from "../months-view.ts";
import { dayBefore, noonOf } from "./asked-range.ts";

/** Calendar days, ends included, and the month when they are all of one: `2026-10`. */
export type ShownRange = {
  readonly from: string;
  readonly to: string;
  readonly month: string | undefined;
};

type Asked = Pick<MonthsView, "month" | "from" | "to">;

/** The days a view asks for: days of one's own in the right order, else a whole month, by default today's. */
export function shownRange({ month, from, to }: Asked, today: string): ShownRange {
  if (from === undefined || to === undefined) return wholeMonth(month ?? today.slice(0, 7));
  const range = from > to ? { from: to, to: from } : { from, to };
  const whole = wholeMonth(range.from.slice(0, 7));
  return whole.from === range.from && whole.to === range.to ? whole : { ...range, month: undefined };
}

/** The same length of time before (−1) or after (1): the month next to a month. */
export function stepped({ from, to, month }: ShownRange, by: -1 | 1): Asked {
  if (month !== undefined) return { month: monthAfter(month, by), from: undefined, to: undefined };
  const length = daysIn({ from, to }) * by;
  return { month: undefined, from: dayBefore(from, -length), to: dayBefore(to, -length) };
}

export function daysIn({ from, to }: Pick<ShownRange, "from" | "to">): number {
  return Math.round((noonOf(to) - noonOf(from)) / 86_400_000) + 1;
}

/** `2026-10` and 3 is `2027-01`. */
export function monthAfter(month: string, by: number): string {
  const [year = 0, number = 1] = month.split("-").map(Number);
  return new Date(Date.UTC(year, number - 1 + by, 15)).toISOString().slice(0, 7);
}

function wholeMonth(month: string): ShownRange {
  return { from: `${month}-01`, to: dayBefore(`${monthAfter(month, 1)}-01`, 1), month };
}
