import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { avoidableCost, coldCost, costOf, costWithoutCache, warmCost } from "../../../shared/cost/cost-of.ts";
import { BUILT_IN_PRICES, type ModelPrice, priceOf } from "../../../shared/cost/price-table.ts";
import { addUsage, NO_USAGE, promptTokens, type TokenUsage } from "../../../shared/usage/token-usage.ts";
import { HAND_WORKED_CALLS } from "./hand-worked-calls.ts";

const NANO_PER_MICRO = 1000;

function price(model: string, at?: string, tokens = 0, speed?: string, geo?: string): ModelPrice {
  const found = priceOf(BUILT_IN_PRICES, {
    model,
    at: at === undefined ? undefined : Date.parse(at),
    speed,
    geo,
    promptTokens: tokens,
  });
  if (found === undefined) throw new Error(`${model} has no price`);
  return found;
}

/** A call that lost its whole prefix and wrote it again. */
function fullMiss(tokens: number, ttl: "5m" | "1h", at: ModelPrice): number {
  const usage = { ...NO_USAGE, [ttl === "5m" ? "cacheWrite5m" : "cacheWrite1h"]: tokens };
  return avoidableCost({ rewritten: tokens, resent: 0, usage }, at);
}

function cents(nano: number): number {
  return Math.round(nano / 10_000_000) / 100;
}

describe("calls worked out by hand", () => {
  for (const { what, model, at, speed, geo, usage, microUsd } of HAND_WORKED_CALLS) {
    test(what, () => {
      expect(costOf(usage, price(model, at, promptTokens(usage), speed, geo))).toBe(
        Math.round(microUsd * NANO_PER_MICRO),
      );
    });
  }

  test("are many and of many models", () => {
    expect(HAND_WORKED_CALLS.length).toBeGreaterThanOrEqual(20);
    expect(new Set(HAND_WORKED_CALLS.map((call) => call.model)).size).toBeGreaterThanOrEqual(8);
  });
});

describe("the sum is exact", () => {
  test("half a nano-dollar rounds up", () => {
    // 3 × $0.1375 per million tokens = 412.5 nano-dollars
    expect(
      costOf({ ...NO_USAGE, cacheWrite5m: 3 }, price("claude-haiku-5-5", undefined, 3, undefined, "us")),
    ).toBe(413);
  });

  test("a loss that was cheaper than a read is negative, and half rounds away from zero", () => {
    const odd = { ...price("claude-opus-5"), read: 0.0005, write5m: 0 };
    expect(avoidableCost({ rewritten: 1, resent: 0, usage: NO_USAGE }, odd)).toBe(-1);
  });

  test("a lifetime of tokens costs what they cost one by one", () => {
    // 10^13 reads at $0.50 = $5,000,000: in pico-dollars far above 2^53
    expect(costOf({ ...NO_USAGE, cacheRead: 10_000_000_000_001 }, price("claude-opus-5"))).toBe(
      5_000_000_000_000_500,
    );
  });

  const count = fc.integer({ min: 0, max: 3_000_000 });
  const anyUsage: fc.Arbitrary<TokenUsage> = fc.record({
    uncachedInput: count,
    cacheRead: count,
    cacheWrite5m: count,
    cacheWrite1h: count,
    cacheWriteUnknownTtl: count,
    output: count,
  });

  test("cost adds up over calls of one price", () => {
    // Every price of Opus 5 is a whole number of nano-dollars for a token, so not even the rounding may differ.
    const opus = price("claude-opus-5");
    fc.assert(
      fc.property(anyUsage, anyUsage, (a, b) => {
        expect(costOf(addUsage(a, b), opus)).toBe(costOf(a, opus) + costOf(b, opus));
      }),
      { seed: 1 },
    );
  });

  test("what was read and what was lost make up what was written", () => {
    const opus = price("claude-opus-5");
    fc.assert(
      fc.property(anyUsage, (usage) => {
        const written = usage.cacheWrite1h;
        const whole = { ...NO_USAGE, cacheWrite1h: written };
        const avoidable = avoidableCost({ rewritten: written, resent: 0, usage: whole }, opus);
        expect(avoidable + warmCost(written, opus)).toBe(coldCost(written, "1h", opus));
      }),
      { seed: 2 },
    );
  });
});

