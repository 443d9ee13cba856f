import type { CacheEvent, EventKind } from "../../shared/cache/event.ts";

const WEIGHT: Readonly<Record<EventKind, number>> = {
  invalidation: 3,
  "expected-rebuild": 3,
  note: 2,
  start: 1,
};

/** The event that a chart or a row shows for each call that has one: a loss before a note before a start. */
export function eventsByCall(events: readonly CacheEvent[]): ReadonlyMap<string, CacheEvent> {
  const byCall = new Map<string, CacheEvent>();
  for (const event of events) {
    const other = byCall.get(event.callKey);
    if (other === undefined || WEIGHT[event.kind] > WEIGHT[other.kind]) byCall.set(event.callKey, event);
  }
  return byCall;
}
