import { homedir } from "node:os";
import { sep } from "node:path";
import type { DatabaseSync } from "node:sqlite";
import envPaths from "env-paths";
import { openAnalyst } from "./analysis.ts";
import { defaultRoots, namedRoot, type Root } from "./discover.ts";
import { takeInstanceLock, type InstanceLock, type OtherInstance } from "./instance-lock.ts";
import { importedRoots } from "./import-logs.ts";
import { openLedger } from "./ledger.ts";
import { backUpIfDue, restoreStore, type Restored } from "./backup.ts";
import { readPrices } from "./prices-file.ts";
import { openQueries } from "./queries.ts";
import { rederive } from "./rederive.ts";
import { openScanner } from "./scan.ts";
import type { Scope } from "./scope.ts";
import { openDetailer } from "./session-detail.ts";
import { openSummarizer } from "./session-summary.ts";
import { openStatusLines } from "./status-line.ts";
import { beginRun } from "./run-log.ts";
import { openStore, type Store, type StoreProblem } from "./store.ts";

export type LedgerOptions = {
  /** Folders named by the user; `undefined` for Claude Code's own places. */
  readonly roots: readonly string[] | undefined;
  /** The folder of the ledger; `undefined` for the platform's data folder. */
  readonly dataDir: string | undefined;
};

/** The user named something that cannot be used. */
export type RootProblem = { readonly kind: "root-problem"; readonly message: string };
export type LedgerProblem = StoreProblem | RootProblem | OtherInstance;

export type LedgerSession = Exclude<ReturnType<typeof openLedgerSession>, LedgerProblem>;

/** The platform's folder for what programs keep: `~/.local/share/prefixwatch` on Linux. */
export function defaultDataDir(): string {
  return envPaths("prefixwatch", { suffix: "" }).data;
}

/** Opens everything that reading logs into the ledger needs, as the one writer of its data folder. */
export function openLedgerSession(options: LedgerOptions) {
  const roots = findRoots(options.roots);
  if ("kind" in roots) return roots;
  const dataDir = options.dataDir ?? defaultDataDir();
  const lock = takeInstanceLock(dataDir);
  if (lock.kind !== "lock") return lock;
  const { store, restored } = openSoundStore(dataDir);
  if (store.kind !== "store") {
    lock.release();
    return store;
  }
  const { db } = store;
  const { table: prices, problem: priceProblem } = readPrices(dataDir);
  const ledger = openLedger(db, prices);
  const analyst = openAnalyst(db, prices);
  const statusLines = openStatusLines(dataDir);
  const summarizer = openSummarizer(db, analyst, prices, statusLines.of);
  rederive({ db, analyst, summarizer, prices });
  const run = beginRun(db, Date.now);
  const scopeRoots = withImported(db, roots, options);
  const scope = scopeOf(scopeRoots);
  const queries = openQueries(db, scope);
  return {
    kind: "ledger-session" as const,
    roots,
    dataDir,
    /** Folders that figures are about: those read, and those that were imported. */
    scopeRoots,
    lock: lock satisfies InstanceLock,
    scanner: openScanner({ db, ledger, analyst, summarizer, now: Date.now }),
    statusLines,
    queries,
    priceProblem,
    restored,
    answerParts: { db, scope, queries, dataDir, storePath: store.path },
    run,
    scopedTo: (folders: readonly Root[]) => openQueries(db, scopeOf(folders)),
    backUp: () => backUpIfDue(db, dataDir, Date.now()),
    detail: openDetailer(db, analyst, summarizer, prices),
    close: () => {
      run.end();
      store.close();
      lock.release();
    },
  };
}

/** Opens the store; one that is damaged is put aside first, and the newest sound backup takes its place. */
function openSoundStore(dataDir: string): {
  readonly store: Store | StoreProblem;
  readonly restored: Restored | undefined;
} {
  const store = openStore(dataDir, { write: true });
  if (store.kind !== "store-damage") return { store, restored: undefined };
  const restored = restoreStore(store.path, dataDir, Date.now());
  const again = openStore(dataDir, { write: true });
  return { store: again.kind === "store-damage" ? damaged(again.path) : again, restored };
}

function damaged(path: string): StoreProblem {
  return {
    kind: "store-problem",
    message: `The ledger ${path} is damaged. Start Prefixwatch once, which puts it aside and restores a backup.`,
  };
}

/** What another instance has committed so far, read only. */
export function openCommitted(options: LedgerOptions) {
  const roots = findRoots(options.roots);
  if ("kind" in roots) return roots;
  const store = openStore(options.dataDir ?? defaultDataDir(), { write: false });
  if (store.kind === "store-damage") return damaged(store.path);
  if (store.kind !== "store") return store;
  return {
    kind: "committed" as const,
    roots,
    queries: openQueries(store.db, scopeOf(withImported(store.db, roots, options))),
    close: store.close,
  };
}

function findRoots(named: readonly string[] | undefined): readonly Root[] | RootProblem {
  if (named === undefined) return defaultRoots({ env: process.env, home: homedir() });
  const roots = named.map(namedRoot);
  const bad = roots.find((root) => "problem" in root);
  if (bad !== undefined) return { kind: "root-problem", message: bad.problem };
  return roots.flatMap((root) => ("problem" in root ? [] : [root]));
}

/** Named roots are what was asked for and nothing else; the default ones come with what was imported. */
function withImported(
  db: DatabaseSync,
  roots: readonly Root[],
  { roots: named }: LedgerOptions,
): readonly Root[] {
  return named === undefined ? [...roots, ...importedRoots(db)] : roots;
}

/** Figures are asked for by folder: one ledger may know several people's logs. */
export function scopeOf(roots: readonly Root[]): Scope {
  const prefixes = roots.map(({ path }) => (path.endsWith(sep) ? path : path + sep));
  // A root may be one file.
  const files = new Set(roots.map(({ path }) => path));
  return (path) => files.has(path) || prefixes.some((prefix) => path.startsWith(prefix));
}
