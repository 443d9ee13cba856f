import { finishRestore, restoreStore, writeAgain, type Restored } from "./backup.ts";
import { isSystemError } from "./discover.ts";
import { connectLedger, type LedgerConnection, type LedgerSurroundings } from "./ledger-connection.ts";
import { beginRun, type Run } from "./run-log.ts";
import { storeFailureOf } from "./store-failure.ts";
import {
  openStore,
  reasonOf,
  storePathIn,
  type Store,
  type StoreDamage,
  type StoreProblem,
} from "./store.ts";

export type SoundLedger = {
  readonly kind: "sound";
  readonly store: Store;
  readonly connection: LedgerConnection;
  readonly run: Run;
  /** What became of a damaged one; `undefined` when it was sound. */
  readonly restored: Restored | undefined;
};

/** Opens the ledger; one that is damaged is put aside first, and the newest sound backup takes its place. */
export function openSoundLedger(surroundings: LedgerSurroundings): SoundLedger | StoreProblem {
  const { dataDir } = surroundings;
  try {
    finishRestore(storePathIn(dataDir));
    const first = open(surroundings, undefined);
    if (first.kind !== "store-damage") return first;
    const restored = restoreStore(first.path, Date.now(), surroundings.backups());
    const second = open(surroundings, restored);
    if (second.kind !== "store-damage") return second;
    return problem(dataDir, "a restored copy of it is damaged too", "Check the disk of the data folder.");
  } catch (error) {
    // A copy that finds no room, or a folder that went away.
    if (!isSystemError(error)) throw error;
    return problem(dataDir, reasonOf(error), "Make room for it there.");
  }
}

/** Writes out a ledger that was deleted while it was open; why it could not be written, and then it is open still. */
export function writeBack(store: Store, dataDir: string): StoreProblem | undefined {
  if (!store.db.isOpen) return undefined;
  try {
    if (store.db.isTransaction) store.db.exec("ROLLBACK");
    writeAgain(store);
    return undefined;
  } catch (error) {
    if (isSystemError(error)) return problem(dataDir, reasonOf(error), "Make the folder writable again.");
    const failure = storeFailureOf(error);
    if (failure === undefined) throw error;
    // One that was damaged as well is not worth writing again.
    return failure.kind === "damaged" ? undefined : problem(dataDir, failure.reason, failure.nextStep);
  }
}

function open(
  surroundings: LedgerSurroundings,
  restored: Restored | undefined,
): SoundLedger | StoreProblem | StoreDamage {
  const { dataDir } = surroundings;
  const store = openStore(dataDir, { write: true });
  if (store.kind !== "store") return store;
  try {
    const connection = connectLedger(store, surroundings);
    return { kind: "sound", store, connection, run: beginRun(store.db, Date.now), restored };
  } catch (error) {
    store.close();
    const failure = storeFailureOf(error);
    if (failure === undefined) throw error;
    if (failure.kind === "damaged") return { kind: "store-damage", path: store.path };
    return problem(dataDir, failure.reason, failure.nextStep);
  }
}

function problem(dataDir: string, reason: string, nextStep: string): StoreProblem {
  return {
    kind: "store-problem",
    message: `The ledger in ${dataDir} cannot be used: ${reason}. ${nextStep} Or choose another folder with --data.`,
  };
}
