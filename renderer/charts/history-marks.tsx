import { use } from "react";
import { usePlotArea } from "recharts";
import { shortTokens } from "../../shared/format.ts";
import { tickText } from "../month-text.ts";
import { evenPlaces } from "../selectors/axis-ticks.ts";
import { HistoryOverlay } from "./history-overlay.tsx";
import { HistoryShown, type Plan, type Shown } from "./history-shown.ts";

/** Bars take this share of the height; the line runs between the other two. */
const BARS_TOP = 0.7;
const LINE_FROM = 0.85;
const LINE_TO = 0.985;

/** Between two bars, as a share of their pitch, on either side. */
const GAP = 0.16;
const WIDEST_BAR = 30;

/** Everything that is drawn in the chart: few elements, and each the same from one answer to the next. */
export function HistoryMarks() {
  const shown = use(HistoryShown);
  const plot = usePlotArea();
  if (shown === undefined || plot === undefined) return undefined;
  const { points, floor, unit } = shown;
  const most = shown.most === 0 ? 1 : shown.most;
  const pitch = plot.width / points.length;
  const yOf = (share: number) => plot.y + plot.height * (1 - share);
  // By the same rule as recharts' scales, which hear of another number of bars one render later.
  const plan: Plan = {
    plot,
    bar: barWidth(pitch),
    xOf: (place) => plot.x + (place + 0.5) * pitch,
    yOfTokens: (tokens) => yOf((tokens / most) * BARS_TOP),
    yOfRate: (rate) => yOf(LINE_FROM + ((rate - floor) / (1 - floor)) * (LINE_TO - LINE_FROM)),
  };
  return (
    <g className="history-marks">
      <Grid shown={shown} plan={plan} />
      <Bars shown={shown} plan={plan} />
      <HistoryOverlay points={points} floor={floor} numbers={unit !== "day"} plan={plan} />
    </g>
  );
}

function barWidth(pitch: number): number {
  const width = pitch * (1 - 2 * GAP);
  return Math.min(width > 1 ? Math.round(width) : width, WIDEST_BAR);
}

type Props = { readonly shown: Shown; readonly plan: Plan };

/** A line and a name for each step of tokens, and names under the bars. */
function Grid({ shown: { points, ticks, unit, oneMonth, narrow }, plan }: Props) {
  const { plot, xOf, yOfTokens } = plan;
  const room = narrow ? 6 : oneMonth ? 31 : 12;
  const lines = ticks.map((tokens) => `M${plot.x},${yOfTokens(tokens)}h${plot.width}`);
  return (
    <>
      <path className="history-grid" d={lines.join("")} />
      <g className="history-tick history-tick-tokens">
        {ticks.map((tokens, step) => (
          <text key={step} x={plot.x - 8} y={yOfTokens(tokens)} dy="0.355em">
            {shortTokens(tokens)}
          </text>
        ))}
      </g>
      <g className="history-tick">
        {evenPlaces(points.length, room).map((place) => {
          const stretch = points[place]?.stretch;
          return (
            <text key={place} x={xOf(place)} y={plot.y + plot.height + 8} dy="0.71em">
              {stretch === undefined ? "" : tickText(stretch, unit, oneMonth)}
            </text>
          );
        })}
      </g>
    </>
  );
}

/** One path for each series, of its part of every bar; the parts stand on each other from the ground up. */
function Bars({ shown: { points, series }, plan }: Props) {
  const { bar, xOf, yOfTokens } = plan;
  const ground = points.map(() => 0);
  return (
    <>
      {series.map(({ key, fill }, layer) => {
        const parts = points.map(({ stack }, place) => {
          const below = ground[place] ?? 0;
          const above = below + (stack[layer] ?? 0);
          ground[place] = above;
          if (above === below) return "";
          const top = yOfTokens(above);
          return `M${xOf(place) - bar / 2},${top}h${bar}v${yOfTokens(below) - top}h${-bar}z`;
        });
        return <path key={key} d={parts.join("")} fill={fill} />;
      })}
    </>
  );
}
