import { memo, useMemo, type MouseEvent } from "react";
import { Bar, ComposedChart, ResponsiveContainer, Tooltip, XAxis, YAxis } from "recharts";
import { tokenTicks } from "../selectors/axis-ticks.ts";
import { rateFloor, type HistoryPoint, type Series } from "../selectors/history-series.ts";
import type { HistoryUnit } from "../selectors/history-stretches.ts";
import { HistoryMarks } from "./history-marks.tsx";
import { HistoryShown } from "./history-shown.ts";
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

/** Room for the names beside and under the bars. */
const MARGIN = { top: 6, right: 4, bottom: 24, left: 46 };
const SHARES = [0, 1] as const;
const TOOLTIP = <HistoryTooltip />;

/** Stacked bars of tokens from the ground up, above them a dot for each break, and on top the line of the hit rate. */
export const HistoryChart = memo(function HistoryChart(props: Props) {
  const { points, series, unit, oneMonth, label, narrow, onSelect } = props;
  const shown = useMemo(() => {
    const most = points.reduce((top, { prompt }) => Math.max(top, prompt), 0);
    const ticks = tokenTicks(most, narrow ? 3 : 5);
    return { points, series, unit, oneMonth, narrow, most, ticks, floor: rateFloor(points) };
  }, [points, series, unit, oneMonth, narrow]);
  const select = (click: MouseEvent<HTMLDivElement>) => {
    const bounds = click.currentTarget.getBoundingClientRect();
    const share = (click.clientX - bounds.left - MARGIN.left) / (bounds.width - MARGIN.left - MARGIN.right);
    const point = points[Math.floor(share * points.length)];
    if (point?.stretch.totals !== undefined) onSelect(point);
  };
  return (
    <div className="chart chart-selects" role="img" aria-label={label} onClick={select}>
      <HistoryShown value={shown}>
        <Plot bars={points.length} />
      </HistoryShown>
    </div>
  );
});

/**
 * The room, its scales and the pointer are recharts' part. It is told how many bars there are and nothing else, so that it
 * stands still while their figures change: with them it took two renders of all its parts, 30 of 100 ms from a filter to
 * its picture (a million calls, 2026-11-21).
 */
const Plot = memo(function Plot({ bars }: { readonly bars: number }) {
  const places = useMemo(() => Array.from({ length: bars }, (_, place) => ({ place })), [bars]);
  return (
    <ResponsiveContainer width="100%" height="100%" minHeight={40}>
      <ComposedChart data={places} margin={MARGIN} accessibilityLayer={false}>
        <XAxis dataKey="place" scale="band" hide />
        <YAxis domain={SHARES} hide />
        {/* The tooltip asks for something at each place; it is drawn below, with all the rest. */}
        <Bar dataKey="place" isAnimationActive={false} hide />
        <HistoryMarks />
        <Tooltip content={TOOLTIP} cursor={false} isAnimationActive={false} includeHidden />
      </ComposedChart>
    </ResponsiveContainer>
  );
});
