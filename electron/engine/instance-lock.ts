import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { isRecord } from "../../shared/log/json-record.ts";
import { isSystemError } from "./discover.ts";
import { placeOf, type FilePlace } from "./file-place.ts";
import { reasonOf, type StoreProblem } from "./store.ts";

/** The one process that writes to a data folder. */
export type InstanceLock = {
  readonly kind: "lock";
  /** Tells later instances where this one can be reached. */
  readonly announce: (address: string | undefined) => void;
  /** `false` once the folder or the lock in it was deleted: from then on another start finds the folder free. */
  readonly isOurs: () => boolean;
  /** Takes a folder again that is not ours any more; why it could not be taken. */
  readonly takeAgain: () => OtherInstance | StoreProblem | undefined;
  readonly release: () => void;
};

/** Another process holds the folder. */
export type OtherInstance = {
  readonly kind: "other-instance";
  readonly pid: number | undefined;
  readonly address: string | undefined;
};

/**
 * Takes the folder for this process. The lock is SQLite's own file lock, so the system frees it when the holder dies,
 * however it dies; nothing has to be judged stale by a clock.
 */
export function takeInstanceLock(dataDir: string): InstanceLock | OtherInstance | StoreProblem {
  const noticePath = join(dataDir, "instance.json");
  const first = lockFolder(dataDir, noticePath);
  if (first.kind !== "held") return first;
  let held = first;
  let told: string | undefined;
  const announce = (address: string | undefined): void => {
    told = address;
    const notice = JSON.stringify({ pid: process.pid, address });
    // A courtesy to others: on a full disk they learn that the folder is taken, and not by whom.
    unlessRefused(() => writeFileSync(noticePath, notice, { mode: 0o600 }));
  };
  const isOurs = (): boolean => [held.place, "out of reach"].includes(placeOf(held.path));
  announce(undefined);
  return {
    kind: "lock",
    announce,
    isOurs,
    takeAgain: () => {
      if (isOurs()) return undefined;
      const next = lockFolder(dataDir, noticePath);
      if (next.kind !== "held") return next;
      held.db.close();
      held = next;
      announce(told);
      return undefined;
    },
    release: () => {
      // What another has written there since is not ours to take away.
      if (isOurs()) unlessRefused(() => rmSync(noticePath, { force: true }));
      held.db.close();
    },
  };
}

type Held = {
  readonly kind: "held";
  readonly db: DatabaseSync;
  readonly path: string;
  /** Tells it from another file of that name. */
  readonly place: FilePlace;
};

function lockFolder(dataDir: string, noticePath: string): Held | OtherInstance | StoreProblem {
  const path = join(dataDir, "instance.lock");
  let db: DatabaseSync | undefined;
  try {
    mkdirSync(dataDir, { recursive: true, mode: 0o700 });
    db = new DatabaseSync(path, { timeout: 0 });
    db.exec("PRAGMA journal_mode = DELETE; BEGIN EXCLUSIVE");
    return { kind: "held", db, path, place: placeOf(path) };
  } catch (error) {
    db?.close();
    if (hasCode(error, BUSY)) return readNotice(noticePath);
    const refusal = hasCode(error, FULL)
      ? ": the disk is full. Free some space on it, or choose another folder with --data."
      : ` (${reasonOf(error)}). Choose another folder with --data, or make this one writable.`;
    return { kind: "store-problem", message: `The data folder ${dataDir} cannot be written${refusal}` };
  }
}

function unlessRefused(work: () => void): void {
  try {
    work();
  } catch (error) {
    if (!isSystemError(error)) throw error;
  }
}

/** SQLITE_BUSY and SQLITE_FULL. */
const BUSY = 5;
const FULL = 13;

function hasCode(error: unknown, code: number): boolean {
  // node:sqlite gives the number as `errcode`.
  return error instanceof Error && "errcode" in error && error.errcode === code;
}

function readNotice(path: string): OtherInstance {
  // The holder may be starting or stopping at this moment: then nothing is known of it.
  const nobody = { kind: "other-instance", pid: undefined, address: undefined } as const;
  if (!existsSync(path)) return nobody;
  try {
    const notice: unknown = JSON.parse(readFileSync(path, "utf8"));
    if (!isRecord(notice)) return nobody;
    const { pid, address } = notice;
    return {
      kind: "other-instance",
      pid: typeof pid === "number" ? pid : undefined,
      address: typeof address === "string" ? address : undefined,
    };
  } catch (error) {
    if (error instanceof SyntaxError) return nobody;
    throw error;
  }
}
