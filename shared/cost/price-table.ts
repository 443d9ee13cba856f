import builtInRows from "./prices.json" with { type: "json" };
import type { FastPrice, PriceRow } from "./price-row.ts";
import { remembered } from "../remembered.ts";
import type { ApiCall } from "../usage/api-call.ts";
import { promptTokens } from "../usage/token-usage.ts";
import type { EpochMs, Tokens, UsdPerMTok } from "../units.ts";

/** Every known price of every known model. A model that is not in it has no price, never zero and never a relative's. */
export type PriceTable = {
  /** By exact model id; where several rows hold at one time, the first in the list counts. */
  readonly rows: ReadonlyMap<string, readonly PriceRow[]>;
  /** Other names of the same model. */
  readonly aliases: ReadonlyMap<string, string>;
};

/** What each kind of token of one request costs, all modifiers applied. */
export type ModelPrice = {
  readonly input: UsdPerMTok;
  readonly write5m: UsdPerMTok;
  readonly write1h: UsdPerMTok;
  readonly read: UsdPerMTok;
  readonly output: UsdPerMTok;
  /** A prompt of fewer tokens is silently not cached; `undefined` when not known. */
  readonly minimumCacheable: Tokens | undefined;
  readonly source: string;
  readonly checkedOn: string;
};

/** What the price of a request depends on. */
export type PricedRequest = {
  /** As the log has it, with any provider's prefix or suffix. */
  readonly model: string;
  /** `undefined` asks for the price that holds last. */
  readonly at: EpochMs | undefined;
  /** `usage.speed`, or `batch` of a request that waited its turn; only `fast` and `batch` change the price. */
  readonly speed: string | undefined;
  /** `usage.inference_geo`; only `us` changes the price. */
  readonly geo: string | undefined;
  /** The whole prompt of this one request: read, written and uncached. */
  readonly promptTokens: Tokens;
};

type FivePrices = Pick<ModelPrice, "input" | "write5m" | "write1h" | "read" | "output">;
type Dated = { readonly from: string; readonly to?: string | undefined };

/**
 * List prices of Anthropic's API. `claude-mythos-preview` is left out on purpose: no page states a price for it.
 * Names such as OpenRouter's `anthropic/claude-4.7-opus-20260416` are left out because others set the price there.
 */
export const BUILT_IN_PRICES: PriceTable = withOverrides(
  { rows: new Map(), aliases: new Map() },
  builtInRows,
);

/** The day up to which all built-in rows were held against their sources: that of the row checked longest ago. */
export const PRICES_CHECKED_ON: string = builtInRows.reduce(
  (oldest, row) => (row.checkedOn < oldest ? row.checkedOn : oldest),
  "9999-12-31",
);

/** A table in which these rows count before those of `table`; where they do not reach in time, `table` still counts. */
export function withOverrides(table: PriceTable, overrides: readonly PriceRow[]): PriceTable {
  const rows = new Map(table.rows);
  const aliases = new Map(table.aliases);
  for (const row of [...overrides].reverse()) {
    const model = aliases.get(row.model) ?? row.model;
    rows.set(model, [row, ...(rows.get(model) ?? [])]);
    for (const alias of row.aliases) aliases.set(alias, model);
  }
  return { rows, aliases };
}

/**
 * The model's own id, as Anthropic's API names it: without `[1m]`, Bedrock's `us.anthropic.` and `-v1:0`, and with
 * Vertex's `@20250929` as `-20250929`. Any other id comes back as it is, so that other providers' names stay apart.
 */
export const bareModelId: (id: string) => string = remembered((id) => {
  const plain = id.replace(/\[1m\]$/, "");
  const bedrock = BEDROCK.exec(plain)?.groups?.["model"];
  if (bedrock !== undefined) return bedrock;
  const vertex = /^(claude-[a-z0-9-]+?)(?:-v\d+)?@(\d{8}|default|latest)$/.exec(plain);
  if (vertex === null) return plain;
  const [, model = plain, version = ""] = vertex;
  return /^\d/.test(version) ? `${model}-${version}` : model;
});

/** Whether two ids name one model: a name and its dated form, or the same of two providers. */
export function isSameModel(a: string, b: string): boolean {
  return a === b || builtInId(a) === builtInId(b);
}

