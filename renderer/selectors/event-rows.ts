import type { CacheEvent, Cause, CauseGroup } from "../../shared/cache/event.ts";
import type { EpochMs, Tokens, Usd } from "../../shared/units.ts";
import { GROUPS, type InvalidationsView } from "../invalidations-view.ts";

/** One line of the list: an event, or a run of the same break that opens. */
export type EventRow =
  | { readonly kind: "event"; readonly key: string; readonly event: CacheEvent; readonly inside: boolean }
  | {
      readonly kind: "incident";
      readonly key: string;
      /** Id of the run. */
      readonly incident: string;
      /** Newest first; those that pass the filter. */
      readonly events: readonly [CacheEvent, ...CacheEvent[]];
      readonly lost: Tokens;
      /** `undefined` when one of them has no known price. */
      readonly cost: Usd | undefined;
      readonly open: boolean;
    };

/** Names one event for ever: a call has at most one loss, and may have a note of its own. */
export function eventKey(event: CacheEvent): string {
  return event.lost > 0 ? event.callKey : `${event.callKey}~${event.cause}`;
}

type Filter = Pick<InvalidationsView, "group" | "cause">;

export function passing(events: readonly CacheEvent[], { group, cause }: Filter): readonly CacheEvent[] {
  return events.filter(
    (event) =>
      (group === undefined || event.group === group) && (cause === undefined || event.cause === cause),
  );
}

/**
 * The rows of the list. A run of the same break is one row, in the place of its newest or as costly as all of it; its
 * events follow while it is open. `events` are newest first.
 */
export function eventRows(
  events: readonly CacheEvent[],
  order: InvalidationsView["order"],
  isOpen: (incident: string) => boolean,
): readonly EventRow[] {
  const runs = Map.groupBy(events, (event) => event.incident?.id ?? eventKey(event));
  const heads = [...runs].flatMap(([id, [first, ...rest]]) => {
    if (first === undefined) return [];
    const all = [first, ...rest] as const;
    return [{ id, first, all, at: first.at ?? 0, cost: costOf(all) }];
  });
  if (order === "costliest") heads.sort((a, b) => (b.cost ?? -1) - (a.cost ?? -1) || b.at - a.at);
  return heads.flatMap(({ id, first, all, cost }): readonly EventRow[] => {
    if (all.length === 1) return [{ kind: "event", key: eventKey(first), event: first, inside: false }];
    const lost = all.reduce((sum, event) => sum + event.lost, 0);
    const open = isOpen(id);
    const head = {
      kind: "incident",
      key: `incident ${id}`,
      incident: id,
      events: all,
      lost,
      cost,
      open,
    } as const;
    if (!open) return [head];
    return [
      head,
      ...all.map((event) => ({ kind: "event", key: eventKey(event), event, inside: true }) as const),
    ];
  });
}

/** The row of an event, or of the run that it is folded into; `undefined` where neither is listed. */
export function rowOf(rows: readonly EventRow[], event: CacheEvent): EventRow | undefined {
  const key = eventKey(event);
  const run = event.incident?.id;
  return (
    rows.find((row) => row.key === key) ?? rows.find((row) => row.kind === "incident" && row.incident === run)
  );
}

function costOf(events: readonly CacheEvent[]): Usd | undefined {
  return events.reduce<Usd | undefined>(
    (sum, { avoidable }) => (sum === undefined || avoidable === undefined ? undefined : sum + avoidable),
    0,
  );
}

/** One cause within one group. */
export type CauseCount = {
  readonly group: CauseGroup;
  readonly cause: Cause;
  readonly events: number;
  readonly lost: Tokens;
  /** Of those with a known price; `undefined` when something was lost and none has one. */
  readonly cost: Usd | undefined;
  readonly latest: EpochMs | undefined;
};

/** How often each cause is among the events, by group and then the costliest first. */
export function causeCounts(events: readonly CacheEvent[]): readonly CauseCount[] {
  const counts = [...Map.groupBy(events, ({ group, cause }) => `${group} ${cause}`).values()].flatMap(
    (same) => {
      const [first] = same;
      if (first === undefined) return [];
      const lost = same.reduce((sum, event) => sum + event.lost, 0);
      const priced = same.flatMap(({ avoidable }) => avoidable ?? []);
      return [
        {
          group: first.group,
          cause: first.cause,
          events: same.length,
          lost,
          cost: lost > 0 && priced.length === 0 ? undefined : priced.reduce((sum, cost) => sum + cost, 0),
          latest: first.at,
        },
      ];
    },
  );
  return counts.sort(
    (a, b) =>
      GROUPS.indexOf(a.group) - GROUPS.indexOf(b.group) ||
      (b.cost ?? -1) - (a.cost ?? -1) ||
      b.events - a.events,
  );
}
