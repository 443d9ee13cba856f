import type { CacheEvent } from "../../shared/cache/event.ts";
import type { LaneSummary, MarkView, SessionDetail } from "../../shared/feed.ts";
import type { EpochMs, Ratio } from "../../shared/units.ts";

/** All lanes of a session on one time axis. Positions are shares of the axis. */
export type LaneTimeline = {
  readonly from: EpochMs;
  readonly to: EpochMs;
  readonly lanes: readonly TimelineLane[];
  readonly marks: readonly { readonly position: Ratio; readonly mark: MarkView }[];
};

export type TimelineLane = {
  readonly lane: LaneSummary;
  readonly ticks: readonly LaneTick[];
};

export type LaneTick = {
  readonly position: Ratio;
  readonly key: string;
  readonly event: CacheEvent | undefined;
};

/** Calls nearer than this share of the axis are drawn as one: a pixel holds one tick. */
const FINENESS = 500;

/** `undefined` when no call has a time. Calls without a time are not on it. */
export function laneTimeline(detail: SessionDetail): LaneTimeline | undefined {
  const times = detail.calls.flatMap(({ at }) => (at === undefined ? [] : [at]));
  if (times.length === 0) return undefined;
  const from = times.reduce((least, at) => Math.min(least, at));
  const to = times.reduce((most, at) => Math.max(most, at));
  const position = (at: EpochMs): Ratio => (to === from ? 0.5 : (at - from) / (to - from));
  const eventOf = new Map(detail.events.map((event) => [event.callKey, event]));

  const ticks = new Map<string | undefined, Map<number, LaneTick>>();
  for (const { key, agent, at } of detail.calls) {
    if (at === undefined) continue;
    const event = eventOf.get(key);
    const place = Math.round(position(at) * FINENESS);
    const lane = ticks.get(agent) ?? new Map<number, LaneTick>();
    ticks.set(agent, lane);
    if (lane.get(place)?.event === undefined) lane.set(place, { position: position(at), key, event });
  }
  return {
    from,
    to,
    lanes: detail.lanes.map((lane) => ({ lane, ticks: [...(ticks.get(lane.agent)?.values() ?? [])] })),
    marks: notableMarks(detail.marks, from, to).map(({ at, mark }) => ({ position: position(at), mark })),
  };
}

function notableMarks(
  marks: readonly MarkView[],
  from: EpochMs,
  to: EpochMs,
): readonly { readonly at: EpochMs; readonly mark: MarkView }[] {
  return marks.flatMap((mark) => {
    const { at } = mark;
    return at === undefined || mark.mark === "prompt" || at < from || at > to ? [] : [{ at, mark }];
  });
}
