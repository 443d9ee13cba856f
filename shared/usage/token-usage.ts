import type { Ratio, Tokens } from "../units.ts";

/**
 * Tokens of one call or of a sum of calls, in the four ways the input is billed, and the output.
 * "Input tokens" alone is banned here: Anthropic's `input_tokens` leaves cached tokens out, other vendors' include them.
 */
export type TokenUsage = {
  /** `input_tokens`: what stood after the last cache breakpoint. */
  readonly uncachedInput: Tokens;
  readonly cacheRead: Tokens;
  readonly cacheWrite5m: Tokens;
  readonly cacheWrite1h: Tokens;
  /** Written to the cache, but the log does not say for how long (Claude Code 1.0, some gateways). */
  readonly cacheWriteUnknownTtl: Tokens;
  readonly output: Tokens;
};

export const NO_USAGE: TokenUsage = {
  uncachedInput: 0,
  cacheRead: 0,
  cacheWrite5m: 0,
  cacheWrite1h: 0,
  cacheWriteUnknownTtl: 0,
  output: 0,
};

export function addUsage(a: TokenUsage, b: TokenUsage): TokenUsage {
  return {
    uncachedInput: a.uncachedInput + b.uncachedInput,
    cacheRead: a.cacheRead + b.cacheRead,
    cacheWrite5m: a.cacheWrite5m + b.cacheWrite5m,
    cacheWrite1h: a.cacheWrite1h + b.cacheWrite1h,
    cacheWriteUnknownTtl: a.cacheWriteUnknownTtl + b.cacheWriteUnknownTtl,
    output: a.output + b.output,
  };
}

/** Tokens written to the cache, whatever their lifetime. */
export function cacheWrite(usage: TokenUsage): Tokens {
  return usage.cacheWrite5m + usage.cacheWrite1h + usage.cacheWriteUnknownTtl;
}

/** The whole prompt as the model saw it: read, written and uncached. */
export function promptTokens(usage: TokenUsage): Tokens {
  return usage.uncachedInput + usage.cacheRead + cacheWrite(usage);
}

/**
 * Share of prompt tokens that were read from the cache, in [0, 1]: read / (read + written + uncached).
 * The definition Claude Code's `/usage` uses (costs documentation, 2.1.251 and later). Sum tokens first, then divide:
 * never average the ratios. `undefined` when nothing was sent, so a chart shows a gap and not 0 %.
 */
export function hitRate(usage: TokenUsage): Ratio | undefined {
  const prompt = promptTokens(usage);
  return prompt === 0 ? undefined : usage.cacheRead / prompt;
}
