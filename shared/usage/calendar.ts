import type { EpochMs } from "../units.ts";

/** Every time zone in use keeps to quarter hours, so a quarter of an hour lies in one day everywhere. */
export const QUARTER_MS = 900_000;

export type CalendarUnit = "day" | "week" | "month";

/** Names the day, ISO week or month of instants in one zone: `2026-08-14`, `2026-W33`, `2026-08`. Throws on an unknown zone. */
export function calendar(zone: string): (at: EpochMs, unit: CalendarUnit) => string {
  // en-CA writes 2026-08-14; asking by parts would say the same at four times the cost.
  const format = new Intl.DateTimeFormat("en-CA", {
    timeZone: zone,
    year: "numeric",
    month: "2-digit",
    day: "2-digit",
  });
  const days = new Map<number, string>();
  return (at, unit) => {
    const quarter = Math.floor(at / QUARTER_MS);
    const day = days.get(quarter) ?? format.format(quarter * QUARTER_MS);
    days.set(quarter, day);
    return unitOfDay(day, unit);
  };
}

/** The day, ISO week or month that a day such as `2026-08-14` is in. */
export function unitOfDay(day: string, unit: CalendarUnit): string {
  switch (unit) {
    case "day":
      return day;
    case "month":
      return day.slice(0, 7);
    case "week":
      return isoWeek(day);
  }
}

export function isTimeZone(zone: string): boolean {
  try {
    Intl.DateTimeFormat("en-CA", { timeZone: zone });
    return true;
  } catch (error) {
    if (error instanceof RangeError) return false;
    throw error;
  }
}

/** The ISO 8601 week of a calendar day: it belongs to the year that its Thursday is in. */
function isoWeek(day: string): string {
  const noon = Date.parse(`${day}T12:00:00Z`);
  const weekday = (new Date(noon).getUTCDay() + 6) % 7;
  const thursday = new Date(noon + (3 - weekday) * 86_400_000);
  const year = thursday.getUTCFullYear();
  const week = Math.floor((thursday.getTime() - Date.UTC(year, 0, 1)) / 604_800_000) + 1;
  return `${year}-W${String(week).padStart(2, "0")}`;
}

/** A zone's distance from UTC from an instant on, until the next one in the list. */
export type ZoneOffset = { readonly from: EpochMs; readonly seconds: number };

const DAY_MS = 86_400_000;

/** Every offset of a zone between two instants, the first at `from`; clocks change at whole quarter hours. */
export function zoneOffsets(zone: string, from: EpochMs, to: EpochMs): readonly ZoneOffset[] {
  const offsetOf = offsetIn(zone);
  const offsets: ZoneOffset[] = [{ from, seconds: offsetOf(from) }];
  for (let at = from; at < to; at += DAY_MS) {
    const after = Math.min(at + DAY_MS, to);
    const seconds = offsetOf(after);
    if (seconds === offsets.at(-1)?.seconds) continue;
    // The change lies in this day: halve it down to the quarter hour.
    let low = Math.floor(at / QUARTER_MS);
    let high = Math.ceil(after / QUARTER_MS);
    while (high - low > 1) {
      const middle = (low + high) >> 1;
      if (offsetOf(middle * QUARTER_MS) === seconds) high = middle;
      else low = middle;
    }
    offsets.push({ from: high * QUARTER_MS, seconds });
  }
  return offsets;
}

function offsetIn(zone: string): (at: EpochMs) => number {
  const format = new Intl.DateTimeFormat("en-US", {
    timeZone: zone,
    hourCycle: "h23",
    year: "numeric",
    month: "numeric",
    day: "numeric",
    hour: "numeric",
    minute: "numeric",
  });
  return (at) => {
    const parts = new Map(format.formatToParts(at).map(({ type, value }) => [type, Number(value)]));
    const part = (type: Intl.DateTimeFormatPartTypes) => parts.get(type) ?? 0;
    const local = Date.UTC(part("year"), part("month") - 1, part("day"), part("hour"), part("minute"));
    return (local - Math.floor(at / 60_000) * 60_000) / 1000;
  };
}

/** A calendar day such as `2026-08-14`, and the first instant after it. */
export type LocalDay = { readonly day: string; readonly end: EpochMs };

/** Tells which day of a zone an instant is in, and where that day ends. */
export function localDays(zone: string): (at: EpochMs) => LocalDay {
  const years = new Map<number, readonly ZoneOffset[]>();
  // By the year, since to find when the clocks change takes 4 ms of each; a little longer, for its last day to end.
  const offsetsOf = (at: EpochMs) => {
    const year = new Date(at).getUTCFullYear();
    const offsets = years.get(year) ?? zoneOffsets(zone, Date.UTC(year, 0, 1), Date.UTC(year + 1, 0, 3));
    years.set(year, offsets);
    return offsets;
  };
  return (at) => {
    const changes = offsetsOf(at);
    const place = changes.findLastIndex(({ from }) => from <= at);
    const dayAt = (instant: EpochMs, seconds: number) => Math.floor((instant + seconds * 1000) / DAY_MS);
    let seconds = changes[place]?.seconds ?? 0;
    const day = dayAt(at, seconds);
    for (const change of changes.slice(place + 1)) {
      if (dayAt(change.from, seconds) > day) break;
      // The clock jumps over the rest of the day, or it goes on by the new time.
      if (dayAt(change.from, change.seconds) !== day) return { day: dayName(day), end: change.from };
      seconds = change.seconds;
    }
    return { day: dayName(day), end: (day + 1) * DAY_MS - seconds * 1000 };
  };
}

function dayName(daysSince1970: number): string {
  return new Date(daysSince1970 * DAY_MS).toISOString().slice(0, 10);
}
