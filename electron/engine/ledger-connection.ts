import { openAnalyst } from "./analysis.ts";
import type { BackupPlan } from "./backup.ts";
import type { Root } from "./discover.ts";
import { importedRoots } from "./import-logs.ts";
import { keepChains } from "./kept-chains.ts";
import { openLedger } from "./ledger.ts";
import { openQueries } from "./queries.ts";
import { rederive } from "./rederive.ts";
import { openScanner } from "./scan.ts";
import { scopeOf } from "./scope.ts";
import { openDetailer } from "./session-detail.ts";
import { openSummarizer } from "./session-summary.ts";
import type { openStatusLines } from "./status-line.ts";
import type { Store } from "./store.ts";
import type { PriceTable } from "../../shared/cost/price-table.ts";

export type LedgerSurroundings = {
  readonly dataDir: string;
  readonly roots: readonly Root[];
  /** The user named the roots: nothing that was imported belongs to them. */
  readonly named: boolean;
  readonly prices: PriceTable;
  readonly statusLines: ReturnType<typeof openStatusLines>;
  /** Where backups go now; a setting. */
  readonly backups: () => BackupPlan;
};

export type LedgerConnection = ReturnType<typeof connectLedger>;

/**
 * Everything that rests on one connection to the store and remembers what it committed. After a transaction that failed
 * it remembers too much, and is made anew: the ledger alone knows what was saved.
 */
export function connectLedger(store: Store, surroundings: LedgerSurroundings) {
  const { dataDir, roots, named, prices, statusLines, backups } = surroundings;
  const { db, path: storePath } = store;
  const chains = keepChains();
  const analyst = openAnalyst(db, prices, chains);
  const summarizer = openSummarizer(db, analyst, prices, statusLines.of);
  rederive({ db, analyst, summarizer, prices });
  const scopeRoots = named ? roots : [...roots, ...importedRoots(db)];
  const scope = scopeOf(scopeRoots);
  const queries = openQueries(db, scope);
  return {
    db,
    storePath,
    scanner: openScanner({ db, ledger: openLedger(db, prices, chains), analyst, summarizer, now: Date.now }),
    queries,
    /** Folders that figures are about: those read, and those that were imported. */
    scopeRoots,
    answerParts: { db, scope, queries, dataDir, storePath, backups },
    detail: openDetailer(db, analyst, prices),
  };
}
