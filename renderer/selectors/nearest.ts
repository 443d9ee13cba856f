import type { CacheEvent } from "../../shared/cache/event.ts";
import type { Ratio } from "../../shared/units.ts";
import type { DepthPoint } from "./depth-series.ts";

type Placed = { readonly event: CacheEvent | undefined };

/** The item next to a position; one with an event wins over a nearer one when it is within `reach`. */
export function nearest<T extends Placed>(
  items: readonly T[],
  positionOf: (item: T) => Ratio,
  position: Ratio,
  reach: Ratio,
): T | undefined {
  let best: T | undefined;
  let least = Number.POSITIVE_INFINITY;
  for (const item of items) {
    const distance = Math.abs(positionOf(item) - position);
    const weight = item.event !== undefined && distance <= reach ? distance - 1 : distance;
    if (weight >= least) continue;
    least = weight;
    best = item;
  }
  return best;
}

/** The call at a share of a chart's width. Each call has the same room, whether drawn or left out between two drawn ones. */
export function pointAt(points: readonly DepthPoint[], share: Ratio, reach: Ratio): DepthPoint | undefined {
  const first = points[0]?.index ?? 0;
  const room = (points.at(-1)?.index ?? 0) - first + 1;
  return nearest(points, ({ index }) => (index - first + 0.5) / room, share, reach);
}
