import type { MouseEvent, ReactNode } from "react";
import { ResponsiveContainer } from "recharts";
import { MOST_BARS, type DepthPoint } from "../selectors/depth-series.ts";
import { pointAt } from "../selectors/nearest.ts";
import "./charts.css";

type Props = {
  readonly points: readonly DepthPoint[];
  /** What the chart shows, for those who cannot see it. */
  readonly label: string;
  /** Pixels left of the first call: the width of the axis. */
  readonly left: number;
  readonly onSelect: ((key: string) => void) | undefined;
  readonly children: ReactNode;
};

/** Pixels right of the last call, where the last label of the axis may reach. */
export const CHART_RIGHT = 4;

/** In a step area a call is thinner than a pointer: so near to an event, in pixels, a click means the event. */
const EVENT_REACH = 8;

/** The room of a chart over calls; a click selects the call under it. */
export function ChartFrame({ points, label, left, onSelect, children }: Props) {
  // Recharts tells the call under the pointer only after a move, so a tap would select nothing.
  const select = (click: MouseEvent<HTMLDivElement>) => {
    const bounds = click.currentTarget.getBoundingClientRect();
    const width = bounds.width - left - CHART_RIGHT;
    const reach = points.length > MOST_BARS ? EVENT_REACH / width : 0;
    const share = (click.clientX - bounds.left - left) / width;
    const point = share < 0 || share > 1 ? undefined : pointAt(points, share, reach);
    if (point !== undefined) onSelect?.(point.key);
  };
  return (
    <div
      className={onSelect === undefined ? "chart" : "chart chart-selects"}
      role="img"
      aria-label={label}
      onClick={onSelect === undefined ? undefined : select}
    >
      <ResponsiveContainer width="100%" height="100%" minHeight={40}>
        {children}
      </ResponsiveContainer>
    </div>
  );
}
