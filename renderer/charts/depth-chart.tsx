import { memo, useMemo } from "react";
import { Area, Bar, CartesianGrid, ComposedChart, Tooltip, XAxis, YAxis } from "recharts";
import { clockTime, shortTokens } from "../../shared/format.ts";
import { PLACE } from "../clock.ts";
import { evenPlaces, tokenTicks } from "../selectors/axis-ticks.ts";
import { annotations, MOST_BARS, type DepthPoint } from "../selectors/depth-series.ts";
import { CallTooltip } from "./call-tooltip.tsx";
import { CHART_RIGHT, ChartFrame } from "./chart-frame.tsx";
import { DepthBars } from "./depth-bars.tsx";
import { DepthOverlay } from "./depth-overlay.tsx";
import { kindsIn } from "./legend.tsx";

type Props = {
  /** What is drawn: see `drawnPoints`. More than 90 are a step area. */
  readonly points: readonly DepthPoint[];
  readonly label: string;
  readonly selected?: string | undefined;
  readonly onSelect?: (key: string) => void;
  /** Without axes and words, for the smallest layout. */
  readonly bare?: boolean;
};

export const AXIS_WIDTH = 46;
const TICK = { fill: "var(--faint)", fontSize: 11 };

/** One bar for each call, stacked from read to uncached, with what was lost drawn hollow over it. */
export const DepthChart = memo(function DepthChart({
  points,
  label,
  selected,
  onSelect,
  bare = false,
}: Props) {
  const notes = useMemo(() => annotations(points), [points]);
  const kinds = useMemo(() => kindsIn(points), [points]);
  const most = useMemo(
    () => points.reduce((top, { prompt, event }) => Math.max(top, prompt, event?.expected ?? 0), 0),
    [points],
  );
  const yTicks = useMemo(() => tokenTicks(most, 5), [most]);
  const xTicks = useMemo(
    () => evenPlaces(points.length, 6).flatMap((place) => points[place]?.index ?? []),
    [points],
  );
  const timeOf = useMemo(() => new Map(points.map(({ index, at }) => [index, at])), [points]);
  const bars = points.length <= MOST_BARS;
  const margin = useMemo(
    () =>
      bare ? { top: 4, right: 0, bottom: 0, left: 0 } : { top: 40, right: CHART_RIGHT, bottom: 0, left: 0 },
    [bare],
  );
  const first = points[0]?.index ?? 0;
  const last = points.at(-1)?.index ?? 0;
  const axis = bars
    ? ({ type: "category" } as const)
    : ({ type: "number", domain: [first - 0.5, last + 0.5] } as const);

  return (
    <ChartFrame points={points} label={label} left={bare ? 0 : AXIS_WIDTH} onSelect={onSelect}>
      <ComposedChart data={points} margin={margin} accessibilityLayer={false}>
        {!bare && <CartesianGrid vertical={false} stroke="var(--line)" syncWithTicks />}
        <XAxis
          dataKey="index"
          {...axis}
          includeHidden
          ticks={xTicks}
          interval={0}
          tickFormatter={(index: number) => clockTime(timeOf.get(index), PLACE)}
          tick={TICK}
          tickLine={false}
          axisLine={false}
          height={bare ? 1 : 24}
          hide={bare}
        />
        <YAxis
          width={AXIS_WIDTH}
          includeHidden
          domain={[0, most === 0 ? 1 : most]}
          ticks={yTicks}
          tickFormatter={shortTokens}
          tick={TICK}
          tickLine={false}
          axisLine={false}
          hide={bare}
        />
        <Tooltip
          content={<CallTooltip />}
          includeHidden
          cursor={{ fill: "var(--hover)", stroke: "var(--line)" }}
          isAnimationActive={false}
        />
        {bars ? (
          <>
            {/* Draws nothing: gives the axis its bands and the tooltip its call. */}
            <Bar dataKey="prompt" hide isAnimationActive={false} />
            <DepthBars points={points} kinds={kinds} />
          </>
        ) : (
          kinds.map(({ field, label: name, fill }) => (
            <Area
              key={field}
              dataKey={field}
              name={name}
              stackId="prompt"
              type="step"
              fill={fill}
              fillOpacity={1}
              stroke="none"
              dot={false}
              activeDot={false}
              isAnimationActive={false}
            />
          ))
        )}
        <DepthOverlay points={points} notes={notes} selected={selected} labels={!bare} />
      </ComposedChart>
    </ChartFrame>
  );
});
