import type { ModelPrice } from "./price-table.ts";
import type { Ttl } from "../cache/event.ts";
import type { NanoUsd, Tokens, UsdPerMTok } from "../units.ts";
import { cacheWrite, promptTokens, type TokenUsage } from "../usage/token-usage.ts";

/**
 * All sums here are exact and rounded once, at the end, to the whole nano-dollar (half away from zero). A price is taken
 * to a millionth of a dollar for a million tokens, that is in whole pico-dollars for a token; tokens times that is a
 * whole number, added in BigInt where it may pass 2^53 pico-dollars, as a month of tokens does. Token counts must be whole
 * numbers: BigInt throws on others, since the log reader has already refused them.
 */
const PICO_PER_NANO = 1000n;

/** What the tokens cost at this price. Writes of unknown lifetime are priced as 5 minutes, the lower of the two. */
export function costOf(usage: TokenUsage, price: ModelPrice): NanoUsd {
  return sumOf([
    [usage.uncachedInput, price.input],
    [usage.cacheWrite5m + usage.cacheWriteUnknownTtl, price.write5m],
    [usage.cacheWrite1h, price.write1h],
    [usage.cacheRead, price.read],
    [usage.output, price.output],
  ]);
}

/** What the same tokens had cost if nothing was ever cached: the whole prompt at the input price, and the output. */
export function costWithoutCache(usage: TokenUsage, price: ModelPrice): NanoUsd {
  return sumOf([
    [promptTokens(usage), price.input],
    [usage.output, price.output],
  ]);
}

/** Every call is priced, and nearly all stay below what a plain number holds exactly. */
function sumOf(parts: readonly (readonly [Tokens, UsdPerMTok])[]): NanoUsd {
  let pico = 0;
  for (const [tokens, price] of parts) pico += tokens * Math.round(price * 1_000_000);
  if (!Number.isSafeInteger(pico) || pico < 0) {
    return toNano(parts.reduce((sum, [tokens, price]) => sum + picoUsd(tokens, price), 0n));
  }
  const rest = pico % 1000;
  return (pico - rest) / 1000 + (rest >= 500 ? 1 : 0);
}

/** The lost part of a call's prompt and how it was paid for again. */
export type Loss = {
  /** Lost tokens that the call wrote to the cache again: min(lost, written). */
  readonly rewritten: Tokens;
  /** Lost tokens that the call sent outside the cache. */
  readonly resent: Tokens;
  /** Of the whole call: its writes tell at which lifetimes the lost part was written. */
  readonly usage: TokenUsage;
};

/**
 * Extra cost of the loss, whoever caused it: what the call cost more than if the lost tokens had been read from the
 * cache, at the call's own prices: rewritten × (write − read) + resent × (input − read), where the write price is the
 * mean of the call's 5-minute and 1-hour writes, weighted by their tokens (5 minutes when the call wrote nothing). What
 * was new in the prompt is not in it: that had to be written either way.
 */
export function avoidableCost(loss: Loss, price: ModelPrice): NanoUsd {
  const resent = picoUsd(loss.resent, price.input) - picoUsd(loss.resent, price.read);
  const read = picoUsd(loss.rewritten, price.read);
  const written = BigInt(cacheWrite(loss.usage));
  if (written === 0n) return toNano(picoUsd(loss.rewritten, price.write5m) - read + resent);
  // Everything times `written`, so that the mean price needs no division before the last one.
  const rewrittenTimes = BigInt(loss.rewritten) * writePico(loss.usage, price);
  return roundedQuotient(rewrittenTimes + (resent - read) * written, PICO_PER_NANO * written);
}

/** Price of writing a prefix of that many tokens anew, with a lifetime of `ttl`. */
export function coldCost(tokens: Tokens, ttl: Ttl, price: ModelPrice): NanoUsd {
  return toNano(picoUsd(tokens, ttl === "1h" ? price.write1h : price.write5m));
}

/** Price of reading a prefix of that many tokens while it is cached. */
export function warmCost(tokens: Tokens, price: ModelPrice): NanoUsd {
  return toNano(picoUsd(tokens, price.read));
}

function writePico(usage: TokenUsage, price: ModelPrice): bigint {
  return (
    picoUsd(usage.cacheWrite5m + usage.cacheWriteUnknownTtl, price.write5m) +
    picoUsd(usage.cacheWrite1h, price.write1h)
  );
}

function picoUsd(tokens: Tokens, price: UsdPerMTok): bigint {
  return BigInt(tokens) * BigInt(Math.round(price * 1_000_000));
}

function toNano(pico: bigint): NanoUsd {
  return roundedQuotient(pico, PICO_PER_NANO);
}

// Half away from zero; `divisor` is positive.
function roundedQuotient(dividend: bigint, divisor: bigint): number {
  const half = dividend < 0n ? -divisor : divisor;
  return Number((2n * dividend + half) / (2n * divisor));
}
