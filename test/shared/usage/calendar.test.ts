import { expect, test } from "vitest";
import { calendar, isTimeZone, localDays, unitOfDay, zoneOffsets } from "../../../shared/usage/calendar.ts";

const at = (text: string) => Date.parse(text);

test.each([
  ["UTC", [["2026-01-01T00:00:00Z", 0]]],
  [
    "Europe/Berlin",
    [
      ["2026-01-01T00:00:00Z", 3600],
      ["2026-03-29T01:00:00Z", 7200],
      ["2026-10-25T01:00:00Z", 3600],
    ],
  ],
  [
    "Australia/Lord_Howe",
    [
      ["2026-01-01T00:00:00Z", 39_600],
      ["2026-04-04T15:00:00Z", 37_800],
      ["2026-10-03T15:30:00Z", 39_600],
    ],
  ],
] as const)("the clock of %s changes when it does", (zone, expected) => {
  const found = zoneOffsets(zone, at("2026-01-01T00:00:00Z"), at("2027-01-01T00:00:00Z"));
  expect(found).toEqual(expected.map(([from, seconds]) => ({ from: at(from), seconds })));
});

test.each([
  ["UTC", "2026-02-28T23:45:00Z", "2026-02-28", "2026-03-01T00:00:00Z"],
  ["Asia/Kathmandu", "2026-11-20T18:14:00Z", "2026-11-20", "2026-11-20T18:15:00Z"],
  ["Asia/Kathmandu", "2026-11-20T18:15:00Z", "2026-11-21", "2026-11-21T18:15:00Z"],
  // 23 and 25 hours long, asked for before and after the clock changes.
  ["Europe/Berlin", "2026-03-28T23:00:00Z", "2026-03-29", "2026-03-29T22:00:00Z"],
  ["Europe/Berlin", "2026-10-24T22:00:00Z", "2026-10-25", "2026-10-25T23:00:00Z"],
  ["Europe/Berlin", "2026-10-25T03:00:00Z", "2026-10-25", "2026-10-25T23:00:00Z"],
  // The last day of a year, whose end is in the next.
  ["America/New_York", "2026-12-31T05:00:00Z", "2026-12-31", "2027-01-01T05:00:00Z"],
  ["Pacific/Kiritimati", "2026-12-31T10:00:00Z", "2027-01-01", "2027-01-01T10:00:00Z"],
  // The 30th was left out when the islands went over the date line.
  ["Pacific/Apia", "2011-12-30T09:45:00Z", "2011-12-29", "2011-12-30T10:00:00Z"],
  ["Pacific/Apia", "2011-12-30T10:00:00Z", "2011-12-31", "2011-12-31T10:00:00Z"],
] as const)("in %s the day around %s is %s and ends at %s", (zone, instant, day, end) => {
  expect(localDays(zone)(at(instant))).toEqual({ day, end: at(end) });
});

test("each day of a year begins where the one before ends, under the name that the calendar gives it", () => {
  for (const zone of ["Europe/Lisbon", "Australia/Lord_Howe", "America/St_Johns", "Africa/Casablanca"]) {
    const [dayAt, nameOf] = [localDays(zone), calendar(zone)];
    let from = dayAt(at("2025-12-31T12:00:00Z")).end;
    const names = Array.from({ length: 366 }, () => {
      const { day, end } = dayAt(from);
      expect([nameOf(from, "day"), nameOf(end - 1, "day")]).toEqual([day, day]);
      from = end;
      return day;
    });
    expect([names[0], names[365], new Set(names).size]).toEqual(["2026-01-01", "2027-01-01", 366]);
  }
});

test("an instant is of the day that its zone's wall clock shows", () => {
  const instant = at("2026-10-31T23:30:00Z");
  expect(calendar("Europe/Berlin")(instant, "day")).toBe("2026-11-01");
  expect(calendar("America/New_York")(instant, "month")).toBe("2026-10");
});

test.each([
  ["2026-01-01", "2026-W01"],
  ["2027-01-01", "2026-W53"],
  ["2024-12-30", "2025-W01"],
  ["2026-08-14", "2026-W33"],
])("%s is in the ISO week %s", (day, week) => {
  expect(unitOfDay(day, "week")).toBe(week);
});

test("only zones that exist are zones", () => {
  expect([isTimeZone("Europe/Lisbon"), isTimeZone("Mars/Base")]).toEqual([true, false]);
});
