import { addUsage, NO_USAGE } from "./token-usage.ts";
import type { Totals } from "../feed.ts";
import type { Usd } from "../units.ts";

export const NO_TOTALS: Totals = {
  calls: 0,
  usage: NO_USAGE,
  cost: 0,
  costWithoutCache: 0,
  unpricedCalls: 0,
  invalidations: 0,
  expectedRebuilds: 0,
  lost: 0,
  lostCost: 0,
  avoidableCost: 0,
  avoidableBreaks: 0,
};

export function addTotals(a: Totals, b: Totals): Totals {
  return {
    calls: a.calls + b.calls,
    usage: addUsage(a.usage, b.usage),
    cost: a.cost + b.cost,
    costWithoutCache: a.costWithoutCache + b.costWithoutCache,
    unpricedCalls: a.unpricedCalls + b.unpricedCalls,
    invalidations: a.invalidations + b.invalidations,
    expectedRebuilds: a.expectedRebuilds + b.expectedRebuilds,
    lost: a.lost + b.lost,
    lostCost: a.lostCost + b.lostCost,
    avoidableCost: a.avoidableCost + b.avoidableCost,
    avoidableBreaks: a.avoidableBreaks + b.avoidableBreaks,
  };
}

/**
 * What the invalidations cost; `undefined` when none of them has a known price. Where they cost nothing and some calls
 * have no known price, it was those that lost.
 */
export function knownLostCost({ unpricedCalls, invalidations, lostCost }: Totals): Usd | undefined {
  return invalidations > 0 && lostCost === 0 && unpricedCalls > 0 ? undefined : lostCost;
}
