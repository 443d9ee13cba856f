import { memo, useCallback, useMemo, type MouseEvent } from "react";
import {
  Bar,
  CartesianGrid,
  ComposedChart,
  ResponsiveContainer,
  Tooltip,
  XAxis,
  YAxis,
  type BarShapeProps,
} from "recharts";
import { shortTokens } from "../../shared/format.ts";
import { evenPlaces, tokenTicks } from "../selectors/axis-ticks.ts";
import { rateFloor, type HistoryPoint, type Series } from "../selectors/history-series.ts";
import type { HistoryUnit } from "../selectors/history-stretches.ts";
import { tickText } from "../month-text.ts";
import { HistoryOverlay } from "./history-overlay.tsx";
import { HistoryTooltip } from "./history-tooltip.tsx";
import "./charts.css";
import "./history-chart.css";

type Props = {
  readonly points: readonly HistoryPoint[];
  readonly series: readonly Series[];
  readonly unit: HistoryUnit;
  /** All days are of one month, so that their number is name enough. */
  readonly oneMonth: boolean;
  readonly label: string;
  /** Fewer words under the bars. */
  readonly narrow: boolean;
  readonly onSelect: (point: HistoryPoint) => void;
};

const AXIS_WIDTH = 46;
const RIGHT = 4;
const TICK = { fill: "var(--faint)", fontSize: 11 };
const MARGIN = { top: 6, right: RIGHT, bottom: 0, left: 0 };
const WIDEST_BAR = 30;
/** Bars take this share of the height; the line runs between the other two. */
const BARS_TOP = 0.7;
const LINE_FROM = 0.85;
const LINE_TO = 0.985;

/** Stacked bars of tokens from the ground up, above them a dot for each break, and on top the line of the hit rate. */
export const HistoryChart = memo(function HistoryChart(props: Props) {
  const { points, series, unit, oneMonth, label, narrow, onSelect } = props;
  const most = useMemo(() => points.reduce((top, { prompt }) => Math.max(top, prompt), 0), [points]);
  const ticks = useMemo(() => tokenTicks(most, narrow ? 3 : 5), [most, narrow]);
  const names = useMemo(() => {
    const room = narrow ? 6 : oneMonth ? 31 : 12;
    return evenPlaces(points.length, room).flatMap((place) => points[place]?.stretch.from ?? []);
  }, [points, narrow, oneMonth]);
  const stretchOf = useMemo(() => new Map(points.map(({ stretch }) => [stretch.from, stretch])), [points]);
  const floor = useMemo(() => rateFloor(points), [points]);
  const rates = useMemo(() => {
    const span = (1 - floor) / (LINE_TO - LINE_FROM);
    return [floor - LINE_FROM * span, floor + (1 - LINE_FROM) * span];
  }, [floor]);

  // One series for recharts, whose parts are drawn here: seven of them took it three times as long (2026-11-21).
  const stack = useCallback((bar: BarShapeProps) => <HistoryBar {...bar} series={series} />, [series]);
  const select = (click: MouseEvent<HTMLDivElement>) => {
    const bounds = click.currentTarget.getBoundingClientRect();
    const share = (click.clientX - bounds.left - AXIS_WIDTH) / (bounds.width - AXIS_WIDTH - RIGHT);
    const point = points[Math.floor(share * points.length)];
    if (point?.stretch.totals !== undefined) onSelect(point);
  };
  return (
    <div className="chart chart-selects" role="img" aria-label={label} onClick={select}>
      <ResponsiveContainer width="100%" height="100%" minHeight={40}>
        <ComposedChart data={points} margin={MARGIN} barCategoryGap="16%" accessibilityLayer={false}>
          <CartesianGrid vertical={false} stroke="var(--line)" syncWithTicks yAxisId="tokens" />
          <XAxis
            dataKey={fromOf}
            ticks={names}
            interval={0}
            tickFormatter={(from: string) => {
              const stretch = stretchOf.get(from);
              return stretch === undefined ? "" : tickText(stretch, unit, oneMonth);
            }}
            tick={TICK}
            tickLine={false}
            axisLine={false}
            height={24}
          />
          <YAxis
            yAxisId="tokens"
            width={AXIS_WIDTH}
            domain={[0, most === 0 ? 1 : most / BARS_TOP]}
            ticks={ticks}
            interval={0}
            tickFormatter={shortTokens}
            tick={TICK}
            tickLine={false}
            axisLine={false}
          />
          <YAxis yAxisId="rate" orientation="right" domain={rates} allowDataOverflow hide />
          <Tooltip
            content={<HistoryTooltip series={series} unit={unit} />}
            cursor={{ fill: "var(--hover)", stroke: "none" }}
            isAnimationActive={false}
          />
          <Bar
            yAxisId="tokens"
            dataKey="prompt"
            shape={stack}
            maxBarSize={WIDEST_BAR}
            isAnimationActive={false}
          />
          <HistoryOverlay points={points} floor={floor} numbers={unit !== "day"} />
        </ComposedChart>
      </ResponsiveContainer>
    </div>
  );
});

type BarProps = Pick<BarShapeProps, "x" | "y" | "width" | "height" | "payload"> & {
  readonly series: readonly Series[];
};

/** The parts of one bar from the ground up. */
function HistoryBar({ x, y, width, height, payload, series }: BarProps) {
  const { stack, prompt } = payload as HistoryPoint;
  if (prompt === 0) return <g />;
  const parts = stack.map((tokens) => (tokens / prompt) * height);
  return (
    <g>
      {series.map(({ key, fill }, place) => {
        const top = parts.slice(0, place + 1).reduce((above, part) => above - part, y + height);
        return <rect key={key} x={x} y={top} width={width} height={parts[place]} fill={fill} />;
      })}
    </g>
  );
}

function fromOf({ stretch }: HistoryPoint): string {
  return stretch.from;
}
