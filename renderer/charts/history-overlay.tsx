import { wholePercent } from "../../shared/format.ts";
import type { Ratio } from "../../shared/units.ts";
import type { HistoryPoint } from "../selectors/history-series.ts";
import type { Plan } from "./history-shown.ts";

type Props = {
  readonly points: readonly HistoryPoint[];
  readonly floor: Ratio;
  /** Bars longer than a day have so many breaks that their number is written. */
  readonly numbers: boolean;
  readonly plan: Plan;
};

/** More dots than that say no more than "many"; the exact number is in the tooltip and the table. */
export const MOST_DOTS = 3;
const PITCH = 8;
/** From the top of a bar to the middle of the first dot. */
const CLEAR = 8;
/** Mean advance of a digit at 11 px. */
const DIGIT = 6.8;

/** The line of the hit rate and its scale, a dot for each break, and a dot where a lone point would be no line. */
export function HistoryOverlay({ points, floor, numbers, plan }: Props) {
  const { plot, xOf, yOfTokens, yOfRate } = plan;
  const digits = (plot.width / points.length - 2) / DIGIT;
  const fits = ({ breaks }: HistoryPoint) => numbers && breaks > 0 && String(breaks).length < digits;
  const topOf = ({ prompt }: HistoryPoint) => yOfTokens(prompt) - CLEAR;
  const dots = points.flatMap((point, place) =>
    fits(point)
      ? []
      : Array.from({ length: Math.min(numbers ? 1 : MOST_DOTS, point.breaks) }, (_, dot) =>
          dotAt(xOf(place), topOf(point) - dot * PITCH),
        ),
  );
  const lone = points.map(({ rate }, place) =>
    rate !== undefined && points[place - 1]?.rate === undefined && points[place + 1]?.rate === undefined
      ? dotAt(xOf(place), yOfRate(rate))
      : "",
  );
  return (
    <g className="history-overlay">
      {[floor, 1].map((rate, end) => (
        <g key={end} transform={`translate(${plot.x}, ${yOfRate(rate)})`}>
          <line className="history-rate-line" x2={plot.width} />
          <text className="history-rate-name" x={-8} dy="0.32em">
            {wholePercent(rate)}
          </text>
        </g>
      ))}
      <path className="history-line" d={linePath(points, xOf, yOfRate)} />
      <path className="history-lone" d={lone.join("")} />
      <path className="history-break" d={dots.join("")} />
      {points.map((point, place) =>
        fits(point) ? (
          <text key={place} className="history-breaks-number" x={xOf(place)} y={topOf(point) + 2}>
            {point.breaks}
          </text>
        ) : undefined,
      )}
    </g>
  );
}

/** A line without length, whose round ends are the dot. */
function dotAt(x: number, y: number): string {
  return `M${x},${y}h0`;
}

/** A gap where nothing was sent. */
function linePath(points: readonly HistoryPoint[], xOf: Plan["xOf"], yOfRate: Plan["yOfRate"]): string {
  return points
    .map(({ rate }, place) => {
      if (rate === undefined) return "";
      const command = points[place - 1]?.rate === undefined ? "M" : "L";
      return `${command}${xOf(place)},${yOfRate(rate)}`;
    })
    .join("");
}
