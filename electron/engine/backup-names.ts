import { existsSync, readdirSync } from "node:fs";
import { join, resolve } from "node:path";
import type { EpochMs } from "../../shared/units.ts";

/** Whose copies are meant. Others' may lie in the same folder, and files that are no copies. */
export type BackupOwner = {
  /** The id of the ledger (`openLedgerId`). */
  readonly ledger: string;
  /** Where copies go as long as the user has set nothing else. Those there without an id are older than ids, and ours. */
  readonly usualFolder: string;
};

export type Backup = { readonly path: string; readonly at: EpochMs };

/** `ledger-1f0c9a3e-2026-11-21T034500.sqlite`: UTC, so that names sort by time. */
const NAME = /^ledger-(?:([0-9a-f]{8})-)?(\d{4}-\d{2}-\d{2})T(\d{2})(\d{2})(\d{2})\.sqlite$/;
/** Before its check, and what SQLite may have put beside it. */
const UNCHECKED = /^(?:ledger-([0-9a-f]{8})-)?\d{4}-\d{2}-\d{2}T\d{6}\.unchecked(?:-journal|-wal|-shm)?$/;

export function backupPaths(folder: string, { ledger }: BackupOwner, at: EpochMs) {
  const path = join(
    folder,
    `ledger-${ledger}-${new Date(at).toISOString().slice(0, 19).replaceAll(":", "")}`,
  );
  return { checked: `${path}.sqlite`, unchecked: `${path}.unchecked` };
}

/** The owner's copies in a folder, newest first. */
export function backupsIn(folder: string, owner: BackupOwner): readonly Backup[] {
  if (!existsSync(folder)) return [];
  return readdirSync(folder)
    .flatMap((name) => {
      const [, id, day, hours, minutes, seconds] = NAME.exec(name) ?? [];
      return day === undefined || !isOwn(id, folder, owner)
        ? []
        : [{ path: join(folder, name), at: Date.parse(`${day}T${hours}:${minutes}:${seconds}Z`) }];
    })
    .sort((a, b) => b.at - a.at);
}

/** What a process of the owner's that was killed left behind. */
export function uncheckedIn(folder: string, owner: BackupOwner): readonly string[] {
  return readdirSync(folder)
    .filter((name) => {
      const found = UNCHECKED.exec(name);
      return found !== null && isOwn(found[1], folder, owner);
    })
    .map((name) => join(folder, name));
}

function isOwn(id: string | undefined, folder: string, { ledger, usualFolder }: BackupOwner): boolean {
  return id === undefined ? resolve(folder) === resolve(usualFolder) : id === ledger;
}
