import { memo, useMemo } from "react";
import {
  Bar,
  type BarShapeProps,
  CartesianGrid,
  ComposedChart,
  ResponsiveContainer,
  Tooltip,
  XAxis,
  YAxis,
} from "recharts";
import { groupTitle } from "../../shared/cache/wording.ts";
import { counted, exactCount } from "../../shared/format.ts";
import { axisDay, daysText } from "../day-text.ts";
import { GROUPS } from "../invalidations-view.ts";
import { useNarrow } from "../narrow.ts";
import { evenPlaces, tokenTicks } from "../selectors/axis-ticks.ts";
import { breaksPer100, type RatePoint } from "../selectors/trend-series.ts";
import { rateText } from "../wording.ts";
import { GROUP_FILLS, GROUP_STROKES, GroupMark } from "./group-mark.tsx";
import "./charts.css";
import "./trend-charts.css";

const TICK = { fill: "var(--faint)", fontSize: 11 };
const MARGIN = { top: 6, right: 4, bottom: 0, left: 0 };
const WIDEST_BAR = 30;

type Props = {
  readonly points: readonly RatePoint[];
  /** Top of the scale in breaks per 100 calls; taller bars of few calls are cut there. */
  readonly most: number;
};

/** Breaks per 100 calls, stacked by group from the ground up; weeks of few calls are pale. */
export const BreakRateChart = memo(function BreakRateChart({ points, most }: Props) {
  const narrow = useNarrow();
  const xTicks = useMemo(
    () => evenPlaces(points.length, narrow ? 4 : 7).flatMap((place) => points[place]?.from ?? []),
    [points, narrow],
  );
  return (
    <div
      className="chart"
      role="img"
      aria-label="Breaks per 100 calls by week; the same figures follow as a table."
    >
      <ResponsiveContainer width="100%" height="100%" minHeight={40}>
        <ComposedChart data={points} margin={MARGIN} barCategoryGap="14%" accessibilityLayer={false}>
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
            width={30}
            domain={[0, most]}
            ticks={tokenTicks(most, 4)}
            allowDataOverflow
            tickFormatter={String}
            tick={TICK}
            tickLine={false}
            axisLine={false}
          />
          <Tooltip content={<RateTooltip />} cursor={{ fill: "var(--hover)" }} isAnimationActive={false} />
          {GROUPS.map((group) => (
            <Bar
              key={group}
              dataKey={group}
              stackId="breaks"
              fill={GROUP_FILLS[group]}
              stroke={GROUP_STROKES[group]}
              maxBarSize={WIDEST_BAR}
              shape={Part}
              isAnimationActive={false}
            />
          ))}
        </ComposedChart>
      </ResponsiveContainer>
    </div>
  );
});

function Part(part: BarShapeProps) {
  const { x, y, width, height, fill, stroke, payload } = part;
  if (height <= 0 || width <= 0) return undefined;
  const { few } = payload as RatePoint;
  return (
    <rect
      className={few ? "trend-bar trend-bar-few" : "trend-bar"}
      x={x + 0.5}
      y={y + 0.5}
      width={Math.max(1, width - 1)}
      height={Math.max(0.5, height - 1)}
      fill={fill}
      stroke={stroke}
    />
  );
}

type TooltipProps = {
  readonly active?: boolean;
  readonly payload?: readonly { readonly payload?: RatePoint }[];
};

function RateTooltip({ active, payload }: TooltipProps) {
  const point = payload?.[0]?.payload;
  if (active !== true || point?.row === undefined) return undefined;
  const { row } = point;
  return (
    <div className="trend-tooltip">
      <p>{daysText(point.from, point.to)}</p>
      <dl>
        {GROUPS.map((group) => (
          <div key={group}>
            <dt>
              <GroupMark group={group} /> {groupTitle(group)}
            </dt>
            <dd>{exactCount(row.losses[group].events)}</dd>
          </div>
        ))}
      </dl>
      <p className="trend-tooltip-sum">
        {rateText(breaksPer100(row))} breaks per 100 calls
        <span>
          {counted(row.calls, "call")}
          {point.few && ": few calls, so the rate says little"}
        </span>
      </p>
    </div>
  );
}
