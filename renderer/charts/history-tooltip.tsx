import { use } from "react";
import { compactTokens, counted, percent, usd } from "../../shared/format.ts";
import { stretchText } from "../month-text.ts";
import { HistoryShown } from "./history-shown.ts";
import { SeriesSwatch } from "./series-legend.tsx";
import "./call-tooltip.css";

type Props = {
  readonly active?: boolean;
  readonly payload?: readonly { readonly payload?: { readonly place: number } }[];
};

/** The figures of the bar under the pointer. */
export function HistoryTooltip({ active, payload }: Props) {
  const shown = use(HistoryShown);
  const place = payload?.[0]?.payload?.place;
  const point = place === undefined ? undefined : shown?.points[place];
  if (active !== true || shown === undefined || point === undefined) return undefined;
  const { series, unit } = shown;
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
          {counted(point.breaks, "break")},{" "}
          {totals.calls === totals.unpricedCalls
            ? "no known price"
            : `${usd(totals.avoidableCost)} avoidable`}
        </p>
      )}
    </div>
  );
}
