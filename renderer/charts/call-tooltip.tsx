import { clockSeconds, compactTokens, exactCount, percent, usd } from "../../shared/format.ts";
import { PLACE } from "../clock.ts";
import type { DepthPoint } from "../selectors/depth-series.ts";
import { eventTitle, lossText } from "../wording.ts";
import { PROMPT_KINDS } from "./token-kinds.ts";
import "./call-tooltip.css";

type Props = {
  readonly active?: boolean;
  readonly payload?: readonly { readonly payload?: DepthPoint }[];
};

/** The figures of the call under the pointer. */
export function CallTooltip({ active, payload }: Props) {
  const point = payload?.[0]?.payload;
  if (active !== true || point === undefined) return undefined;
  return (
    <div className="call-tooltip">
      <p className="call-tooltip-title">
        Call {exactCount(point.index + 1)} <span>{clockSeconds(point.at, PLACE)}</span>
      </p>
      <dl>
        {PROMPT_KINDS.filter(({ field }) => point[field] > 0).map(({ field, label }) => (
          <div key={field}>
            <dt>
              <i className={`swatch swatch-${field}`} />
              {label}
            </dt>
            <dd>{compactTokens(point[field])}</dd>
          </div>
        ))}
        <div>
          <dt>
            <i className="swatch swatch-output" />
            output
          </dt>
          <dd>{compactTokens(point.call.usage.output)}</dd>
        </div>
        <div className="call-tooltip-sum">
          <dt>hit rate</dt>
          <dd>{percent(point.rate)}</dd>
        </div>
        <div>
          <dt>cost</dt>
          <dd>{usd(point.call.cost)}</dd>
        </div>
      </dl>
      {point.event !== undefined && (
        <p className={`call-tooltip-event call-tooltip-${point.event.kind}`}>
          {eventTitle(point.event)}
          {point.event.kind === "invalidation" && ` · ${lossText(point.event)}`}
        </p>
      )}
    </div>
  );
}
