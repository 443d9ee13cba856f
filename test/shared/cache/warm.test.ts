import { expect, test } from "vitest";
import { atStake, warmthAfter } from "../../../shared/cache/warm.ts";
import { BUILT_IN_PRICES, priceOf } from "../../../shared/cost/price-table.ts";
import { fold } from "../../fold.ts";
import { drawRecords } from "../../transcript.ts";

const at = (time: string) => Date.parse(`2026-08-14T${time}Z`);
const opus5 = priceOf(BUILT_IN_PRICES, {
  model: "claude-opus-5",
  at: at("10:00:00"),
  speed: undefined,
  geo: undefined,
  promptTokens: 100_000,
});

function warmth(table: string) {
  return warmthAfter(fold(drawRecords(table)).steps.at(-1)?.segments ?? [], opus5);
}

test("warm for an hour from the start of the last request, maybe a little longer from its end", () => {
  expect(warmth("10:00:00  msg_1  read 0  write1h 100k")).toEqual({
    safeUntil: at("11:00:00"),
    // The answer ended two seconds after its request.
    maybeUntil: at("11:00:17"),
    ttl: "1h",
    ttlAssumed: false,
    tokens: 100_000,
    // Opus 5: read at 0.50, written for an hour at 10 dollars for a million.
    warmCost: 0.05,
    coldCost: 1,
    whole: undefined,
    source: "log",
  });
});

test("a read refreshes what it read to its own lifetime", () => {
  const { safeUntil, ttl } = warmth(`
    10:00:00  msg_1  read 0     write1h 100k
    10:40:00  msg_2  read 100k  write1h 1k
  `) ?? { safeUntil: 0, ttl: "5m" };
  expect({ safeUntil, ttl }).toEqual({ safeUntil: at("11:40:00"), ttl: "1h" });
});

test("a small five-minute tail behind a one-hour prefix does not end its warmth", () => {
  expect(
    warmth(`
    10:00:00  msg_1  read 0     write1h 100k
    10:10:00  msg_2  read 100k  write 1500
  `),
  ).toMatchObject({ ttl: "1h", safeUntil: at("11:10:00") });
});

test("a large five-minute tail does: losing it would be a miss", () => {
  expect(
    warmth(`
    10:00:00  msg_1  read 0     write1h 100k
    10:10:00  msg_2  read 100k  write 20k
  `),
  ).toMatchObject({ ttl: "5m", safeUntil: at("10:15:00") });
});

test("what comes too late for the tail writes the tail again, and everything only after the head's hour", () => {
  const warm = warmth(`
    10:00:00  msg_1  read 0     write1h 100k
    10:10:00  msg_2  read 100k  write 20k
  `);
  if (warm === undefined) throw new Error("it is warm");
  // Opus 5: written for five minutes at 6.25 dollars for a million, for an hour at 10, read at 0.50.
  const tail = { tokens: 20_000, warmCost: 0.01, coldCost: 0.125 };
  const all = { tokens: 120_000, warmCost: 0.06, coldCost: 1.125 };
  expect(atStake(warm, at("10:14:00"))).toMatchObject(tail);
  expect(atStake(warm, at("11:09:59"))).toMatchObject(tail);
  expect(atStake(warm, at("11:10:00"))).toMatchObject(all);
});

test("a lifetime that the log does not give is five minutes, and said to be assumed", () => {
  expect(warmth("10:00:00  msg_1  read 0  writeX 100k")).toMatchObject({ ttl: "5m", ttlAssumed: true });
});

test("a system prompt that another session warmed takes the lifetime that this lane asks for", () => {
  expect(warmth("10:00:00  msg_1  read 14k  write1h 20k")).toMatchObject({ ttl: "1h", ttlAssumed: false });
});

test("nothing worth a flag cached is no warmth, not a warmth of zero", () => {
  expect(warmth("10:00:00  msg_1  read 0  write 1500")).toBeUndefined();
});
