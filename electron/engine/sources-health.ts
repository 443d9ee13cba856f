import type { Walk } from "./discover.ts";
import type { StoredHealth } from "./queries.ts";
import { PRICES_CHECKED_ON } from "../../shared/cost/price-table.ts";
import type { SourcesHealth } from "../../shared/feed.ts";

/** What the running program knows of its sources beside the ledger. */
export type RunningHealth = {
  readonly walk: Walk;
  /** Why logs could not be read, by their path. */
  readonly unread: ReadonlyMap<string, string>;
  readonly watching: boolean;
  readonly notSaving: SourcesHealth["notSaving"];
};

/** What the walk could not look at, and the logs that could not be read although it found them. */
export function unreadableOf(walk: Walk, unread: ReadonlyMap<string, string>): Walk["unreadable"] {
  return [...walk.unreadable, ...[...unread].map(([path, reason]) => ({ path, reason }))];
}

export function sourcesHealth(
  stored: StoredHealth,
  { walk, unread, watching, notSaving }: RunningHealth,
): SourcesHealth {
  return {
    ...stored,
    roots: walk.roots,
    unreadable: unreadableOf(walk, unread),
    watcher: watching ? "watching" : "polling",
    notSaving,
    pricesCheckedOn: PRICES_CHECKED_ON,
  };
}
