import { cacheWrite, promptTokens, type TokenUsage } from "../usage/token-usage.ts";
import type { Tokens } from "../units.ts";

/** How a call's read compares with what its predecessor left in the cache. All in tokens. */
export type Shortfall = {
  /** What could have been read: min(previous read + written, this call's whole prompt). */
  readonly expected: Tokens;
  readonly lost: Tokens;
  /** The part of the loss that was written to the cache again, and the part that was sent outside it. */
  readonly rewritten: Tokens;
  readonly resent: Tokens;
  /** Claude Code's own rule for a miss: more than 5 % and at least 2,000 tokens of what could have been read. */
  readonly miss: boolean;
};

export const MISS_TOKENS: Tokens = 2_000;
export const MISS_SHARE = 0.05;

export function shortfall(previous: TokenUsage, usage: TokenUsage): Shortfall {
  const expected = Math.min(previous.cacheRead + cacheWrite(previous), promptTokens(usage));
  const lost = Math.max(0, expected - usage.cacheRead);
  const rewritten = Math.min(lost, cacheWrite(usage));
  return {
    expected,
    lost,
    rewritten,
    resent: lost - rewritten,
    miss: lost >= MISS_TOKENS && lost > MISS_SHARE * expected,
  };
}
