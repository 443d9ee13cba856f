import { memo, useMemo } from "react";
import {
  CartesianGrid,
  DefaultZIndexes,
  Line,
  LineChart,
  ReferenceLine,
  Tooltip,
  useXAxisScale,
  useYAxisScale,
  XAxis,
  YAxis,
  ZIndexLayer,
} from "recharts";
import { wholePercent } from "../../shared/format.ts";
import type { DepthPoint } from "../selectors/depth-series.ts";
import { CallTooltip } from "./call-tooltip.tsx";
import { CHART_RIGHT, ChartFrame } from "./chart-frame.tsx";
import { AXIS_WIDTH } from "./depth-chart.tsx";

type Props = {
  readonly points: readonly DepthPoint[];
  readonly label: string;
  readonly selected?: string | undefined;
  readonly onSelect?: (key: string) => void;
};

const TICK = { fill: "var(--faint)", fontSize: 11 };
const MARGIN = { top: 8, right: CHART_RIGHT, bottom: 8, left: 0 };
const SHARES = [0, 0.5, 1];

/** The hit rate of each call by itself, under the prefix-depth chart and on the same axis. */
export const HitRateChart = memo(function HitRateChart({ points, label, selected, onSelect }: Props) {
  const domain = useMemo(() => [(points[0]?.index ?? 0) - 0.5, (points.at(-1)?.index ?? 0) + 0.5], [points]);
  const chosen = points.find(({ key }) => key === selected);
  return (
    <ChartFrame points={points} label={label} left={AXIS_WIDTH} onSelect={onSelect}>
      <LineChart data={points} margin={MARGIN} accessibilityLayer={false}>
        <CartesianGrid vertical={false} stroke="var(--line)" syncWithTicks />
        <XAxis dataKey="index" type="number" domain={domain} hide />
        <YAxis
          width={AXIS_WIDTH}
          domain={[0, 1]}
          ticks={SHARES}
          tickFormatter={wholePercent}
          tick={TICK}
          tickLine={false}
          axisLine={false}
        />
        <Tooltip
          content={<CallTooltip />}
          cursor={{ stroke: "var(--faint)", strokeWidth: 1 }}
          isAnimationActive={false}
        />
        {chosen !== undefined && <ReferenceLine x={chosen.index} stroke="var(--focus)" />}
        <Line
          dataKey="rate"
          type="linear"
          stroke="var(--read)"
          strokeWidth={1.75}
          strokeLinejoin="round"
          dot={false}
          activeDot={{ r: 3, fill: "var(--read)", stroke: "var(--panel)" }}
          isAnimationActive={false}
        />
        <LossDots points={points} />
      </LineChart>
    </ChartFrame>
  );
});

/** A ring at each loss; a lone call between two gaps would be no line at all, so it gets a dot. */
function LossDots({ points }: { readonly points: readonly DepthPoint[] }) {
  const xScale = useXAxisScale();
  const yScale = useYAxisScale();
  if (xScale === undefined || yScale === undefined) return undefined;
  return (
    <ZIndexLayer zIndex={DefaultZIndexes.label}>
      {points.map(({ index, rate, event }, place) => {
        if (rate === undefined) return undefined;
        const loss = event?.kind === "invalidation";
        const alone = points[place - 1]?.rate === undefined && points[place + 1]?.rate === undefined;
        if (!loss && !alone) return undefined;
        return (
          <circle
            key={index}
            className={loss ? "hit-rate-loss" : "hit-rate-lone"}
            cx={xScale(index) ?? 0}
            cy={yScale(rate) ?? 0}
            r={loss ? 3.5 : 2}
          />
        );
      })}
    </ZIndexLayer>
  );
}
