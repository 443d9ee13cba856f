import { assertNever } from "../../shared/assert.ts";
import { calendar } from "../../shared/usage/calendar.ts";
import type { InvalidationsView, RangeChoice } from "../invalidations-view.ts";

/** Calendar days, ends included; `undefined` is open. */
export type DayRange = { readonly from: string | undefined; readonly to: string | undefined };

const LENGTH: Readonly<Record<Exclude<RangeChoice, "all" | "days">, number>> = {
  "7d": 7,
  "30d": 30,
  "90d": 90,
};
const DAY = 86_400_000;

/** The days that a view asks for; the last 7 days are today and the six before it. */
export function askedRange(view: InvalidationsView, today: string): DayRange {
  switch (view.range) {
    case "all":
      return { from: undefined, to: undefined };
    case "days": {
      const { from, to } = view;
      return from !== undefined && to !== undefined && from > to ? { from: to, to: from } : { from, to };
    }
    case "7d":
    case "30d":
    case "90d":
      return { from: dayBefore(today, LENGTH[view.range] - 1), to: today };
    default:
      return assertNever(view.range);
  }
}

/** A calendar day so many days before another; negative counts forward. */
export function dayBefore(day: string, days: number): string {
  return new Date(noonOf(day) - days * DAY).toISOString().slice(0, 10);
}

/** The Monday of an ISO week such as `2026-W33`. */
export function weekStart(week: string): string {
  const [year = "", number = ""] = week.split("-W");
  // The fourth of January always lies in week 1.
  const fourth = `${year}-01-04`;
  const monday = dayBefore(fourth, (new Date(noonOf(fourth)).getUTCDay() + 6) % 7);
  return dayBefore(monday, -7 * (Number(number) - 1));
}

/** The ISO week of a calendar day. */
export function weekOf(day: string): string {
  return weekOfDay(noonOf(day), "week");
}

/** A calendar day as an instant in UTC, to be shown in UTC. */
export function noonOf(day: string): number {
  return Date.parse(`${day}T12:00:00Z`);
}

const weekOfDay = calendar("UTC");
