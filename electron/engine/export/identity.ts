import { createHmac, randomBytes } from "node:crypto";
import type { DatabaseSync } from "node:sqlite";
import { readMeta } from "../transaction.ts";
import { openStore, type Store, type StoreProblem } from "../store.ts";

/** What tells this ledger's exports from others' without saying whose they are. */
export type ShareIdentity = {
  /** Random, the same for ever; never a host or user name. */
  readonly machine: string;
  /** Goes into hashes of names, so that nobody can try names until one fits. Never exported. */
  readonly salt: string;
};

const MACHINE = "export-machine";
const SALT = "export-salt";

/** The ledger's identity, made on first use. A moment's write under SQLite's own lock, also beside another instance. */
export function shareIdentity(db: DatabaseSync, dataDir: string): ShareIdentity | StoreProblem {
  const known = readIdentity(db);
  if (known !== undefined) return known;
  const store = openSound(dataDir, { write: true });
  if (store.kind !== "store") return store;
  try {
    // Two at once: the first one's stays.
    const add = store.db.prepare("INSERT INTO meta (name, value) VALUES (?, ?) ON CONFLICT DO NOTHING");
    add.run(MACHINE, randomBytes(6).toString("hex"));
    add.run(SALT, randomBytes(32).toString("hex"));
    const made = readIdentity(store.db);
    if (made === undefined) throw new Error("the ledger did not keep its identity");
    return made;
  } finally {
    store.close();
  }
}

function readIdentity(db: DatabaseSync): ShareIdentity | undefined {
  const machine = readMeta(db, MACHINE);
  const salt = readMeta(db, SALT);
  return machine === undefined || salt === undefined ? undefined : { machine, salt };
}

/** The same name for the same folder in all exports of one ledger, and in no other's. */
export function hashedName(salt: string, folder: string): string {
  return createHmac("sha256", salt).update(folder).digest("hex").slice(0, 16);
}

/** The ledger of a data folder that a session has been opened on before; damage that came since is a plain problem. */
export function openSound(dataDir: string, options: { readonly write: boolean }): Store | StoreProblem {
  const store = openStore(dataDir, options);
  if (store.kind !== "store-damage") return store;
  return {
    kind: "store-problem",
    message: `The ledger ${store.path} is damaged. Start Prefixwatch once, which puts it aside and restores a backup.`,
  };
}
