import { copyFileSync, existsSync, mkdirSync, readdirSync, renameSync, rmSync } from "node:fs";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import type { EpochMs } from "../../shared/units.ts";

/** A backup is made when the newest is older than this, and so many are kept. */
const EVERY_MS = 24 * 3_600_000;
const KEPT = 3;

/** `ledger-2026-11-21T034500.sqlite`: UTC, so that names sort by time. */
const NAME = /^ledger-(\d{4}-\d{2}-\d{2})T(\d{2})(\d{2})(\d{2})\.sqlite$/;

type Backup = { readonly path: string; readonly at: EpochMs };

function backupsIn(dataDir: string): readonly Backup[] {
  const folder = join(dataDir, "backups");
  if (!existsSync(folder)) return [];
  return readdirSync(folder)
    .flatMap((name) => {
      const [, day, hours, minutes, seconds] = NAME.exec(name) ?? [];
      return day === undefined
        ? []
        : [{ path: join(folder, name), at: Date.parse(`${day}T${hours}:${minutes}:${seconds}Z`) }];
    })
    .sort((a, b) => b.at - a.at);
}

/** When the newest backup was made; each passed its check before it got its name. */
export function lastBackup(dataDir: string): EpochMs | undefined {
  return backupsIn(dataDir)[0]?.at;
}

/** Copies the ledger once a day, checks the copy and lets the oldest go. Call outside a transaction. */
export function backUpIfDue(db: DatabaseSync, dataDir: string, now: EpochMs): void {
  const newest = lastBackup(dataDir);
  if (newest !== undefined && now - newest < EVERY_MS && now >= newest) return;
  const folder = join(dataDir, "backups");
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const name = new Date(now).toISOString().slice(0, 19).replaceAll(":", "");
  const unchecked = join(folder, `${name}.unchecked`);
  rmSync(unchecked, { force: true });
  db.prepare("VACUUM INTO ?").run(unchecked);
  if (!isSound(unchecked)) {
    rmSync(unchecked, { force: true });
    return;
  }
  renameSync(unchecked, join(folder, `ledger-${name}.sqlite`));
  for (const old of backupsIn(dataDir).slice(KEPT)) rmSync(old.path, { force: true });
}

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

/** Puts a damaged store aside and the newest sound backup in its place. */
export function restoreStore(path: string, dataDir: string, now: EpochMs): Restored {
  const damaged = `${path}.damaged-${new Date(now).toISOString().slice(0, 19).replaceAll(":", "")}`;
  renameSync(path, damaged);
  for (const suffix of ["-wal", "-shm"]) {
    if (existsSync(path + suffix)) renameSync(path + suffix, damaged + suffix);
  }
  const backup = backupsIn(dataDir).find((candidate) => isSound(candidate.path));
  if (backup !== undefined) copyFileSync(backup.path, path);
  return { damaged, from: backup?.at };
}
