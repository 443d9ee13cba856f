import { expect, test } from "vitest";
import {
  keptShare,
  misleadingRates,
  priceMultiplier,
  readShareOfCached,
  readsPerOutput,
  readsPerWrite,
  savingAchieved,
  uncachedShare,
  writeShare,
} from "../../../shared/cache/metrics.ts";
import { costOf, costWithoutCache } from "../../../shared/cost/cost-of.ts";
import { BUILT_IN_PRICES, priceOf } from "../../../shared/cost/price-table.ts";
import { percent } from "../../../shared/format.ts";
import { hitRate, NO_USAGE, promptTokens, type TokenUsage } from "../../../shared/usage/token-usage.ts";
import { fold } from "../../fold.ts";
import { drawRecords } from "../../transcript.ts";

/** One heavy user's month, as published; what was written lived for five minutes or for an hour, which is not known. */
const month: TokenUsage = {
  ...NO_USAGE,
  uncachedInput: 1_293_018,
  cacheRead: 4_241_579_174,
  cacheWrite5m: 196_596_244,
  output: 2_517_706,
};
const monthAtAnHour: TokenUsage = { ...month, cacheWrite5m: 0, cacheWrite1h: month.cacheWrite5m };

test("the hit rate of a heavy month is 95.54 %, not the 99.97 % that leaving out the writes gives", () => {
  expect(promptTokens(month)).toBe(4_439_468_436 - 0);
  expect(hitRate(month)).toBeCloseTo(0.9554, 4);
  expect(percent(hitRate(month))).toBe("95.5\u202F%");
  const { withoutWrites, perUncached } = misleadingRates(month);
  expect(withoutWrites).toBeCloseTo(0.9997, 4);
  expect(perUncached).toBeCloseTo(3_280, 0);
});

test("the other shares of the month", () => {
  expect(writeShare(month)).toBeCloseTo(0.0443, 4);
  expect(uncachedShare(month)).toBeCloseTo(0.00029, 5);
  expect(readsPerWrite(month)).toBeCloseTo(21.6, 1);
  expect(readShareOfCached(month)).toBeCloseTo(0.9557, 4);
  expect(readsPerOutput(month)).toBeCloseTo(1_684.7, 1);
});

test.each([
  ["five minutes", month, 0.151, 2_014],
  ["an hour", monthAtAnHour, 0.184, 2_456],
])(
  "written for %s the month's prompts cost %f of their price without a cache",
  (_, usage, multiplier, dollars) => {
    const sonnet = priceOf(BUILT_IN_PRICES, {
      model: "claude-sonnet-4-6",
      at: Date.UTC(2026, 3, 15),
      speed: undefined,
      geo: undefined,
      promptTokens: 100_000,
    });
    if (sonnet === undefined) throw new Error("Sonnet 4.6 has a price");
    const prompt = { ...usage, output: 0 };
    const cost = costOf(prompt, sonnet) / 1e9;
    expect(Math.round(cost)).toBe(dollars);
    expect(Math.round(costWithoutCache(prompt, sonnet) / 1e9)).toBe(13_318);
    expect(priceMultiplier(cost, costWithoutCache(prompt, sonnet) / 1e9)).toBeCloseTo(multiplier, 3);
  },
);

test("nothing sent is no figure, not zero", () => {
  expect(
    [hitRate, writeShare, uncachedShare, readsPerWrite, readShareOfCached, readsPerOutput].map((of) =>
      of(NO_USAGE),
    ),
  ).toEqual(Array(6).fill(undefined));
  expect(priceMultiplier(0, 0)).toBeUndefined();
});

test("the kept share is 1 in a healthy session however much it grows, and leaves compactions out", () => {
  const healthy = fold(
    drawRecords(`
    10:00:00  msg_1  read 0    write 60k
    10:00:40  msg_2  read 60k  write 40k
    10:01:20  compaction
    10:01:30  msg_3  read 18k  write 20k
    10:02:00  msg_4  read 38k  write 2k
  `),
  );
  expect(keptShare(healthy.steps, healthy.events)).toBe(1);
  const broken = fold(
    drawRecords(`
    10:00:00  msg_1  read 0    write 60k
    10:00:40  msg_2  read 15k  write 46k
  `),
  );
  expect(keptShare(broken.steps, broken.events)).toBeCloseTo(0.25, 9);
});

test("the saving achieved tells losses from short sessions", () => {
  // Paid 3 of 10 dollars, one of them for a loss: 7 of 8 possible dollars were saved.
  expect(savingAchieved(3, 10, 1)).toBeCloseTo(7 / 8, 9);
});
