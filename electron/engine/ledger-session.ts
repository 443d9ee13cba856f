import { homedir } from "node:os";
import envPaths from "env-paths";
import { backUpIfDue, usualBackups, type BackupPlan, type BackupTask } from "./backup.ts";
import { defaultRoots, extraRoot, namedRoot, type Root } from "./discover.ts";
import { placeOf } from "./file-place.ts";
import { importedRoots } from "./import-logs.ts";
import { takeInstanceLock, type InstanceLock, type OtherInstance } from "./instance-lock.ts";
import { noteSound } from "./known-sound.ts";
import { connectLedger } from "./ledger-connection.ts";
import { readPrices } from "./prices-file.ts";
import { openLedgerId } from "./ledger-id.ts";
import { openQueries } from "./queries.ts";
import type { Run } from "./run-log.ts";
import { scopeOf } from "./scope.ts";
import { openSettings } from "./settings-file.ts";
import { openSoundLedger, writeBack } from "./sound-ledger.ts";
import { openStatusLines } from "./status-line.ts";
import { storeFailureOf } from "./store-failure.ts";
import { openStore, type StoreProblem } from "./store.ts";

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
  const found = findRoots(options.roots);
  if ("kind" in found) return found;
  const dataDir = options.dataDir ?? defaultDataDir();
  const lock = takeInstanceLock(dataDir);
  if (lock.kind !== "lock") return lock;
  const settings = openSettings(dataDir, { write: true, now: Date.now });
  const roots = withExtra(found, settings.atStart.extraRoots, options);
  const { table: prices, problem: priceProblem } = readPrices(dataDir);
  const statusLines = openStatusLines(dataDir);
  const named = options.roots !== undefined;
  const ledgerId = openLedgerId(dataDir);
  const usualFolder = usualBackups(dataDir).folder;
  const backups = (): BackupPlan => ({ ...settings.backups(), ledger: ledgerId(), usualFolder });
  const surroundings = { dataDir, roots, named, prices, statusLines, backups };
  const first = openSoundLedger(surroundings);
  if (first.kind !== "sound") {
    lock.release();
    return first;
  }
  let { store, connection, run, restored } = first;
  const backupTask = (): BackupTask => ({ storePath: store.path, plan: backups(), now: Date.now() });

  const takeFolder = () => takeAgain(lock, dataDir);
  const isDeleted = () => placeOf(store.path) === "deleted";

  /** What a scanner still waits for goes with the connection that it was to be written to. */
  function closeStore(): void {
    connection.scanner.stop();
    if (store.db.isOpen) store.close();
  }

  /**
   * Closes the store and opens it again: one that is damaged is restored, one that was deleted is still whole in the open
   * file and is written again. Not before the folder is ours: its lock was deleted with it.
   */
  function reopen(): StoreProblem | undefined {
    const problem = takeFolder() ?? (isDeleted() ? writeBack(store, dataDir) : undefined);
    if (problem !== undefined) return problem;
    closeStore();
    const opened = openSoundLedger(surroundings);
    if (opened.kind !== "sound") return opened;
    ({ store, connection, run } = opened);
    restored = opened.restored ?? restored;
    return undefined;
  }

  return {
    kind: "ledger-session" as const,
    roots,
    dataDir,
    lock,
    statusLines,
    priceProblem,
    /** What rests on the store as it is now; another value after `forget` and `reopen`. */
    connection: () => connection,
    get scanner() {
      return connection.scanner;
    },
    get queries() {
      return connection.queries;
    },
    get answerParts() {
      return connection.answerParts;
    },
    get run() {
      return run;
    },
    /** What became of a damaged store. */
    get restored() {
      return restored;
    },
    scopedTo: (folders: readonly Root[]) => openQueries(store.db, scopeOf(folders)),
    settings,
    backupTask,
    /** Makes today's backup if there is none, and waits for it; why it could not be made. */
    backUp: () => backUpIfDue(backupTask()),
    reopen,
    /** Whether the ledger or the lock was deleted under the program: then it is to be opened again. */
    isGone: () => isDeleted() || !lock.isOurs(),
    /** Undoes what was not saved and takes what is known from the ledger again. */
    forget: () => {
      if (store.db.isTransaction) store.db.exec("ROLLBACK");
      connection.scanner.stop();
      connection = connectLedger(store, surroundings);
    },
    close: () => {
      if (store.db.isOpen) {
        endOf(run);
        closeStore();
        if (lock.isOurs() && store.checkedAt !== undefined) noteSound(store.path, store.checkedAt);
      }
      lock.release();
    },
  };
}

function takeAgain(lock: InstanceLock, dataDir: string): StoreProblem | undefined {
  const refused = lock.takeAgain();
  if (refused?.kind !== "other-instance") return refused;
  const who = refused.pid === undefined ? "" : ` (process ${refused.pid})`;
  return {
    kind: "store-problem",
    message: `The data folder ${dataDir} was deleted or replaced, and another Prefixwatch${who} has it now. End one of the two.`,
  };
}

/** The end of a run is a courtesy: on a full disk the time it was last seen has to do. */
function endOf(run: Run): void {
  try {
    run.end();
  } catch (error) {
    if (storeFailureOf(error) === undefined) throw error;
  }
}

function damaged(path: string): StoreProblem {
  return {
    kind: "store-problem",
    message: `The ledger ${path} is damaged. Start Prefixwatch once, which puts it aside and restores a backup.`,
  };
}

/** What another instance has committed so far, read only. */
export function openCommitted(options: LedgerOptions) {
  const found = findRoots(options.roots);
  if ("kind" in found) return found;
  const dataDir = options.dataDir ?? defaultDataDir();
  const { atStart } = openSettings(dataDir, { write: false, now: Date.now });
  const roots = withExtra(found, atStart.extraRoots, options);
  const store = openStore(dataDir, { write: false });
  if (store.kind === "store-damage") return damaged(store.path);
  if (store.kind !== "store") return store;
  const shown = options.roots === undefined ? [...roots, ...importedRoots(store.db)] : roots;
  return {
    kind: "committed" as const,
    roots,
    queries: openQueries(store.db, scopeOf(shown)),
    close: store.close,
  };
}

function findRoots(named: readonly string[] | undefined): readonly Root[] | RootProblem {
  if (named === undefined) return defaultRoots({ env: process.env, home: homedir() });
  const roots = named.map((path) => namedRoot(path));
  const bad = roots.find((root) => "problem" in root);
  if (bad !== undefined) return { kind: "root-problem", message: bad.problem };
  return roots.flatMap((root) => ("problem" in root ? [] : [root]));
}

/** Folders of the settings are read besides the default ones; a command line that names any wins over them. */
function withExtra(
  roots: readonly Root[],
  paths: readonly string[],
  { roots: named }: LedgerOptions,
): readonly Root[] {
  return named === undefined ? [...roots, ...paths.map(extraRoot)] : roots;
}
