import { expect, test } from "vitest";
import * as format from "../../shared/format.ts";

const utc = { locale: "en-GB", timeZone: "UTC" };
const at = Date.UTC(2026, 10, 21, 14, 2, 10);

test("compact tokens keep one to two decimals and never show a thousand of the smaller unit", () => {
  expect(
    [0, 842, 999, 1000, 220_713, 999_949, 999_950, 2_520_000, 196_600_000, 4_241_579_174].map(
      format.compactTokens,
    ),
  ).toEqual(["0", "842", "999", "1.0k", "220.7k", "999.9k", "1.00M", "2.52M", "196.6M", "4.24B"]);
});

test("running text drops decimals that say nothing", () => {
  expect(
    [17_900, 50_000, 99_960, 139_412, 999_499, 999_500, -999_949, 1_200_000].map(format.shortTokens),
  ).toEqual(["17.9k", "50k", "100k", "139k", "999k", "1M", "−1M", "1.20M"]);
});

test("exact counts have thin-space thousands at any size", () => {
  expect(format.exactCount(4_241_579_174)).toBe("4\u202F241\u202F579\u202F174");
  expect(format.exactTokens(1)).toBe("1 token");
});

test("no data is a dash, never a zero", () => {
  expect([
    format.compactTokens(undefined),
    format.shortTokens(undefined),
    format.signedTokens(undefined),
    format.exactCount(undefined),
    format.percent(undefined),
    format.usd(undefined),
    format.bytesText(undefined),
    format.gapText(undefined),
    format.clockTime(undefined, utc),
    format.agoText(undefined, at),
  ]).toEqual(Array.from({ length: 10 }, () => "–"));
});

test("a percentage is 100 or 0 only when it is exactly that", () => {
  expect([0, 0.0001, 0.9055, 0.9997, 1].map(format.percent)).toEqual([
    "0.0\u202F%",
    "<0.1\u202F%",
    "90.6\u202F%",
    "99.9\u202F%",
    "100.0\u202F%",
  ]);
});

test("dollars show cents until they do not matter", () => {
  expect([0, 0.004, 6.314, 999.994, 2291.2, -1.5].map(format.usd)).toEqual([
    "$0.00",
    "<$0.01",
    "$6.31",
    "$999.99",
    "$2\u202F291",
    "−$1.50",
  ]);
  expect(format.exactUsd(1680.4312)).toBe("$1\u202F680.4312");
});

test("a gap grows from seconds to days", () => {
  expect([41_000, 723_000, 3_840_000, 183_600_000].map(format.gapText)).toEqual([
    "0:41",
    "12:03",
    "1 h 04 min",
    "2 d 3 h",
  ]);
});

test("times are of the reader's zone, and name the day only when it is another", () => {
  expect(format.clockSeconds(at, { locale: "en-GB", timeZone: "Europe/Lisbon" })).toBe("14:02:10");
  expect(format.clockTime(at, { locale: "en-GB", timeZone: "Asia/Tokyo" })).toBe("23:02");
  expect(format.dayAndTime(at, at, utc)).toBe("14:02");
  expect(format.dayAndTime(at - 2 * 86_400_000, at, utc)).toBe("19 Nov 14:02");
  expect(format.dayAndTime(at - 365 * 86_400_000, at, utc)).toBe("21 Nov 2025 14:02");
  expect(format.exactTime(at, utc)).toBe("21 Nov 2026 14:02:10 UTC");
});

test("a time just ahead of the clock is now, not negative", () => {
  expect(
    [-5000, 0, 41_000, 720_000, 10_800_000, 172_800_000].map((age) => format.agoText(at - age, at)),
  ).toEqual(["just now", "just now", "41 s ago", "12 min ago", "3 h ago", "2 d ago"]);
});

test("bytes are powers of a thousand", () => {
  expect([812, 4100, 999_960, 1_240_000_000].map(format.bytesText)).toEqual([
    "812\u202FB",
    "4.1\u202FkB",
    "1.0\u202FMB",
    "1.2\u202FGB",
  ]);
});

test("a clock of twelve hours says which half of the day", () => {
  const place = { ...utc, clock: "12" } as const;
  expect([format.clockTime(at, place), format.clockSeconds(at, place)]).toEqual(["2:02 pm", "2:02:10 pm"]);
  expect(format.dayAndTime(at, at + 86_400_000, place)).toBe("21 Nov 2:02 pm");
  expect(format.exactTime(at, place)).toBe("21 Nov 2026 2:02:10 pm UTC");
  expect(format.clockTime(Date.UTC(2026, 10, 21), place)).toBe("12:00 am");
  expect(format.clockTime(at, { ...place, clock: "24" })).toBe("14:02");
});
