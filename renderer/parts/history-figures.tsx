import { memo } from "react";
import type { Totals } from "../../shared/feed.ts";
import {
  counted,
  exactCount,
  exactTokens,
  exactUsd,
  compactTokens,
  percent,
  percentFigure,
  pointsText,
  tokensFigure,
  usd,
} from "../../shared/format.ts";
import { readsPerOutput } from "../../shared/cache/metrics.ts";
import { cacheWrite, hitRate, promptTokens } from "../../shared/usage/token-usage.ts";
import { costQualifier, useSettings } from "../settings.ts";
import { Figure } from "./figure.tsx";
import "./history-figures.css";

type Props = {
  /** `undefined` while nothing is known, and when nothing was called. */
  readonly totals: Totals | undefined;
  readonly previous: Totals | undefined;
  /** `September`. */
  readonly previousName: string;
};

const NOTHING = { value: "–", unit: "" };

/** The six figures of a range: hit rate, read, written, output, cost, avoidable. */
export const HistoryFigures = memo(function HistoryFigures({ totals, previous, previousName }: Props) {
  const settings = useSettings();
  const usage = totals?.usage;
  const rate = usage === undefined ? undefined : hitRate(usage);
  const before = previous === undefined ? undefined : hitRate(previous.usage);
  const written = usage === undefined ? undefined : cacheWrite(usage);
  const perOutput = usage === undefined ? undefined : readsPerOutput(usage);
  const priced = totals !== undefined && totals.unpricedCalls < totals.calls;
  return (
    <dl className="history-figures">
      <Figure
        label="Hit rate"
        definition="hitRate"
        figure={percentFigure(rate)}
        exact={
          usage === undefined || rate === undefined
            ? "no data"
            : `${exactCount(usage.cacheRead)} of ${exactTokens(promptTokens(usage))} read, ${percent(rate)}`
        }
        context={
          rate === undefined
            ? previous === undefined
              ? "–"
              : "no calls"
            : before === undefined
              ? `no calls in ${previousName}`
              : `${pointsText(rate - before)} on ${previousName}`
        }
      />
      <Figure
        label="Read"
        labelMore=" from cache"
        definition="read"
        figure={tokensFigure(usage?.cacheRead)}
        exact={exactTokens(usage?.cacheRead)}
        context={perOutput === undefined ? "–" : `${exactCount(perOutput)} for each output token`}
      />
      <Figure
        label="Written"
        definition="written"
        figure={tokensFigure(written)}
        exact={exactTokens(written)}
        context={
          usage === undefined || written === undefined || written === 0
            ? "–"
            : `${percent(usage.cacheWrite1h / written)} at the 1 h tier`
        }
      />
      <Figure
        label="Output"
        definition="outputTotal"
        figure={tokensFigure(usage?.output)}
        exact={exactTokens(usage?.output)}
        context={
          usage === undefined ? (
            "–"
          ) : (
            <span title={exactTokens(usage.uncachedInput)}>
              {compactTokens(usage.uncachedInput)} uncached input
            </span>
          )
        }
      />
      <Figure
        label="Cost"
        labelMore={costQualifier(settings)}
        definition="cost"
        figure={priced ? { value: usd(totals.cost), unit: "" } : NOTHING}
        exact={priced ? exactUsd(totals.cost) : totals === undefined ? "no data" : "no known price"}
        context={costContext(totals, priced)}
      />
      <Figure
        label="Avoidable"
        definition="avoidable"
        figure={priced ? { value: usd(totals.avoidableCost), unit: "" } : NOTHING}
        exact={priced ? `${exactUsd(totals.avoidableCost)} of ${exactUsd(totals.lostCost)} lost` : "no data"}
        loss={priced && totals.avoidableCost > 0}
        context={lossContext(totals)}
      />
    </dl>
  );
});

function costContext(totals: Totals | undefined, priced: boolean) {
  if (totals === undefined) return "–";
  if (!priced) return "models without a known price";
  const without = (
    <span title={exactUsd(totals.costWithoutCache)}>{usd(totals.costWithoutCache)} without a cache</span>
  );
  if (totals.unpricedCalls === 0) return without;
  return (
    <>
      {without}; {counted(totals.unpricedCalls, "call")} not priced
    </>
  );
}

/** The user's own breaks, and how many more there were that the user could not have helped, or nobody can tell. */
function lossContext(totals: Totals | undefined) {
  if (totals === undefined) return "–";
  if (totals.invalidations === 0) return "no breaks";
  const rest = totals.invalidations - totals.avoidableBreaks;
  const restCost = exactUsd(totals.lostCost - totals.avoidableCost);
  return (
    <span title={`${exactTokens(totals.lost)} lost in all; ${restCost} of it not yours, or not known whose`}>
      {counted(totals.avoidableBreaks, "break")}
      {rest === 0 ? "" : `; ${exactCount(rest)} more not yours or unknown`}
    </span>
  );
}
