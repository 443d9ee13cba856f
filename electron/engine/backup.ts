import {
  chmodSync,
  closeSync,
  copyFileSync,
  existsSync,
  mkdirSync,
  openSync,
  renameSync,
  rmSync,
} from "node:fs";
import { dirname, join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { backupPaths, backupsIn, uncheckedIn, type BackupOwner } from "./backup-names.ts";
import { isSystemError } from "./discover.ts";
import { storeFailureOf } from "./store-failure.ts";
import { DEFAULT_SETTINGS } from "../../shared/settings.ts";
import type { EpochMs } from "../../shared/units.ts";

/** A backup is made when the newest is older than this. */
const EVERY_MS = 24 * 3_600_000;

/** Where copies go, and how many are kept. */
export type BackupSettings = { readonly folder: string; readonly keep: number };
export type BackupPlan = BackupSettings & BackupOwner;

/** As long as the user has set nothing else. */
export function usualBackups(dataDir: string): BackupSettings {
  return { folder: join(dataDir, "backups"), keep: DEFAULT_SETTINGS.keepBackups };
}

/** When the newest backup was made; each passed its check before it got its name. None is made later than now. */
export function lastBackup(plan: BackupPlan, now: EpochMs): EpochMs | undefined {
  return backupsIn(plan.folder, plan).find(({ at }) => at <= now)?.at;
}

export type BackupTask = { readonly storePath: string; readonly plan: BackupPlan; readonly now: EpochMs };

/** Whether a day has passed since the newest. `true` as well where that cannot be told: who makes one says why not. */
export function isBackupDue(plan: BackupPlan, now: EpochMs): boolean {
  try {
    const newest = lastBackup(plan, now);
    return newest === undefined || now - newest >= EVERY_MS;
  } catch (error) {
    if (!isSystemError(error)) throw error;
    return true;
  }
}

/**
 * Copies the ledger once a day, as it was committed last, checks the copy and lets the oldest go. Copies that are dated
 * later than now were made while the clock was wrong, or it is wrong now: they are no reason to wait, and as many are
 * kept. Throws when the ledger is found damaged.
 */
export function backUpIfDue({ storePath, plan, now }: BackupTask): BackupProblem | undefined {
  if (!isBackupDue(plan, now)) return undefined;
  const { folder, keep } = plan;
  const { checked, unchecked } = backupPaths(folder, plan, now);
  const problem = (reason: string): BackupProblem => ({
    kind: "backup-problem",
    message: `No backup could be made in ${folder} (${reason}). Your ledger itself is safe; it is tried again.`,
  });
  try {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    for (const path of uncheckedIn(folder, plan)) rmSync(path, { force: true });
    copyStore(storePath, unchecked);
    if (!isSound(unchecked)) return problem("the copy did not pass its check");
    renameSync(unchecked, checked);
    const all = backupsIn(folder, plan);
    const past = all.filter(({ at }) => at <= now);
    const future = all.filter(({ at }) => at > now);
    for (const old of [...past.slice(keep), ...future.slice(keep)]) rmSync(old.path, { force: true });
  } catch (error) {
    const failure = storeFailureOf(error);
    if (failure?.kind === "not-saved") return problem(failure.reason);
    if (!isSystemError(error)) throw error;
    return problem(error.message);
  } finally {
    if (existsSync(unchecked)) rmSync(unchecked);
  }
  return undefined;
}

function copyStore(path: string, to: string): void {
  const db = new DatabaseSync(path, { readOnly: true });
  try {
    vacuumInto(db, to);
  } finally {
    db.close();
  }
}

/** SQLite would make the copy readable by all; it takes a file that is empty as well as none. */
function vacuumInto(db: DatabaseSync, to: string): void {
  closeSync(openSync(to, "wx", 0o600));
  db.prepare("VACUUM INTO ?").run(to);
}

/** Nothing was lost, and nothing stands in for the ledger should it be: the user should know. */
export type BackupProblem = { readonly kind: "backup-problem"; readonly message: string };

/** Whether SQLite finds a store whole. */
export function isSound(path: string): boolean {
  let db: DatabaseSync | undefined;
  try {
    db = new DatabaseSync(path, { readOnly: true });
    return db.prepare("PRAGMA quick_check(1)").get()?.["quick_check"] === "ok";
  } catch (error) {
    // Not a database at all, or cut off: that is what the question was.
    if (error instanceof Error && "errcode" in error) return false;
    throw error;
  } finally {
    db?.close();
  }
}

export type Restored = {
  /** Where the damaged store was put; it is never thrown away. */
  readonly damaged: string;
  /** Of the backup that took its place; `undefined`: there was none, so the logs are read anew. */
  readonly from: EpochMs | undefined;
};

/** The copy that is about to take the place of a damaged store. */
const RESTORING = ".restoring";

/**
 * Puts a damaged store aside and the newest sound backup of it in its place, wherever backups were kept. Killed anywhere,
 * `finishRestore` ends it.
 */
export function restoreStore(path: string, now: EpochMs, plan: BackupPlan): Restored {
  const damaged = freeName(`${path}.damaged-${new Date(now).toISOString().slice(0, 19).replaceAll(":", "")}`);
  const folders = new Set([plan.folder, plan.usualFolder]);
  const all = [...folders].flatMap((folder) => backupsIn(folder, plan)).toSorted((a, b) => b.at - a.at);
  // Those of a wrong clock come last, whatever they are called.
  const byTrust = [...all.filter(({ at }) => at <= now), ...all.filter(({ at }) => at > now)];
  const backup = byTrust.find((candidate) => isSound(candidate.path));
  if (backup !== undefined) {
    copyFileSync(backup.path, path + RESTORING);
    // It comes with the rights of the copy, which may be anybody's.
    chmodSync(path + RESTORING, 0o600);
  }
  // First the log of changes: it belongs to the damaged store, and would be played into whatever takes its place.
  for (const suffix of ["-wal", "-shm", ""]) {
    if (existsSync(path + suffix)) renameSync(path + suffix, damaged + suffix);
  }
  if (backup !== undefined) renameSync(path + RESTORING, path);
  return { damaged, from: backup?.at };
}

/** A restore that was killed between its two renames has left the copy beside a missing store. */
export function finishRestore(path: string): void {
  if (!existsSync(path + RESTORING)) return;
  if (existsSync(path)) rmSync(path + RESTORING);
  else renameSync(path + RESTORING, path);
}

/** Writes out a store that was deleted while it was open: its text lives on until the last one closes it. */
export function writeAgain({ db, path, close }: OpenStore): void {
  mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
  rmSync(path + RESTORING, { force: true });
  try {
    vacuumInto(db, path + RESTORING);
  } catch (error) {
    // Half of it would be taken for the whole.
    rmSync(path + RESTORING, { force: true });
    throw error;
  }
  close();
  for (const suffix of ["-wal", "-shm"]) rmSync(path + suffix, { force: true });
  finishRestore(path);
}

type OpenStore = { readonly db: DatabaseSync; readonly path: string; readonly close: () => void };

function freeName(wanted: string): string {
  for (let n = 1; ; n++) {
    const name = n === 1 ? wanted : `${wanted}-${n}`;
    if (!existsSync(name)) return name;
  }
}
