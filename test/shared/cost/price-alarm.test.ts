import { calcPrice } from "@pydantic/genai-prices";
import { expect, test } from "vitest";
import prices from "../../../shared/cost/prices.json" with { type: "json" };

/** Where the other table is known to be behind or wrong, checked on 2026-11-21 (version 0.1.8). */
const KNOWN: readonly string[] = [
  "claude-fable-5-2 is not in it",
  "claude-mythos-5-2 is not in it",
  "claude-mythos-5-1 is not in it",
  "claude-mythos-5 is not in it",
  "claude-haiku-5-5 is not in it",
  // It takes Sonnet 5.5 for Sonnet 5, so it misses the price cut for reads of 7 October 2026.
  "claude-sonnet-5-5 read: 0.1 here, 0.2 there",
];

const NAMES = [
  ["input", "input_mtok"],
  ["write5m", "cache_write_mtok"],
  ["write1h", "cache_write_1h_mtok"],
  ["read", "cache_read_mtok"],
  ["output", "output_mtok"],
] as const;

test("the price table agrees with an independent one, but for what is known: an alarm, not a source", () => {
  const current = prices.filter((row) => row.to === undefined);
  const differences = current.flatMap((row) => {
    const found = calcPrice({ input_tokens: 1_000, output_tokens: 0 }, row.model, {
      providerId: "anthropic",
    });
    if (found === null) return [`${row.model} is not in it`];
    const theirs = found.model_price as { readonly [name: string]: number | { readonly base: number } };
    return NAMES.flatMap(([ours, their]) => {
      const price = theirs[their];
      const value = typeof price === "object" ? price.base : price;
      return value === row[ours] ? [] : [`${row.model} ${ours}: ${row[ours]} here, ${value} there`];
    });
  });
  expect([...differences].sort()).toEqual([...KNOWN].sort());
  expect(current.length).toBeGreaterThan(20);
});
