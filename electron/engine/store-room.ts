import type { DatabaseSync } from "node:sqlite";

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

/** While many logs are read for the first time. */
export function useMuchRoom(db: DatabaseSync): void {
  db.exec(MUCH_ROOM);
}
