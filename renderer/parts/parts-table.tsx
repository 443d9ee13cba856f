import { memo } from "react";
import type { MonthsAnswer } from "../../shared/question.ts";
import { promptTokens } from "../../shared/usage/token-usage.ts";
import { OTHER, type Series } from "../selectors/history-series.ts";
import { SeriesSwatch } from "../charts/series-legend.tsx";
import { HistoryHead } from "./history-table.tsx";
import { HistoryRow } from "./history-row.tsx";
import "./history-table.css";

type Props = {
  readonly parts: MonthsAnswer["parts"];
  readonly series: readonly Series[];
  readonly first: string;
  readonly nameOf: (key: string) => string;
};

/** Every part of the split with its figures, in the order of the bars; the swatch is that of the bars. */
export const PartsTable = memo(function PartsTable({ parts, series, first, nameOf }: Props) {
  const rest = series.find(({ key }) => key === OTHER);
  return (
    <table className="history-table parts-table">
      <caption className="visually-hidden">The whole range by {first.toLowerCase()}</caption>
      <HistoryHead first={first} />
      <tbody>
        {parts
          .filter(({ totals }) => promptTokens(totals.usage) > 0 || totals.calls > 0)
          .map(({ key, totals }) => (
            <HistoryRow
              key={key}
              level={1}
              name={
                <span className="parts-name name" title={key}>
                  <SeriesSwatch fill={(series.find((one) => one.key === key) ?? rest)?.fill ?? "none"} />
                  {nameOf(key)}
                </span>
              }
              totals={totals}
            />
          ))}
      </tbody>
    </table>
  );
});
