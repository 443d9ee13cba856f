import type { Totals } from "../../shared/feed.ts";
import { changeText, pointsText } from "../../shared/format.ts";
import type { Usd } from "../../shared/units.ts";
import { cacheWrite, hitRate } from "../../shared/usage/token-usage.ts";

/** Each figure against the one of the period before, by its column of the history table. */
export function historyChange(now: Totals, before: Totals): readonly (readonly [string, string])[] {
  const rate = hitRate(now.usage);
  const rateBefore = hitRate(before.usage);
  return [
    ["calls", changeText(now.calls, before.calls)],
    ["read", changeText(now.usage.cacheRead, before.usage.cacheRead)],
    ["written", changeText(cacheWrite(now.usage), cacheWrite(before.usage))],
    ["output", changeText(now.usage.output, before.usage.output)],
    ["rate", rate === undefined || rateBefore === undefined ? "–" : pointsText(rate - rateBefore)],
    ["cost", changeText(priced(now, now.cost), priced(before, before.cost))],
    ["avoidable", changeText(priced(now, now.avoidableCost), priced(before, before.avoidableCost))],
    ["breaks", changeText(now.invalidations, before.invalidations)],
  ];
}

/** Where no call has a known price, a sum of 0 is no amount. */
function priced({ calls, unpricedCalls }: Totals, amount: Usd): Usd | undefined {
  return unpricedCalls === calls ? undefined : amount;
}
