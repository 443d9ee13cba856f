import type { CacheEvent } from "../../shared/cache/event.ts";
import { causeTitle } from "../../shared/cache/wording.ts";
import type { CallView } from "../../shared/feed.ts";
import type { EpochMs, Ratio, Tokens } from "../../shared/units.ts";
import { addUsage, hitRate, NO_USAGE, promptTokens } from "../../shared/usage/token-usage.ts";
import { lossText } from "../wording.ts";
import { downsample } from "./downsample.ts";
import { eventsByCall } from "./event-of-call.ts";

/** One call as the charts draw it: plain figures, no formatting left to do but their text. */
export type DepthPoint = {
  /** Place of the call in its lane, from 0. */
  readonly index: number;
  readonly key: string;
  readonly at: EpochMs | undefined;
  readonly read: Tokens;
  readonly write5m: Tokens;
  readonly write1h: Tokens;
  readonly writeUnknown: Tokens;
  readonly uncached: Tokens;
  readonly prompt: Tokens;
  readonly rate: Ratio | undefined;
  readonly call: CallView;
  readonly event: CacheEvent | undefined;
};

/** A label at its datum. `loss` draws the hollow red part too; `expected` is a neutral dotted line. */
export type Annotation = {
  readonly index: number;
  readonly kind: "loss" | "expected";
  readonly text: string;
  readonly weight: Tokens;
};

/** Bars up to this many calls, a step area beyond: bars are what Recharts is slow at. */
export const MOST_BARS = 90;
const MOST_POINTS = 600;

/** Every call of a lane as a point, in order. */
export function depthPoints(
  calls: readonly CallView[],
  events: readonly CacheEvent[],
): readonly DepthPoint[] {
  const byCall = eventsByCall(events);
  return calls.map((call, index) => ({
    index,
    key: call.key,
    at: call.at,
    read: call.usage.cacheRead,
    write5m: call.usage.cacheWrite5m,
    write1h: call.usage.cacheWrite1h,
    writeUnknown: call.usage.cacheWriteUnknownTtl,
    uncached: call.usage.uncachedInput,
    prompt: promptTokens(call.usage),
    rate: hitRate(call.usage),
    call,
    event: byCall.get(call.key),
  }));
}

/** What a chart can draw of the points: all of them up to 90, else at most 600 with every event among them. */
export function drawnPoints(points: readonly DepthPoint[]): readonly DepthPoint[] {
  return points.length <= MOST_BARS ? points : downsample(points, MOST_POINTS);
}

/** Hit rate of these calls together; `undefined` when nothing was sent. */
export function rateOf(points: readonly DepthPoint[]): Ratio | undefined {
  return hitRate(points.reduce((sum, { call }) => addUsage(sum, call.usage), NO_USAGE));
}

export function annotations(points: readonly DepthPoint[]): readonly Annotation[] {
  return points.flatMap(({ index, event }) =>
    event === undefined || event.lost === 0 ? [] : [annotation(index, event)],
  );
}

function annotation(index: number, event: CacheEvent): Annotation {
  if (event.kind === "expected-rebuild") {
    return { index, kind: "expected", text: causeTitle(event.cause).toLowerCase(), weight: 0 };
  }
  return {
    index,
    kind: "loss",
    text: `${causeTitle(event.cause)} · ${lossText(event)}`,
    weight: event.lost,
  };
}
