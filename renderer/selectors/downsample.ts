import type { DepthPoint } from "./depth-series.ts";

/**
 * At most `limit` points that keep the shape: of each stretch the lowest read and the deepest prompt, and every call
 * with an event, the first and the last. Only when events alone exceed the limit are there more.
 */
export function downsample(points: readonly DepthPoint[], limit: number): readonly DepthPoint[] {
  if (points.length <= limit) return points;
  const kept = new Set<number>([0, points.length - 1]);
  points.forEach((point, place) => {
    if (point.event !== undefined) kept.add(place);
  });
  const stretches = Math.floor((limit - kept.size) / 2);
  for (let stretch = 0; stretch < stretches; stretch += 1) {
    const from = Math.floor((stretch * points.length) / stretches);
    const to = Math.floor(((stretch + 1) * points.length) / stretches);
    kept.add(extreme(points, from, to, (point) => -point.read));
    kept.add(extreme(points, from, to, (point) => point.prompt));
  }
  return points.filter((_, place) => kept.has(place));
}

function extreme(
  points: readonly DepthPoint[],
  from: number,
  to: number,
  measure: (point: DepthPoint) => number,
): number {
  let best = from;
  let most = Number.NEGATIVE_INFINITY;
  for (let place = from; place < to; place += 1) {
    const point = points[place];
    if (point === undefined || measure(point) <= most) continue;
    most = measure(point);
    best = place;
  }
  return best;
}
