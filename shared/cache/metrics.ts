import { cacheWrite, type TokenUsage } from "../usage/token-usage.ts";
import type { Ratio } from "../units.ts";

/**
 * The figures by which a cache is judged, one definition each (reference/cache-domain.md, section 5). All take sums of
 * tokens: add first, divide once, never average ratios. `undefined` means that there is nothing to divide by.
 */

/** Tokens read for each token written, 0 or more: how often a write pays back. */
export function readsPerWrite(usage: TokenUsage): number | undefined {
  return divide(usage.cacheRead, cacheWrite(usage));
}

/** Tokens read for each token of output, 0 or more. */
export function readsPerOutput(usage: TokenUsage): number | undefined {
  return divide(usage.cacheRead, usage.output);
}

/** read / (read + written), in [0, 1]: what some consoles call the cache rate. Leaves uncached input out. */
export function readShareOfCached(usage: TokenUsage): Ratio | undefined {
  return divide(usage.cacheRead, usage.cacheRead + cacheWrite(usage));
}

/**
 * How other tools make a rate that is larger than the truth, for holding the two side by side: read / (read + uncached)
 * leaves out what was written, read / uncached has no upper end.
 */
export function misleadingRates(usage: TokenUsage): {
  readonly withoutWrites: Ratio | undefined;
  readonly perUncached: number | undefined;
} {
  return {
    withoutWrites: divide(usage.cacheRead, usage.cacheRead + usage.uncachedInput),
    perUncached: divide(usage.cacheRead, usage.uncachedInput),
  };
}

function divide(part: number, whole: number): number | undefined {
  return whole === 0 ? undefined : part / whole;
}
