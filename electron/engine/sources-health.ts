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

export function sourcesHealth(
  stored: StoredHealth,
  { walk, unread, watching, notSaving }: RunningHealth,
): SourcesHealth {
  return {
    ...stored,
    roots: walk.roots,
    unreadable: [...walk.unreadable, ...[...unread].map(([path, reason]) => ({ path, reason }))],
    watcher: watching ? "watching" : "polling",
    notSaving,
    pricesCheckedOn: PRICES_CHECKED_ON,
  };
}
