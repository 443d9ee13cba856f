import { memo, useMemo } from "react";
import { Bar, CartesianGrid, ComposedChart, ResponsiveContainer, Tooltip, XAxis, YAxis } from "recharts";
import { compactTokens, percent, wholePercent } from "../../shared/format.ts";
import { axisDay, daysText } from "../day-text.ts";
import { useNarrow } from "../narrow.ts";
import { evenPlaces } from "../selectors/axis-ticks.ts";
import type { TierPoint } from "../selectors/trend-series.ts";
import "./charts.css";
import "./trend-charts.css";

const TICK = { fill: "var(--faint)", fontSize: 11 };
const MARGIN = { top: 6, right: 4, bottom: 0, left: 0 };
const SHARES = [0, 0.5, 1];

/** What is written to the cache, by how long it is to live; from the ground up. */
export const TIER_KINDS = [
  { field: "write1h", label: "written, 1 h", fill: "url(#hatch-1h)" },
  { field: "write5m", label: "written, 5 min", fill: "var(--write-5m)" },
  { field: "writeUnknown", label: "lifetime not logged", fill: "url(#dots-unknown)" },
] as const;

/** Share of written tokens by lifetime; a stretch without writes is a gap. */
export const TierDriftChart = memo(function TierDriftChart({
  points,
  label,
}: {
  readonly points: readonly TierPoint[];
  readonly label: string;
}) {
  const narrow = useNarrow();
  const xTicks = useMemo(
    () => evenPlaces(points.length, narrow ? 4 : 7).flatMap((place) => points[place]?.from ?? []),
    [points, narrow],
  );
  return (
    <div className="chart" role="img" aria-label={label}>
      <ResponsiveContainer width="100%" height="100%" minHeight={40}>
        <ComposedChart data={points} margin={MARGIN} barCategoryGap="8%" accessibilityLayer={false}>
          <CartesianGrid vertical={false} stroke="var(--line)" syncWithTicks />
          <XAxis
            dataKey="from"
            ticks={xTicks}
            interval={0}
            tickFormatter={axisDay(points)}
            tick={TICK}
            tickLine={false}
            axisLine={false}
            height={22}
          />
          <YAxis
            width={38}
            domain={[0, 1]}
            ticks={SHARES}
            tickFormatter={wholePercent}
            tick={TICK}
            tickLine={false}
            axisLine={false}
          />
          <Tooltip content={<TierTooltip />} cursor={{ fill: "var(--hover)" }} isAnimationActive={false} />
          {TIER_KINDS.map(({ field, fill }) => (
            <Bar
              key={field}
              dataKey={field}
              stackId="written"
              fill={fill}
              maxBarSize={30}
              isAnimationActive={false}
            />
          ))}
        </ComposedChart>
      </ResponsiveContainer>
    </div>
  );
});

type TooltipProps = {
  readonly active?: boolean;
  readonly payload?: readonly { readonly payload?: TierPoint }[];
};

function TierTooltip({ active, payload }: TooltipProps) {
  const point = payload?.[0]?.payload;
  if (active !== true || point?.tier === undefined) return undefined;
  const { tier } = point;
  return (
    <div className="trend-tooltip">
      <p>{daysText(point.from, point.to)}</p>
      <dl>
        {TIER_KINDS.map(({ field, label }) => (
          <div key={field}>
            <dt>
              <i className={`swatch swatch-${field}`} /> {label}
            </dt>
            <dd>
              {compactTokens(tier[field])}, {percent(point[field])}
            </dd>
          </div>
        ))}
      </dl>
    </div>
  );
}
