import { existsSync } from "node:fs";
import type { FoundFile } from "./discover.ts";
import type { KnownFile } from "./ledger.ts";
import { markerHolds } from "./tail.ts";

/** Which life of a log a found file is, and what the ledger must be told of it before what is new is put. */
export type FileIdentity = {
  /** `undefined`: a log that was not known. */
  readonly known: KnownFile | undefined;
  /** Where reading goes on; 0 to read all of it again. */
  readonly offset: number;
  /** The log that stood at this path before and is gone. */
  readonly replaced: KnownFile | undefined;
  /** It is another path, device or inode than it was, or was gone. */
  readonly moved: boolean;
  /** Size, time and text are those of before: only where it is has to be noted. */
  readonly isRead: boolean;
};

/** A log that stands where none was, and was nowhere else. */
export const NEW: FileIdentity = {
  known: undefined,
  offset: 0,
  replaced: undefined,
  moved: false,
  isRead: false,
};

/** The logs that are known, by where they are and by what they are. */
export function knownFiles(files: readonly KnownFile[]) {
  const byId = new Map<number, KnownFile>();
  const byPath = new Map<string, KnownFile>();
  /** Of those that are gone from a path the last: a disk may come back, or a copy of it. */
  const goneByPath = new Map<string, KnownFile>();
  const byInode = new Map<string, KnownFile>();

  /** What is known of a log now, in place of what was: where it stood before it is not any more. */
  function remember(file: KnownFile): void {
    const before = byId.get(file.id);
    if (before !== undefined) forget(before);
    byId.set(file.id, file);
    (file.gone ? goneByPath : byPath).set(file.path, file);
    byInode.set(`${file.dev}:${file.ino}`, file);
  }

  /** Unless another has taken the place. */
  function forget({ id, path, dev, ino }: KnownFile): void {
    for (const lives of [byPath, goneByPath]) if (lives.get(path)?.id === id) lives.delete(path);
    if (byInode.get(`${dev}:${ino}`)?.id === id) byInode.delete(`${dev}:${ino}`);
  }

  for (const file of files) remember(file);

  return {
    remember,

    at: (path: string): KnownFile | undefined => byPath.get(path),

    /** Whether nothing known can be this file, whatever it holds. */
    isNew: ({ path, dev, ino }: FoundFile): boolean =>
      !byPath.has(path) && !goneByPath.has(path) && !byInode.has(`${dev}:${ino}`),

    /** Whether it is read already, as far as size and time tell. */
    isRead: ({ path, dev, ino, size, mtimeMs }: FoundFile): boolean => {
      const file = byPath.get(path);
      return (
        file !== undefined &&
        file.size === size &&
        file.mtimeMs === mtimeMs &&
        file.ino === ino &&
        file.dev === dev
      );
    },

    present: (): readonly KnownFile[] => [...byPath.values()],

    /**
     * The known life of a file as it was opened, if this is one: same path, or same device and inode, and the text read so
     * far still stands there. Inodes are used again at once, and a log may be cut or written anew in place, so none of them
     * alone is an identity.
     */
    identify: (found: FoundFile, fd: number): FileIdentity => {
      const here = byPath.get(found.path);
      if (here !== undefined && isGrown(here, found, fd)) {
        const isRead = isRemounted(here, found);
        return { ...goOn(here, found, isRead), replaced: undefined, moved: isRead };
      }
      const there = byInode.get(`${found.dev}:${found.ino}`);
      const isMoved =
        there !== undefined &&
        there !== here &&
        there.offset > 0 &&
        // A second name of one file (a hard link) is a file of its own: its calls are known by their ids.
        (there.gone || !existsSync(there.path)) &&
        isGrown(there, found, fd);
      const back = goneByPath.get(found.path);
      // Of copies that begin alike the one that has more of the text.
      if (back !== undefined && isGrown(back, found, fd) && !(isMoved && there.offset >= back.offset))
        return { ...goOn(back, found, isRemounted(back, found)), replaced: here, moved: true };
      if (isMoved) {
        // Its calls belong to the project that it is in now, those of before too.
        const offset = there.project === found.project ? there.offset : 0;
        return { known: there, offset, replaced: here, moved: true, isRead: false };
      }
      return { ...NEW, replaced: here };
    },
  };
}

/** Where reading goes on in a log that still begins as it did. */
function goOn(known: KnownFile, { size }: FoundFile, isRead: boolean) {
  // Changed without having grown: rewritten where the markers do not look, or only touched. Reading all of it again joins
  // what is new and counts nothing twice.
  return { known, offset: size === known.size && !isRead ? 0 : known.offset, isRead };
}

/** Whether it is the same but for its device, which is another one each time a disk is mounted. */
function isRemounted(known: KnownFile, { dev, size, mtimeMs }: FoundFile): boolean {
  return known.dev !== dev && known.size === size && known.mtimeMs === mtimeMs;
}

function isGrown(known: KnownFile, found: FoundFile, fd: number): boolean {
  return found.size >= known.offset && markerHolds(fd, known.offset, known.marker);
}
