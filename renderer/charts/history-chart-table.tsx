import { memo } from "react";
import { exactCount, percent, usd } from "../../shared/format.ts";
import { promptTokens } from "../../shared/usage/token-usage.ts";
import { stretchText } from "../month-text.ts";
import type { HistoryPoint, Series } from "../selectors/history-series.ts";
import type { HistoryUnit } from "../selectors/history-stretches.ts";

type Props = {
  readonly points: readonly HistoryPoint[];
  readonly series: readonly Series[];
  readonly unit: HistoryUnit;
};

/** The data of the chart. */
export const HistoryChartTable = memo(function HistoryChartTable({ points, series, unit }: Props) {
  return (
    <table>
      <caption>Tokens, hit rate, cost and breaks by {unit}</caption>
      <thead>
        <tr>
          <th scope="col">{unit}</th>
          {series.map(({ key, label }) => (
            <th key={key} scope="col">
              {label}
            </th>
          ))}
          {["Prompt", "Hit rate", "Cost", "Breaks"].map((name) => (
            <th key={name} scope="col">
              {name}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {/* By place: other days are then other texts in the same cells, and no cell is made anew. */}
        {points.map(({ stretch, stack, rate, breaks }, row) => {
          const { totals } = stretch;
          return (
            <tr key={row}>
              <th scope="row">{stretchText(stretch, unit)}</th>
              {series.map(({ key }, place) => (
                <td key={key}>{totals === undefined ? "–" : exactCount(stack[place])}</td>
              ))}
              <td>{totals === undefined ? "–" : exactCount(promptTokens(totals.usage))}</td>
              <td>{percent(rate)}</td>
              <td>
                {totals === undefined || totals.calls === totals.unpricedCalls ? "–" : usd(totals.cost)}
              </td>
              <td>{totals === undefined ? "–" : breaks}</td>
            </tr>
          );
        })}
      </tbody>
    </table>
  );
});
