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

/** `10 Aug 2026 to 16 Aug 2026`, of one day that day alone. */
export function daysText(from: string, to: string): string {
  return from === to ? dayText(from) : `${dayText(from)} to ${dayText(to)}`;
}