describe("avoidable cost", () => {
  test("of 200,000 tokens lost at one hour", () => {
    const at = "2026-11-10T00:00:00Z";
    const lost = (model: string) => cents(fullMiss(200_000, "1h", price(model, at, 200_000)));
    // Opus 5.5 0.2×(8−0.20); Sonnet 5.5 0.2×(4−0.10); Fable 5.2 0.2×(16−0.20); Haiku 5.5 0.2×(1−0.05), its long tier
    expect([
      lost("claude-opus-5-5"),
      lost("claude-sonnet-5-5"),
      lost("claude-fable-5-2"),
      lost("claude-haiku-5-5"),
    ]).toEqual([1.56, 0.78, 3.16, 0.19]);
  });

  test("of the Matrix log of 4 April 2026", () => {
    const opus46 = price("claude-opus-4-6", "2026-04-04T20:03:32Z", 284_800);
    // 220,709×(6.25−0.50) = 1,269,076.75 and 220,709×(10−0.50) = 2,096,735.5 millionths
    expect(fullMiss(220_709, "5m", opus46)).toBe(1_269_076_750);
    expect(fullMiss(220_709, "1h", opus46)).toBe(2_096_735_500);
    expect([cents(fullMiss(220_709, "5m", opus46)), cents(fullMiss(220_709, "1h", opus46))]).toEqual([
      1.27, 2.1,
    ]);
  });

  test("of 650,000 tokens on Opus 5 at one hour", () => {
    expect(cents(fullMiss(650_000, "1h", price("claude-opus-5")))).toBe(6.18); // 650,000×9.50 = 6.175
  });

  test("takes the call's own mix of lifetimes, unknown ones as five minutes", () => {
    const usage = { ...NO_USAGE, cacheWrite5m: 1000, cacheWriteUnknownTtl: 1000, cacheWrite1h: 6000 };
    // mean write price (2,000×6.25 + 6,000×10) / 8,000 = 9.0625; 4,000×(9.0625−0.50) = 34,250 millionths
    expect(avoidableCost({ rewritten: 4000, resent: 0, usage }, price("claude-opus-5"))).toBe(34_250_000);
  });

  test("counts tokens sent outside the cache at the input price", () => {
    // 3,000×(10−0.50) + 2,000×(5−0.50) = 28,500 + 9,000
    const usage = { ...NO_USAGE, cacheWrite1h: 3000, uncachedInput: 2000 };
    expect(avoidableCost({ rewritten: 3000, resent: 2000, usage }, price("claude-opus-5"))).toBe(37_500_000);
  });

  test("divides only once", () => {
    // mean write price (1×6.25 + 2×10) / 3 = 8.75; 1×(8.75−0.50) = 8.25 millionths
    const usage = { ...NO_USAGE, cacheWrite5m: 1, cacheWrite1h: 2 };
    expect(avoidableCost({ rewritten: 1, resent: 0, usage }, price("claude-opus-5"))).toBe(8250);
  });
});

describe("what if", () => {
  test("nothing were cached, the whole prompt is at the input price", () => {
    const usage = { ...NO_USAGE, uncachedInput: 10, cacheRead: 90_000, cacheWrite1h: 9990, output: 1000 };
    expect(costWithoutCache(usage, price("claude-opus-5"))).toBe(525_000_000); // 100,000×5 + 1,000×25 millionths
  });

  test("a prefix of 300,000 tokens is still warm, or cold", () => {
    const opus = price("claude-opus-5-5");
    // 0.3×5, 0.3×8 and 0.3×0.20 dollars
    expect([coldCost(300_000, "5m", opus), coldCost(300_000, "1h", opus), warmCost(300_000, opus)]).toEqual([
      1_500_000_000, 2_400_000_000, 60_000_000,
    ]);
  });
});
