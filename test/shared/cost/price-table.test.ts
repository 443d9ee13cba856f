import * as v from "valibot";
import { describe, expect, test } from "vitest";
import rows from "../../../shared/cost/prices.json" with { type: "json" };
import { PRICE_ROWS, type PriceRow } from "../../../shared/cost/price-row.ts";
import {
  bareModelId,
  BUILT_IN_PRICES,
  type ModelPrice,
  type PricedRequest,
  PRICES_CHECKED_ON,
  type PriceTable,
  priceOf,
  withOverrides,
} from "../../../shared/cost/price-table.ts";

const DAY_PATTERN = /^20\d\d-[01]\d-[0-3]\d$/;

function ask(
  model: string,
  request: Partial<PricedRequest> = {},
  table: PriceTable = BUILT_IN_PRICES,
): ModelPrice | undefined {
  return priceOf(table, {
    at: undefined,
    speed: undefined,
    geo: undefined,
    promptTokens: 1000,
    ...request,
    model,
  });
}

function periods(row: PriceRow): readonly [number, number] {
  return [Date.parse(row.from), row.to === undefined ? Number.POSITIVE_INFINITY : Date.parse(row.to)];
}

test("a batch costs half, whatever kind of token and wherever it ran", () => {
  const us = { geo: "us" } as const;
  for (const [kind, price] of Object.entries(ask("claude-opus-5", us) ?? {}))
    if (["input", "write5m", "write1h", "read", "output"].includes(kind))
      expect(ask("claude-opus-5", { ...us, speed: "batch" })).toMatchObject({ [kind]: Number(price) / 2 });
});

