import { expect, test } from "vitest";
import {
  misleadingRates,
  readShareOfCached,
  readsPerOutput,
  readsPerWrite,
} from "../../../shared/cache/metrics.ts";
import { costOf, costWithoutCache } from "../../../shared/cost/cost-of.ts";
import { BUILT_IN_PRICES, priceOf } from "../../../shared/cost/price-table.ts";
import { percent } from "../../../shared/format.ts";
import { hitRate, NO_USAGE, promptTokens, type TokenUsage } from "../../../shared/usage/token-usage.ts";

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
  expect(readsPerWrite(month)).toBeCloseTo(21.6, 1);
  expect(readShareOfCached(month)).toBeCloseTo(0.9557, 4);
  expect(readsPerOutput(month)).toBeCloseTo(1_684.7, 1);
});

test.each([
  ["five minutes", month, 2_014],
  ["an hour", monthAtAnHour, 2_456],
])(
  "written for %s the month's prompts cost a fraction of their price without a cache",
  (_, usage, dollars) => {
    const sonnet = priceOf(BUILT_IN_PRICES, {
      model: "claude-sonnet-4-6",
      at: Date.UTC(2026, 3, 15),
      speed: undefined,
      geo: undefined,
      promptTokens: 100_000,
    });
    if (sonnet === undefined) throw new Error("Sonnet 4.6 has a price");
    const prompt = { ...usage, output: 0 };
    expect(Math.round(costOf(prompt, sonnet) / 1e9)).toBe(dollars);
    expect(Math.round(costWithoutCache(prompt, sonnet) / 1e9)).toBe(13_318);
  },
);

test("nothing sent is no figure, not zero", () => {
  expect([hitRate, readsPerWrite, readShareOfCached, readsPerOutput].map((of) => of(NO_USAGE))).toEqual(
    Array(4).fill(undefined),
  );
});
