import * as v from "valibot";

/** A day as `2026-10-07`: from its first millisecond in UTC. */
const day = v.pipe(v.string(), v.isoDate());
const usdPerMTok = v.pipe(v.number(), v.finite(), v.minValue(0));
const factor = v.pipe(v.number(), v.finite(), v.minValue(0));
const tokens = v.pipe(v.number(), v.integer(), v.minValue(0));
const text = v.pipe(v.string(), v.minLength(1));

const fivePrices = {
  input: usdPerMTok,
  write5m: usdPerMTok,
  write1h: usdPerMTok,
  read: usdPerMTok,
  output: usdPerMTok,
};

const fastPrice = v.strictObject({
  from: day,
  /** First day on which it no longer holds. */
  to: v.optional(day),
  input: usdPerMTok,
  output: usdPerMTok,
  tier: v.optional(v.strictObject({ abovePromptTokens: tokens, input: usdPerMTok, output: usdPerMTok })),
});

const priceRow = v.strictObject({
  /** The exact id as `message.model` has it: a price never passes to a model whose name merely begins alike. */
  model: text,
  aliases: v.array(text),
  from: day,
  /** First day on which this row no longer holds; absent in the row that holds now. */
  to: v.optional(day),
  ...fivePrices,
  /** Prices of a whole request, output included, whose prompt has more tokens than this. */
  tier: v.optional(v.strictObject({ abovePromptTokens: tokens, ...fivePrices })),
  /** Fast mode replaces the prices of input and output; the cache prices keep their proportion to input. */
  fast: v.optional(v.array(fastPrice)),
  /** Factor on every price of a request with `inference_geo: "us"`. */
  usFactor: v.optional(factor),
  /** Factor on every price at a regional Bedrock endpoint, which the id tells: `us.anthropic.…`, `eu.anthropic.…`. */
  regionalFactor: v.optional(factor),
  /** A prompt of fewer tokens is silently not cached. */
  minimumCacheable: v.optional(tokens),
  /** Address of the page that states the prices. */
  source: text,
  /** The day on which the row was last held against its source. */
  checkedOn: day,
  note: v.optional(v.string()),
});

/** The form of `prices.json` and of a user's own price file. An unknown key is an error: it may be a misspelt price. */
export const PRICE_ROWS = v.array(priceRow);

/** Prices of one model in US dollars for a million tokens, for the time in which they held. */
export type PriceRow = Readonly<v.InferOutput<typeof priceRow>>;
export type FastPrice = Readonly<v.InferOutput<typeof fastPrice>>;
