import type { CacheEvent, Cause } from "../../shared/cache/event.ts";
import type { CallView, MarkView, SessionDetail } from "../../shared/feed.ts";
import type { MarkKind } from "../../shared/log/entry.ts";
import type { EpochMs } from "../../shared/units.ts";
import { eventKey } from "./event-rows.ts";
import { laneChanges, type ChangeKind, type LaneChange } from "./lane-changes.ts";

/** One entry of "What happened". */
export type Happening =
  | {
      readonly kind: "event";
      readonly key: string;
      readonly at: EpochMs | undefined;
      readonly event: CacheEvent;
    }
  | {
      readonly kind: "change";
      readonly key: string;
      readonly at: EpochMs | undefined;
      readonly change: LaneChange;
    }
  | { readonly kind: "mark"; readonly key: string; readonly at: EpochMs | undefined; readonly mark: MarkView }
  | {
      readonly kind: "start";
      readonly key: string;
      readonly at: EpochMs | undefined;
      readonly call: CallView;
    };

/** Marks worth a line of their own; the others are on the time line only. */
const TOLD: ReadonlySet<MarkKind> = new Set(["compaction", "resume", "model-fallback", "api-error"]);

/** Causes that name a change already. */
const CHANGE_OF: { readonly [cause in Cause]?: ChangeKind } = {
  "model-switch": "model",
  "effort-switch": "effort",
  "ttl-downgrade": "lifetime",
};

/** Events, changes, notable marks and the start of the session, newest first. What has an event is told once. */
export function happenings(detail: SessionDetail): readonly Happening[] {
  const first = detail.calls.find(({ lane }) => lane === "main") ?? detail.calls[0];
  const order = new Map(detail.calls.map((call) => [call.key, call.order]));
  const rows: (Happening & { readonly order: number })[] = [];
  for (const event of detail.events) {
    // A subagent that starts is on the time line of the lanes; a hundred of them would hide the rest here.
    if (event.cause === "cold-start" && event.agent !== undefined) continue;
    rows.push({
      kind: "event",
      key: eventKey(event),
      at: event.at,
      event,
      order: order.get(event.callKey) ?? 0,
    });
  }
  const switched = new Set(
    detail.events.flatMap(({ cause, also, callKey }) =>
      [cause, ...also].flatMap((one) => (CHANGE_OF[one] === undefined ? [] : `${CHANGE_OF[one]} ${callKey}`)),
    ),
  );
  for (const change of laneChanges(detail.calls)) {
    if (change.kind === "lifetime" || switched.has(`${change.kind} ${change.call}`)) continue;
    const { at, order, kind, call } = change;
    rows.push({ kind: "change", key: `${kind} ${call}`, at, change, order: order - 0.5 });
  }
  for (const mark of detail.marks) {
    if (!TOLD.has(mark.mark) || (mark.mark === "compaction" && hasEvent(mark, detail, order))) continue;
    rows.push({ kind: "mark", key: `${mark.order} ${mark.mark}`, at: mark.at, mark, order: mark.order });
  }
  if (first !== undefined && !detail.events.some(({ callKey }) => callKey === first.key))
    rows.push({ kind: "start", key: "start", at: first.at, call: first, order: -1 });
  return rows.sort((a, b) => (b.at ?? 0) - (a.at ?? 0) || b.order - a.order);
}

/** The event of a compaction is on the next call of the same lane. */
function hasEvent(mark: MarkView, detail: SessionDetail, order: ReadonlyMap<string, number>): boolean {
  const next = detail.calls.find((call) => call.agent === mark.agent && call.order > mark.order);
  return detail.events.some(
    (event) => event.cause === "compaction" && order.get(event.callKey) === next?.order,
  );
}
