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
  readonly moved: boolean;
};

/** A log that stands where none was, and was nowhere else. */
export const NEW: FileIdentity = { known: undefined, offset: 0, replaced: undefined, moved: false };

/** The logs that are known, by where they are and by what they are. */
export function knownFiles(files: readonly KnownFile[]) {
  const byPath = new Map<string, KnownFile>();
  const byInode = new Map<string, KnownFile>();

  function remember(file: KnownFile): void {
    if (!file.gone) byPath.set(file.path, file);
    byInode.set(`${file.dev}:${file.ino}`, file);
  }

  for (const file of files) remember(file);

  return {
    remember,

    at: (path: string): KnownFile | undefined => byPath.get(path),

    /** Whether nothing known can be this file, whatever it holds. */
    isNew: ({ path, dev, ino }: FoundFile): boolean => !byPath.has(path) && !byInode.has(`${dev}:${ino}`),

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

    /** No log is at the path any more. */
    leave: (path: string): void => {
      byPath.delete(path);
    },

    /**
     * The known life of a file as it was opened, if this is one: same device and inode, and the text read so far still
     * stands there. Inodes are used again at once, and a log may be cut or written anew in place, so neither alone is an
     * identity.
     */
    identify: (found: FoundFile, fd: number): FileIdentity => {
      const here = byPath.get(found.path);
      if (here !== undefined && isGrown(here, found, fd)) {
        // Changed without having grown: rewritten where the markers do not look, or only touched. Reading all of it again
        // joins what is new and counts nothing twice.
        const offset = found.size === here.size ? 0 : here.offset;
        return { known: here, offset, replaced: undefined, moved: false };
      }
      const there = byInode.get(`${found.dev}:${found.ino}`);
      if (
        there !== undefined &&
        there !== here &&
        there.offset > 0 &&
        // A second name of one file (a hard link) is a file of its own: its calls are known by their ids.
        (there.gone || !existsSync(there.path)) &&
        isGrown(there, found, fd)
      ) {
        // Its calls belong to the project that it is in now, those of before too.
        const offset = there.project === found.project ? there.offset : 0;
        return { known: there, offset, replaced: here, moved: true };
      }
      return { known: undefined, offset: 0, replaced: here, moved: false };
    },
  };
}

function isGrown(known: KnownFile, found: FoundFile, fd: number): boolean {
  return found.size >= known.offset && markerHolds(fd, known.offset, known.marker);
}
