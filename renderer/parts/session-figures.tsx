import {
  dayAndTime,
  counted,
  exactCount,
  exactTokens,
  exactUsd,
  percent,
  percentFigure,
  signedTokens,
  tokensFigure,
  usd,
} from "../../shared/format.ts";
import type { SessionSummary, Totals } from "../../shared/feed.ts";
import { hitRate, promptTokens } from "../../shared/usage/token-usage.ts";
import { knownLostCost } from "../../shared/usage/totals.ts";
import { PLACE } from "../clock.ts";
import { costQualifier, useSettings } from "../settings.ts";
import { Figure } from "./figure.tsx";
import "./session-figures.css";

/** The five figures of a session: hit rate, context, calls, cost, loss. */
export function SessionFigures({ session }: { readonly session: SessionSummary }) {
  const settings = useSettings();
  const { totals, context, contextBefore } = session;
  const rate = hitRate(totals.usage);
  const lostCost = knownLostCost(totals);
  const change = context === undefined || contextBefore === undefined ? undefined : context - contextBefore;
  return (
    <dl className="session-figures">
      <Figure
        label="Hit rate"
        labelMore=", this session"
        definition="hitRate"
        figure={percentFigure(rate)}
        exact={
          rate === undefined
            ? "no data"
            : `${exactCount(totals.usage.cacheRead)} of ${exactTokens(promptTokens(totals.usage))} read, ${percent(rate)}`
        }
        context={`last 8 calls ${percent(hitRate(session.recent))}`}
      />
      <Figure
        label="Context"
        definition="context"
        figure={tokensFigure(context)}
        exact={exactTokens(context)}
        context={
          <span title={change === undefined ? undefined : `${exactCount(change)} tokens`}>
            {change === undefined
              ? `peak ${tokensText(session.contextPeak)}`
              : `${signedTokens(change)} last call`}
          </span>
        }
      />
      <Figure
        label="Calls"
        definition="calls"
        figure={{ value: exactCount(totals.calls), unit: "" }}
        exact={counted(totals.calls, "call")}
        context={`since ${dayAndTime(session.firstAt, session.lastAt ?? 0, PLACE)}, ${session.agents === 0 ? "no agents" : counted(session.agents, "agent")}`}
      />
      <Figure label="Cost" labelMore={costQualifier(settings)} definition="cost" {...costTexts(session)} />
      <Figure
        label="Lost"
        labelMore=" to cache breaks"
        definition="lost"
        figure={tokensFigure(totals.lost)}
        exact={`${exactTokens(totals.lost)} in ${counted(totals.invalidations, "break")}, ${exactUsd(lostCost)}${lostCost === undefined ? "" : `, of it ${exactUsd(totals.avoidableCost)} avoidable`}`}
        loss={totals.lost > 0}
        context={
          <span title={`${counted(totals.invalidations, "break")}, ${exactUsd(lostCost)}`}>
            {lossText(totals)}
          </span>
        }
      />
    </dl>
  );
}

/** `$1.68, of it $1.08 avoidable`: the rest is not the user's doing, or nobody can tell. */
function lossText(totals: Totals): string {
  const { invalidations, avoidableCost, avoidableBreaks } = totals;
  const lostCost = knownLostCost(totals);
  if (invalidations === 0) return "no breaks";
  if (lostCost === undefined) return "no known price";
  if (avoidableBreaks === invalidations) return `${usd(lostCost)}, all avoidable`;
  if (avoidableCost === 0) return `${usd(lostCost)} in ${counted(invalidations, "break")}`;
  return `${usd(lostCost)}, of it ${usd(avoidableCost)} avoidable`;
}

function tokensText(tokens: number): string {
  const { value, unit } = tokensFigure(tokens);
  return value + unit;
}

/** A session of unknown models alone has no cost; one with some shows the cost of the others and says so. */
function costTexts({ totals }: SessionSummary) {
  const { calls, unpricedCalls, cost, costWithoutCache } = totals;
  if (calls > 0 && unpricedCalls === calls) {
    return {
      figure: tokensFigure(undefined),
      exact: "no known price",
      context: "model without a known price",
    };
  }
  const without = <span title={exactUsd(costWithoutCache)}>{usd(costWithoutCache)} without a cache</span>;
  return {
    figure: { value: usd(cost), unit: "" },
    exact: exactUsd(cost),
    context: unpricedCalls === 0 ? without : <>{counted(unpricedCalls, "call")} not priced</>,
  };
}
