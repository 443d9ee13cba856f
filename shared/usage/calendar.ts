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
