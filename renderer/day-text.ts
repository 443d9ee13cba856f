import { longDay } from "../shared/format.ts";
import { PLACE } from "./clock.ts";
import { noonOf } from "./selectors/asked-range.ts";

/** `14 Aug 2026` of the calendar day `2026-08-14`. */
export function dayText(day: string): string {
  return longDay(noonOf(day), { locale: PLACE.locale, timeZone: "UTC" });
}

/** `14 Aug`. */
export function shortDay(day: string): string {
  return dayText(day).slice(0, -" 2026".length);
}

/** `Aug 2026`, for axes over a year and more. */
function monthOf(day: string): string {
  return dayText(day).replace(/\b\d{1,2} /, "");
}

/** How the days of an axis are told apart: by day and month, over the better part of a year by month and year. */
export function axisDay(points: readonly { readonly from: string }[]): (day: string) => string {
  const [first] = points;
  const last = points.at(-1);
  const long = first !== undefined && last !== undefined && noonOf(last.from) - noonOf(first.from) > LONG;
  return long ? monthOf : shortDay;
}

const LONG = 300 * 86_400_000;

/** `10 Aug 2026 to 16 Aug 2026`, of one day that day alone. */
export function daysText(from: string, to: string): string {
  return from === to ? dayText(from) : `${dayText(from)} to ${dayText(to)}`;
}
