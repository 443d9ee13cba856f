import type { Step } from "./chain.ts";
import { causeGroup } from "./cause-group.ts";
import type { CacheEvent } from "./event.ts";
import { cacheWrite, promptTokens, type TokenUsage } from "../usage/token-usage.ts";
import type { Ratio, Usd } from "../units.ts";

/**
 * The figures by which a cache is judged, one definition each (reference/cache-domain.md, section 5). All take sums of
 * tokens: add first, divide once, never average ratios. `undefined` means that there is nothing to divide by.
 */

/** Share of prompt tokens written to the cache, in [0, 1]: growth and rebuilds. */
export function writeShare(usage: TokenUsage): Ratio | undefined {
  return divide(cacheWrite(usage), promptTokens(usage));
}

/** Share of prompt tokens sent outside the cache, in [0, 1]. */
export function uncachedShare(usage: TokenUsage): Ratio | undefined {
  return divide(usage.uncachedInput, promptTokens(usage));
}

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

/**
 * What was read of what could have been read, in [0, 1]; 1 means that nothing was lost. Sets growth and first calls
 * aside, and the rebuilds that Claude Code makes on purpose, which the hit rate does not.
 */
export function keptShare(steps: readonly Step[], events: readonly CacheEvent[]): Ratio | undefined {
  const onPurpose = new Set(
    events.filter(({ cause }) => causeGroup(cause, false) === "expected").map(({ callKey }) => callKey),
  );
  let read = 0;
  let expected = 0;
  for (const { shortfall, chainCall } of steps) {
    if (shortfall === undefined || onPurpose.has(chainCall.call.key)) continue;
    read += shortfall.expected - shortfall.lost;
    expected += shortfall.expected;
  }
  return divide(read, expected);
}

/**
 * What the prompt cost for each dollar that it would have cost without a cache; below 1 the cache paid. Both at list
 * price, output left out: it costs the same either way.
 */
export function priceMultiplier(promptCost: Usd, promptCostWithoutCache: Usd): number | undefined {
  return divide(promptCost, promptCostWithoutCache);
}

/** Share of the saving that was possible, in [0, 1]: 1 when every loss had been a read. */
export function savingAchieved(cost: Usd, costWithoutCache: Usd, lostCost: Usd): Ratio | undefined {
  return divide(costWithoutCache - cost, costWithoutCache - (cost - lostCost));
}

function divide(part: number, whole: number): number | undefined {
  return whole === 0 ? undefined : part / whole;
}
