import type { CacheEvent } from "../../shared/cache/event.ts";
import type { CallView, MarkView, SessionDetail } from "../../shared/feed.ts";
import type { MarkKind } from "../../shared/log/entry.ts";
import type { EpochMs } from "../../shared/units.ts";

/** One entry of "What happened". */
export type Happening =
  | {
      readonly kind: "event";
      readonly key: string;
      readonly at: EpochMs | undefined;
      readonly event: CacheEvent;
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

/** Events, notable marks and the start of the session, newest first. A compaction that has an event is told once. */
export function happenings(detail: SessionDetail): readonly Happening[] {
  const first = detail.calls.find(({ lane }) => lane === "main") ?? detail.calls[0];
  const order = new Map(detail.calls.map((call) => [call.key, call.order]));
  const rows: (Happening & { readonly order: number })[] = [];
  for (const event of detail.events) {
    rows.push({
      kind: "event",
      key: event.callKey,
      at: event.at,
      event,
      order: order.get(event.callKey) ?? 0,
    });
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
