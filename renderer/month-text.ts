import { PLACE } from "./clock.ts";
import { dayText, daysText, shortDay } from "./day-text.ts";
import type { HistoryUnit, Stretch } from "./selectors/history-stretches.ts";
import { dayBefore, noonOf } from "./selectors/asked-range.ts";
import { daysIn, monthAfter, type ShownRange } from "./selectors/months-range.ts";

const whole = new Intl.DateTimeFormat(PLACE.locale, { month: "long", year: "numeric", timeZone: "UTC" });
const name = new Intl.DateTimeFormat(PLACE.locale, { month: "long", timeZone: "UTC" });
const brief = new Intl.DateTimeFormat(PLACE.locale, { month: "short", timeZone: "UTC" });
const weekday = new Intl.DateTimeFormat(PLACE.locale, { weekday: "short", timeZone: "UTC" });

/** `October 2026` of `2026-10`. */
export function monthText(month: string): string {
  return whole.format(noonOf(`${month}-15`));
}

/** `Oct`. */
export function shortMonth(month: string): string {
  return brief.format(noonOf(`${month}-15`));
}

/** `Mon 5 Oct 2026`. */
export function weekdayText(day: string): string {
  const text = weekdayTexts.get(day) ?? `${weekday.format(noonOf(day))} ${dayText(day)}`;
  weekdayTexts.set(day, text);
  return text;
}

/** The year of the calendar is written again for each filter, and a date takes longer than all else in its square. */
const weekdayTexts = new Map<string, string>();

/** `October 2026`, `3 Aug 2026 to 21 Nov 2026`. */
export function rangeText({ month, from, to }: ShownRange): string {
  return month === undefined ? daysText(from, to) : monthText(month);
}

/** What a range is compared with: `September`, `the 14 days before`; one with days to come with as many: `1 to 21 Sep`. */
export function previousText(
  range: ShownRange,
  previous: { readonly from: string; readonly to: string } | undefined,
): string {
  if (previous !== undefined && previous.to < dayBefore(range.from, 1)) return daysOfMonth(previous);
  return range.month === undefined
    ? `the ${daysIn(range)} days before`
    : name.format(noonOf(`${monthAfter(range.month, -1)}-15`));
}

/** `1 to 21 Oct`, where the month comes first `Oct 1 to 21`. */
export function daysOfMonth({ from, to }: { readonly from: string; readonly to: string }): string {
  if (from === to || from.slice(0, 7) !== to.slice(0, 7)) return weekText({ from, to });
  return MONTH_FIRST
    ? `${shortDay(from)} to ${Number(to.slice(8))}`
    : `${Number(from.slice(8))} to ${shortDay(to)}`;
}

const MONTH_FIRST = /^\D/.test(shortDay("2026-10-21"));

/** `Mon 5 Oct 2026`, `28 Sep to 4 Oct`, `October 2026`, `2026`. */
export function stretchText(stretch: Pick<Stretch, "key" | "from" | "to">, unit: HistoryUnit): string {
  switch (unit) {
    case "day":
      return weekdayText(stretch.from);
    case "week":
      return weekText(stretch);
    case "month":
      return monthText(stretch.key);
    case "year":
      return stretch.key;
  }
}

/** `28 Sep to 4 Oct`, with the years where they differ. */
function weekText({ from, to }: Pick<Stretch, "from" | "to">): string {
  if (from === to) return shortDay(from);
  return from.slice(0, 4) === to.slice(0, 4) ? `${shortDay(from)} to ${shortDay(to)}` : daysText(from, to);
}

/** Under a bar: the day of the month where there is one, else the day or month it begins with. */
export function tickText(
  stretch: Pick<Stretch, "key" | "from">,
  unit: HistoryUnit,
  oneMonth: boolean,
): string {
  switch (unit) {
    case "day":
      return oneMonth ? String(Number(stretch.from.slice(8))) : shortDay(stretch.from);
    case "week":
      return shortDay(stretch.from);
    case "month":
      return `${shortMonth(stretch.key)} ${stretch.key.slice(2, 4)}`;
    case "year":
      return stretch.key;
  }
}

/** `Mon 5 Oct`, in a table whose rows above name the year. */
export function dayRowText(day: string): string {
  return `${weekday.format(noonOf(day))} ${shortDay(day)}`;
}