function builtInId(model: string): string {
  const id = bareModelId(model);
  return BUILT_IN_PRICES.aliases.get(id) ?? id;
}

// An inference profile's address ends in the same id that a direct call uses.
const BEDROCK =
  /^(?:arn:aws[a-z-]*:bedrock:[^/]*\/)?(?:(?<region>[a-z]{2,6}(?:-gov)?)\.)?anthropic\.(?<model>claude-[a-z0-9-]+?)(?:-v\d+(?::\d+(?::\d+k)?)?)?$/;

/**
 * The price of one request at list price; `undefined` when it is not known. A request dated before the model's first
 * row gets that row: a clock that runs slow does not make a model unknown. Fast mode without a stated price is unknown.
 * Rules: platform.claude.com/docs/en/about-claude/pricing, read in copies up to 2026-11-21.
 */
export function priceOf(table: PriceTable, request: PricedRequest): ModelPrice | undefined {
  const id = bareModelId(request.model);
  const row = holdingAt(table.rows.get(table.aliases.get(id) ?? id) ?? [], request.at);
  if (row === undefined) return undefined;
  const prices =
    request.speed === "fast" ? fastPrices(row, request) : standardPrices(row, request.promptTokens);
  if (prices === undefined) return undefined;
  const factor = regionFactor(row, request) * (request.speed === "batch" ? BATCH_FACTOR : 1);
  return {
    input: times(prices.input, factor),
    write5m: times(prices.write5m, factor),
    write1h: times(prices.write1h, factor),
    read: times(prices.read, factor),
    output: times(prices.output, factor),
    minimumCacheable: row.minimumCacheable,
    source: row.source,
    checkedOn: row.checkedOn,
  };
}

/** The price of a call that a log tells of; `undefined` when it is not known. */
export function priceOfCall(table: PriceTable, { figures, place }: ApiCall): ModelPrice | undefined {
  const { model, speed, geo, usage } = figures;
  return priceOf(table, { model, at: place.at, speed, geo, promptTokens: promptTokens(usage) });
}

/** Of every kind of token (cache-domain.md, section 2). */
const BATCH_FACTOR = 0.5;

function standardPrices(row: PriceRow, promptTokens: Tokens): FivePrices {
  return row.tier !== undefined && promptTokens > row.tier.abovePromptTokens ? row.tier : row;
}

function fastPrices(row: PriceRow, request: PricedRequest): FivePrices | undefined {
  const fast: FastPrice | undefined = holdingAt(row.fast ?? [], request.at);
  if (fast === undefined) return undefined;
  const long = fast.tier !== undefined && request.promptTokens > fast.tier.abovePromptTokens;
  const { input, output } = long && fast.tier !== undefined ? fast.tier : fast;
  const share = input / row.input;
  return {
    input,
    write5m: times(row.write5m, share),
    write1h: times(row.write1h, share),
    read: times(row.read, share),
    output,
  };
}

// Bedrock does not know `inference_geo`, so the two factors never meet.
function regionFactor(row: PriceRow, request: PricedRequest): number {
  if (request.geo === "us") return row.usFactor ?? 1;
  const region = BEDROCK.exec(request.model)?.groups?.["region"];
  return region === undefined || region === "global" ? 1 : (row.regionalFactor ?? 1);
}

// To a millionth of a dollar for a million tokens, which is what `cost-of.ts` reckons in.
function times(price: UsdPerMTok, factor: number): UsdPerMTok {
  return Math.round(price * factor * 1_000_000) / 1_000_000;
}

function holdingAt<Row extends Dated>(rows: readonly Row[], at: EpochMs | undefined): Row | undefined {
  const time = at ?? Number.POSITIVE_INFINITY;
  const holding = rows.find(
    (row) => start(row) <= time && (row.to === undefined || time < instantOf(row.to)),
  );
  if (holding !== undefined) return holding;
  const inOrder = rows.toSorted((a, b) => start(a) - start(b));
  if (at === undefined) return inOrder.at(-1);
  const first = inOrder[0];
  return first !== undefined && time < start(first) ? first : undefined;
}

function start(row: Dated): EpochMs {
  return instantOf(row.from);
}

const instantOf: (date: string) => EpochMs = remembered((date) => Date.parse(date));
