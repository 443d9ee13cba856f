import type { ChainCall, ChainMark } from "../../shared/cache/chain.ts";
import type { ChainFold } from "../../shared/cache/chain-fold.ts";
import type { ChainAnalysis } from "../../shared/cache/events.ts";
import type { ApiCall } from "../../shared/usage/api-call.ts";

/** A call as the ledger holds it now. */
export type LedgerCall = {
  readonly id: number;
  /** Joined over all that shows it. */
  readonly call: ApiCall;
  /** Whether its place is in the log that was just read. */
  readonly isOwned: boolean;
};

/**
 * All calls of one log that grows, so that an append needs not read them back: with a log of 8,000 calls one took
 * 89 ms when they were read back and 46 when they were not (Node 24, 2026-11-21). Says what the ledger says; whatever
 * changes the ledger otherwise forgets it.
 */
export type KeptChain = {
  /** In the order of the log. */
  readonly calls: ChainCall[];
  readonly marks: ChainMark[];
  /** Where a call stands in `calls`, by its key. */
  readonly places: Map<string, number>;
  readonly ids: Map<string, number>;
  /** Keys of the calls whose place is in this log: their events are its own. */
  readonly owned: Set<string>;
  /** Its rows in the events table, as JSON, by call and kind; `undefined` until they were written once. */
  events: ReadonlyMap<string, EventRow> | undefined;
  /** Rows of calls that became its own since: another log has left their events. */
  readonly adopted: Set<number>;
  readonly fold: ChainFold;
  /** Place of the first call that is new or changed since it was folded last. */
  changedFrom: number;
  /** Of the calls and marks as they are now. */
  analysis: ChainAnalysis | undefined;
};

export type EventRow = { readonly call: number; readonly kind: string; readonly value: string };

/**
 * Of all of them together: 32 MB, at 1.6 kB a call with what is known of its log (8,020 calls of 20 logs, 2026-11-21).
 * Twenty logs of 600 calls that grow at once fit in it: with half as much each append read its chain back. The one used
 * last stays, however long it is.
 */
const MOST_CALLS = 20_000;

export type KeptChains = ReturnType<typeof keepChains>;

/** The chains of the logs that grew last, by the id of the log. */
export function keepChains(mostCalls: number = MOST_CALLS) {
  /** The one used last is at the end. */
  const kept = new Map<number, KeptChain>();

  function keep(file: number, chain: KeptChain): void {
    kept.delete(file);
    kept.set(file, chain);
    let calls = 0;
    for (const { calls: own } of kept.values()) calls += own.length;
    for (const [other, { calls: own }] of kept) {
      if (other === file || calls <= mostCalls) break;
      kept.delete(other);
      calls -= own.length;
    }
  }

  return {
    of: (file: number): KeptChain | undefined => kept.get(file),
    keep,
    forget: (file: number): void => {
      kept.delete(file);
    },
  };
}

/** The log shows one more call, or more of one that it has shown: what the ledger does with the sighting. */
export function extendChain(chain: KeptChain, seen: ChainCall, { id, call, isOwned }: LedgerCall): void {
  const { calls, places, ids, owned } = chain;
  chain.analysis = undefined;
  if (isOwned && !owned.has(call.key)) chain.adopted.add(id);
  if (isOwned) owned.add(call.key);
  else owned.delete(call.key);
  const place = places.get(call.key);
  const known = place === undefined ? undefined : calls[place];
  if (place === undefined || known === undefined) {
    const { predecessor } = seen;
    const isHere = predecessor !== undefined && places.has(predecessor);
    places.set(call.key, calls.push({ ...seen, call, predecessor: isHere ? predecessor : undefined }) - 1);
    ids.set(call.key, id);
    return;
  }
  calls[place] = { ...known, call, endedAt: Math.max(known.endedAt ?? 0, seen.endedAt ?? 0) };
  chain.changedFrom = Math.min(chain.changedFrom, place);
}

export function addMarks(chain: KeptChain, marks: readonly ChainMark[]): void {
  if (marks.length === 0) return;
  chain.analysis = undefined;
  for (const mark of marks) {
    const isKnown = chain.marks.some((known) => known.order === mark.order && known.mark === mark.mark);
    if (!isKnown) chain.marks.push(mark);
  }
}
