import { memo } from "react";
import { DefaultZIndexes, usePlotArea, useXAxisScale, useYAxisScale, ZIndexLayer } from "recharts";
import type { DepthPoint } from "../selectors/depth-series.ts";
import type { PromptKind } from "./token-kinds.ts";

type Props = {
  readonly points: readonly DepthPoint[];
  /** From the ground up. */
  readonly kinds: readonly PromptKind[];
};

/** A bar takes this share of the room of its call, up to the widest in pixels. */
export const BAR_SHARE = 0.76;
export const WIDEST_BAR = 32;

/**
 * The bars of all calls as one shape a kind. Recharts makes some ten components of each part of each bar, which for
 * 60 calls took 40 ms at every change (Chromium 2026-11-21).
 */
export const DepthBars = memo(function DepthBars({ points, kinds }: Props) {
  const xScale = useXAxisScale();
  const yScale = useYAxisScale();
  const plot = usePlotArea();
  if (xScale === undefined || yScale === undefined || plot === undefined) return undefined;

  const room = plot.width / Math.max(1, points.length);
  // In whole pixels, so that all bars of a chart are equally wide.
  const width = Math.min(WIDEST_BAR, room * BAR_SHARE > 1 ? Math.round(room * BAR_SHARE) : room * BAR_SHARE);
  const shapes = kinds.map(() => "");
  for (const point of points) {
    const middle = xScale(point.index, { position: "middle" });
    // The axis hears of a new call after its bar does.
    if (middle === undefined) continue;
    let ground = yScale(0) ?? 0;
    let tokens = 0;
    kinds.forEach(({ field }, place) => {
      tokens += point[field];
      const top = yScale(tokens) ?? ground;
      if (top !== ground) shapes[place] += `M${middle - width / 2},${top}h${width}V${ground}h${-width}Z`;
      ground = top;
    });
  }
  return (
    <ZIndexLayer zIndex={DefaultZIndexes.bar}>
      <g className="depth-bars">
        {kinds.map(({ field, fill }, place) => (
          <path key={field} d={shapes[place]} fill={fill} />
        ))}
      </g>
    </ZIndexLayer>
  );
});