describe("prices.json", () => {
  test("has the form of a price file", () => {
    expect(v.parse(PRICE_ROWS, rows)).toEqual(rows);
    expect(rows.length).toBeGreaterThanOrEqual(33);
  });

  test("never has two rows for one id at one time", () => {
    const all: readonly PriceRow[] = rows;
    const names = all.flatMap((row) => [row.model, ...row.aliases]);
    for (const name of new Set(names)) {
      const spans = all
        .filter((row) => row.model === name || row.aliases.includes(name))
        .map(periods)
        .toSorted((a, b) => a[0] - b[0]);
      for (const [index, [from, to]] of spans.entries()) {
        expect(to, name).toBeGreaterThan(from);
        // No gap either: between two prices of a model there is no time without one.
        if (index > 0) expect(from, name).toBe(spans[index - 1]?.[1]);
      }
      expect(spans.at(-1)?.[1], `${name} has a price today`).toBe(Number.POSITIVE_INFINITY);
    }
  });

  test("no alias is another model's id", () => {
    const ids = new Set(rows.map((row) => row.model));
    expect(rows.flatMap((row) => row.aliases).filter((alias) => ids.has(alias))).toEqual([]);
  });

  test("says of each row where it is from and when that was checked", () => {
    for (const row of rows) {
      expect(row.source, row.model).toMatch(/^https:\/\//);
      expect(row.checkedOn, row.model).toMatch(DAY_PATTERN);
      expect(row.from <= row.checkedOn, row.model).toBe(true);
    }
    expect(PRICES_CHECKED_ON).toBe("2026-11-21");
  });

  test("writes cost 1.25 and 2 times the input, but for the one model that is published otherwise", () => {
    const odd = rows.filter((row) => row.write5m !== row.input * 1.25 || row.write1h !== row.input * 2);
    expect(odd.map((row) => row.model)).toEqual(["claude-3-haiku-20240307"]);
  });

  test("knows the smallest prompt that is cached", () => {
    expect(
      ["claude-opus-5", "claude-sonnet-5", "claude-opus-4-7", "claude-haiku-4-5"].map(
        (model) => ask(model)?.minimumCacheable,
      ),
    ).toEqual([512, 1024, 2048, 4096]);
  });
});

describe("an id without a price", () => {
  test.each([
    "claude-mythos-preview", // no page states one
    "claude-opus-5-6",
    "claude-opus-5-50",
    "claude-fable-5-3",
    "claude-opus",
    "claude-opus-4",
    "opus",
    "claude-opus-5-20260724",
    "anthropic/claude-4.7-opus-20260416", // OpenRouter sets its own
    "anthropic/claude-opus-5",
    "deepseek-v4-pro",
    "glm-5.1",
    "moonshotai/kimi-k2.6",
    "gemini-3-pro",
    "<synthetic>",
    "constructor",
    "",
  ])("%s is unknown, neither free nor its relative's", (model) => {
    expect(ask(model)).toBeUndefined();
  });
});

describe("an id in another dress is the same model", () => {
  test.each([
    ["claude-opus-5[1m]", "claude-opus-5"],
    ["us.anthropic.claude-sonnet-4-5-20250929-v1:0", "claude-sonnet-4-5-20250929"],
    ["us-gov.anthropic.claude-sonnet-4-5-20250929-v1:0", "claude-sonnet-4-5-20250929"],
    ["global.anthropic.claude-opus-4-6-v1", "claude-opus-4-6"],
    ["anthropic.claude-3-5-sonnet-20241022-v2:0", "claude-3-5-sonnet-20241022"],
    ["anthropic.claude-3-haiku-20240307-v1:0:200k", "claude-3-haiku-20240307"],
    ["us.anthropic.claude-opus-4-8[1m]", "claude-opus-4-8"],
    ["arn:aws:bedrock:us-east-1:123456789012:inference-profile/eu.anthropic.claude-opus-5", "claude-opus-5"],
    ["claude-sonnet-4@20250514", "claude-sonnet-4-20250514"],
    ["claude-3-5-sonnet-v2@20241022", "claude-3-5-sonnet-20241022"],
    ["claude-opus-4-6@default", "claude-opus-4-6"],
  ])("%s", (id, bare) => {
    expect(bareModelId(id)).toBe(bare);
    expect(ask(id)?.source).toBe(ask(bare)?.source);
    expect(ask(id)).toBeDefined();
  });

  test.each([
    "anthropic/claude-opus-5",
    "openrouter/anthropic.claude-opus-5",
    "deepseek-v4@20250929",
    "<synthetic>",
  ])("%s is left as it is", (id) => {
    expect(bareModelId(id)).toBe(id);
  });
});

describe("modifiers", () => {
  test("without a time the price that holds last counts", () => {
    expect(ask("claude-sonnet-5-5")?.read).toBe(0.1);
    expect(ask("claude-opus-4-6", { promptTokens: 900_000 })?.input).toBe(5);
    expect(ask("claude-opus-4-6", { speed: "fast" })?.input).toBe(5);
  });

  test("a clock that runs slow does not make a model unknown", () => {
    expect(ask("claude-sonnet-5-5", { at: 0 })?.read).toBe(0.2);
  });

  test("fast mode where no fast price is stated is unknown", () => {
    expect(ask("claude-sonnet-5", { speed: "fast" })).toBeUndefined();
    expect(ask("claude-mythos-5-2", { speed: "fast" })).toBeUndefined();
    expect(ask("claude-opus-4-7", { speed: "fast", at: Date.parse("2026-08-01") })).toBeUndefined();
  });

  test("fast mode keeps the cache prices in proportion", () => {
    // the worked example of the price page's rule: Opus 5 at 10/50
    expect(ask("claude-opus-5", { speed: "fast" })).toMatchObject({
      input: 10,
      write5m: 12.5,
      write1h: 20,
      read: 1,
      output: 50,
    });
  });

  test("the US factor is for Claude 4.6 and later, whatever other word stands in its place changes nothing", () => {
    expect(ask("claude-opus-4-6", { geo: "us" })?.output).toBe(27.5);
    expect(ask("claude-haiku-4-5", { geo: "us" })?.output).toBe(5);
    for (const geo of ["global", "not_available", "", "eu"])
      expect(ask("claude-opus-5", { geo })?.output).toBe(25);
  });

  test("a regional Bedrock endpoint costs a tenth more from Claude 4.5 on, the global one does not", () => {
    expect(ask("eu.anthropic.claude-opus-5-v1:0")?.input).toBe(5.5);
    expect(ask("global.anthropic.claude-opus-5-v1:0")?.input).toBe(5);
    expect(ask("anthropic.claude-opus-5-v1:0")?.input).toBe(5);
    expect(ask("us.anthropic.claude-opus-4-1-20250805-v1:0")?.input).toBe(15);
  });
});

describe("a user's own prices", () => {
  const mine: PriceRow = {
    model: "claude-opus-4-5",
    aliases: ["our-opus"],
    from: "2026-06-01",
    to: "2026-07-01",
    input: 1,
    write5m: 1.25,
    write1h: 2,
    read: 0.1,
    output: 5,
    source: "contract",
    checkedOn: "2026-06-01",
  };
  const table = withOverrides(BUILT_IN_PRICES, [mine, { ...mine, model: "deepseek-v4-pro", aliases: [] }]);

  function input(model: string, at: string) {
    return ask(model, { at: Date.parse(at) }, table)?.input;
  }

  test("count before the built-in ones, by any name of the model, for the time they name", () => {
    expect(input("claude-opus-4-5-20251101", "2026-06-15")).toBe(1);
    expect(input("us.anthropic.claude-opus-4-5-20251101-v1:0", "2026-06-15")).toBe(1);
    expect(input("our-opus", "2026-06-15")).toBe(1);
    expect(input("claude-opus-4-5", "2026-05-31")).toBe(5);
    expect(input("claude-opus-4-5", "2026-07-01")).toBe(5);
  });

  test("can price what is not Anthropic's", () => {
    expect(ask("deepseek-v4-pro", { at: Date.parse("2026-06-15") }, table)?.source).toBe("contract");
  });

  test("leave the table they are laid over as it was", () => {
    expect(ask("claude-opus-4-5", { at: Date.parse("2026-06-15") })?.input).toBe(5);
  });

  test("are refused with a misspelt key or a price that is no number", () => {
    expect(v.is(PRICE_ROWS, [mine])).toBe(true);
    expect(v.is(PRICE_ROWS, [{ ...mine, fasst: [] }])).toBe(false);
    expect(v.is(PRICE_ROWS, [{ ...mine, read: "0.1" }])).toBe(false);
    expect(v.is(PRICE_ROWS, [{ ...mine, from: "June" }])).toBe(false);
  });
});
