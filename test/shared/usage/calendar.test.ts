import { expect, test } from "vitest";
import { calendar, isTimeZone, unitOfDay, zoneOffsets } from "../../../shared/usage/calendar.ts";

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
