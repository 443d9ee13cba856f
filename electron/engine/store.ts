import { closeSync, mkdirSync, openSync } from "node:fs";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { knownSoundSince } from "./known-sound.ts";
import { createTables, schemaVersion, updateTables } from "./schema.ts";
import { SCHEMA_VERSION } from "./migrations.ts";
import { storeFailureOf } from "./store-failure.ts";
import { useUsualRoom } from "./store-room.ts";
import type { EpochMs } from "../../shared/units.ts";

/** Why a data folder cannot be used, in plain words with the next step. */
export type StoreProblem = { readonly kind: "store-problem"; readonly message: string };

/** The store is there and SQLite does not find it whole. */
export type StoreDamage = { readonly kind: "store-damage"; readonly path: string };

export type Store = {
  readonly kind: "store";
  readonly db: DatabaseSync;
  readonly path: string;
  /** When all of it was last looked through; `undefined` where it is only read. */
  readonly checkedAt: EpochMs | undefined;
  readonly close: () => void;
};

/** How long another program's lock is waited for; the engine stands still meanwhile. */
const BUSY_MS = 2_000;

export function storePathIn(dataDir: string): string {
  return join(dataDir, "ledger.sqlite");
}

/**
 * Opens the ledger of a data folder, made when it is missing. `write: false` looks at what another instance has
 * committed, without making or changing anything.
 */
export function openStore(
  dataDir: string,
  options: { readonly write: boolean },
): Store | StoreProblem | StoreDamage {
  const path = storePathIn(dataDir);
  // Before it is opened: to open it may change it.
  const soundSince = options.write ? knownSoundSince(path, Date.now()) : undefined;
  let db: DatabaseSync;
  try {
    if (options.write) {
      mkdirSync(dataDir, { recursive: true, mode: 0o700 });
      // SQLite would make it readable by all, and gives its side files the same rights.
      closeSync(openSync(path, "a", 0o600));
    }
    db = new DatabaseSync(path, { readOnly: !options.write, timeout: BUSY_MS });
  } catch (error) {
    return problem(
      `The data folder ${dataDir} cannot be ${options.write ? "written" : "read"} (${reasonOf(error)}).`,
    );
  }
  try {
    return prepare(db, path, options.write, soundSince);
  } catch (error) {
    db.close();
    const failure = storeFailureOf(error);
    if (failure?.kind === "damaged") return { kind: "store-damage", path };
    if (failure === undefined) throw error;
    return problem(`The ledger ${path} cannot be opened: ${failure.reason}. ${failure.nextStep}`);
  }
}

function prepare(
  db: DatabaseSync,
  path: string,
  write: boolean,
  soundSince: EpochMs | undefined,
): Store | StoreProblem | StoreDamage {
  const version = schemaVersion(db);
  if (version > SCHEMA_VERSION) {
    db.close();
    return {
      kind: "store-problem",
      message:
        `The ledger ${path} was written by a newer Prefixwatch (format ${version}, this one knows ${SCHEMA_VERSION}). ` +
        "It was left untouched. Install the newer version, or choose another folder with --data.",
    };
  }
  if (write) {
    // FULL: a commit survives a power cut. WAL: readers of another process see whole commits only.
    // A first reading makes the journal longer than it need be after that.
    db.exec("PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA journal_size_limit = 8000000;");
    useUsualRoom(db);
    if (version === 0) createTables(db);
    // 0.17 s for a million calls (measured); a torn page found later would be found in the middle of a sum.
    else if (
      soundSince === undefined &&
      db.prepare("PRAGMA quick_check(1)").get()?.["quick_check"] !== "ok"
    ) {
      db.close();
      return { kind: "store-damage", path };
    }
    if (version > 0 && version < SCHEMA_VERSION) updateTables(db, version);
  } else if (version === 0) {
    db.close();
    return problem(`The ledger ${path} is empty.`);
  } else if (version < SCHEMA_VERSION) {
    db.close();
    return problem(
      `The ledger ${path} is of an older Prefixwatch (format ${version}), which is still running. Stop it first.`,
    );
  }
  const checkedAt = write ? (soundSince ?? Date.now()) : undefined;
  return { kind: "store", db, path, checkedAt, close: () => db.close() };
}

function problem(message: string): StoreProblem {
  return {
    kind: "store-problem",
    message: `${message} Choose another folder with --data, or make this one usable.`,
  };
}

export function reasonOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
