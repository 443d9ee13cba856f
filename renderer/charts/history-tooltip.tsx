import { compactTokens, counted, percent, usd } from "../../shared/format.ts";
import type { HistoryPoint, Series } from "../selectors/history-series.ts";
import type { HistoryUnit } from "../selectors/history-stretches.ts";
import { stretchText } from "../month-text.ts";
import { SeriesSwatch } from "./series-legend.tsx";
import "./call-tooltip.css";

type Props = {
  readonly active?: boolean;
  readonly payload?: readonly { readonly payload?: HistoryPoint }[];
  readonly series: readonly Series[];
  readonly unit: HistoryUnit;
};

/** The figures of the bar under the pointer. */
export function HistoryTooltip({ active, payload, series, unit }: Props) {
  const point = payload?.[0]?.payload;
  if (active !== true || point === undefined) return undefined;
  const { totals } = point.stretch;
  return (
    <div className="call-tooltip">
      <p className="call-tooltip-title">
        {stretchText(point.stretch, unit)} {totals === undefined && <span>no calls</span>}
      </p>
      {totals !== undefined && (
        <dl>
          {series.map(({ key, label, fill }, place) => (
            <div key={key} hidden={point.stack[place] === 0}>
              <dt>
                <SeriesSwatch fill={fill} />
                {label}
              </dt>
              <dd>{compactTokens(point.stack[place])}</dd>
            </div>
          ))}
          <div className="call-tooltip-sum">
            <dt>hit rate</dt>
            <dd>{percent(point.rate)}</dd>
          </div>
          <div>
            <dt>calls</dt>
            <dd>{counted(totals.calls, "call")}</dd>
          </div>
          <div>
            <dt>cost</dt>
            <dd>{totals.calls === totals.unpricedCalls ? "–" : usd(totals.cost)}</dd>
          </div>
        </dl>
      )}
      {totals !== undefined && point.breaks > 0 && (
        <p className="call-tooltip-event call-tooltip-invalidation">
          {counted(point.breaks, "break")}, {usd(totals.avoidableCost)} avoidable
        </p>
      )}
    </div>
  );
}
