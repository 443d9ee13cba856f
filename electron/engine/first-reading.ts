import type { DatabaseSync } from "node:sqlite";
import type { FoundFile } from "./discover.ts";
import { readAhead, type ReadAhead } from "./read-ahead.ts";

/** Kilobytes of pages that SQLite keeps in memory, and pages in its journal from which on they are carried over. */
const USUAL_ROOM = roomOf(8_000, 1_000);
/**
 * A new call touches a page of the index of keys, wherever that is: they are to stay at hand (4 GB: 6 % of the time). What is
 * carried over waits for the disk: with these commits and this journal `serve` waited 21 times for 1 GB and not 60, and was
 * done in 4.1 s and not in 8.2 where each took 100 ms (2026-11-22).
 */
const MUCH_ROOM = roomOf(20_000, 8_000);

function roomOf(cache: number, journal: number): string {
  return `PRAGMA cache_size = -${cache}; PRAGMA wal_autocheckpoint = ${journal};`;
}

export function useUsualRoom(db: DatabaseSync): void {
  db.exec(USUAL_ROOM);
}

/** A reading of many logs that are not known: by a second thread, with room for all that is written. */
export function openFirstReading(db: DatabaseSync) {
  let ahead: ReadAhead | undefined;

  return {
    /** Goes on with the one that has begun, or begins one; the other thread, `undefined` where it is not worth one. */
    of: (newLogs: () => readonly FoundFile[]): ReadAhead | undefined => {
      if (ahead !== undefined) return ahead;
      ahead = readAhead(newLogs());
      if (ahead !== undefined) db.exec(MUCH_ROOM);
      return ahead;
    },

    end: (): void => {
      if (ahead === undefined) return;
      ahead.stop();
      ahead = undefined;
      if (db.isOpen) useUsualRoom(db);
    },
  };
}
