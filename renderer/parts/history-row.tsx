import { memo, type ReactNode } from "react";
import { MiniBar } from "../charts/mini-bar.tsx";
import { PartBar } from "../charts/part-bar.tsx";
import { compactTokens, exactCount, exactTokens, exactUsd, percent, usd } from "../../shared/format.ts";
import type { Totals } from "../../shared/feed.ts";
import type { Tokens } from "../../shared/units.ts";
import { cacheWrite, hitRate } from "../../shared/usage/token-usage.ts";
import type { Series } from "../selectors/history-series.ts";

type Props = {
  /** How far in it stands: week or month, day, session. */
  readonly level: 1 | 2 | 3;
  readonly name: ReactNode;
  readonly id?: string | undefined;
  readonly totals: Totals | undefined;
  /** `undefined` for the kinds of token. */
  readonly series?: readonly Series[] | undefined;
  readonly stack?: readonly Tokens[] | undefined;
  /** `false` where the shares are not known. */
  readonly bar?: boolean;
};

/** The figures of one stretch of time, part or session; without calls each is a dash. */
export const HistoryRow = memo(function HistoryRow({
  level,
  name,
  id,
  totals,
  series,
  stack,
  bar = true,
}: Props) {
  return (
    <tr id={id} className={`history-level-${level} ${totals === undefined ? "history-none" : ""}`}>
      <th scope="row">{name}</th>
      {totals === undefined ? (
        <>
          {["calls", "read", "written", "output", "rate", "cost", "avoidable", "breaks"].map((column) => (
            <td key={column} className={`history-${column}`}>
              –
            </td>
          ))}
          <td className="history-split" />
        </>
      ) : (
        <>
          <Figures totals={totals} />
          <td className="history-split">
            {!bar ? undefined : series === undefined || stack === undefined ? (
              <MiniBar usage={totals.usage} />
            ) : (
              <PartBar series={series} stack={stack} />
            )}
          </td>
        </>
      )}
    </tr>
  );
});

function Figures({ totals }: { readonly totals: Totals }) {
  const { usage } = totals;
  const written = cacheWrite(usage);
  const priced = totals.unpricedCalls < totals.calls;
  const missing =
    totals.unpricedCalls === 0 ? "" : `; ${exactCount(totals.unpricedCalls)} calls without a known price`;
  return (
    <>
      <td className="history-calls">{exactCount(totals.calls)}</td>
      <td className="history-read" title={exactTokens(usage.cacheRead)}>
        {compactTokens(usage.cacheRead)}
      </td>
      <td className="history-written" title={exactTokens(written)}>
        {compactTokens(written)}
      </td>
      <td className="history-output" title={exactTokens(usage.output)}>
        {compactTokens(usage.output)}
      </td>
      <td className="history-rate">{percent(hitRate(usage))}</td>
      <td className="history-cost" title={priced ? exactUsd(totals.cost) + missing : "no known price"}>
        {priced ? usd(totals.cost) : "–"}
      </td>
      <td
        className={`history-avoidable ${totals.avoidableCost > 0 ? "history-loss" : "history-zero"}`}
        title={
          priced ? `${exactUsd(totals.avoidableCost)} of ${exactUsd(totals.lostCost)} lost` : "no known price"
        }
      >
        {priced ? usd(totals.avoidableCost) : "–"}
      </td>
      <td className={`history-breaks ${totals.invalidations > 0 ? "" : "history-zero"}`}>
        {exactCount(totals.invalidations)}
      </td>
    </>
  );
}
