import { memo } from "react";
import { DefaultZIndexes, usePlotArea, useXAxisScale, useYAxisScale, ZIndexLayer } from "recharts";
import { wholePercent } from "../../shared/format.ts";
import type { Ratio } from "../../shared/units.ts";
import type { HistoryPoint } from "../selectors/history-series.ts";

type Props = {
  readonly points: readonly HistoryPoint[];
  readonly floor: Ratio;
  /** Bars longer than a day have so many breaks that their number is written. */
  readonly numbers: boolean;
};

/** More dots than that say no more than "many"; the exact number is in the tooltip and the table. */
export const MOST_DOTS = 3;
const PITCH = 8;
/** Mean advance of a digit at 11 px. */
const DIGIT = 6.8;

/**
 * The line of the hit rate and its scale, a dot for each break, and a dot where a lone point would be no line. The line is
 * drawn here since recharts measures its own at each render, and has the whole page laid out for that: 20 ms (2026-11-21).
 */
export const HistoryOverlay = memo(function HistoryOverlay({ points, floor, numbers }: Props) {
  const xScale = useXAxisScale();
  const tokens = useYAxisScale("tokens");
  const rates = useYAxisScale("rate");
  const plot = usePlotArea();
  if (xScale === undefined || tokens === undefined || rates === undefined || plot === undefined)
    return undefined;
  const x = (point: HistoryPoint) => xScale(point.stretch.from, { position: "middle" }) ?? 0;
  return (
    <ZIndexLayer zIndex={DefaultZIndexes.label}>
      <g className="history-overlay">
        {[floor, 1].map((rate) => (
          <g key={rate} transform={`translate(${plot.x}, ${rates(rate) ?? 0})`}>
            <line className="history-rate-line" x2={plot.width} />
            <text className="history-rate-name" x={-8} dy="0.32em">
              {wholePercent(rate)}
            </text>
          </g>
        ))}
        <path className="history-line" d={linePath(points, x, (rate) => rates(rate) ?? 0)} />
        {points.map((point, place) => {
          const { rate, breaks, prompt, stretch } = point;
          const alone =
            rate !== undefined &&
            points[place - 1]?.rate === undefined &&
            points[place + 1]?.rate === undefined;
          const top = (tokens(prompt) ?? 0) - 8;
          const fits = String(breaks).length * DIGIT + 2 < plot.width / points.length;
          return (
            <g key={stretch.from}>
              {alone && <circle className="history-lone" cx={x(point)} cy={rates(rate) ?? 0} r={2} />}
              {numbers && breaks > 0 && fits ? (
                <text className="history-breaks-number" x={x(point)} y={top + 2}>
                  {breaks}
                </text>
              ) : (
                Array.from({ length: Math.min(numbers ? 1 : MOST_DOTS, breaks) }, (_, dot) => (
                  <circle key={dot} className="history-break" cx={x(point)} cy={top - dot * PITCH} r={2.75} />
                ))
              )}
            </g>
          );
        })}
      </g>
    </ZIndexLayer>
  );
});

/** A gap where nothing was sent. */
function linePath(
  points: readonly HistoryPoint[],
  x: (point: HistoryPoint) => number,
  y: (rate: Ratio) => number,
): string {
  return points
    .map((point, place) => {
      if (point.rate === undefined) return "";
      const command = points[place - 1]?.rate === undefined ? "M" : "L";
      return `${command}${x(point)},${y(point.rate)}`;
    })
    .join("");
}
