import type { DatabaseSync } from "node:sqlite";
import { numberOf } from "./row.ts";
import type { EpochMs } from "../../shared/units.ts";

/** Shorter than this nothing can have come and gone unseen: Claude Code keeps logs for a day at least. */
const LEAST_GAP_MS = 3_600_000;
const SEEN_EVERY_MS = 300_000;

export type Run = {
  /** When the first run of all began, this one included. */
  readonly firstAt: EpochMs;
  /** Notes that the program is still there; writes at most every five minutes. */
  readonly seen: () => void;
  /** Notes it now. */
  readonly note: () => void;
  readonly end: () => void;
};

/** Notes a run of the program, so that times without one can be told. */
export function beginRun(db: DatabaseSync, now: () => EpochMs): Run {
  const startedAt = now();
  let lastSeen = startedAt;
  db.prepare("INSERT OR IGNORE INTO run (started_at, seen_at) VALUES (?, ?)").run(startedAt, startedAt);
  const note = db.prepare("UPDATE run SET seen_at = max(seen_at, ?) WHERE started_at = ?");
  const first = db.prepare("SELECT min(started_at) AS at FROM run").get() ?? {};
  return {
    firstAt: numberOf(first, "at"),
    seen: () => {
      // Also when the clock was set back.
      if (Math.abs(now() - lastSeen) < SEEN_EVERY_MS) return;
      lastSeen = now();
      note.run(lastSeen, startedAt);
    },
    note: () => {
      note.run(now(), startedAt);
    },
    end: () => {
      note.run(now(), startedAt);
    },
  };
}

/** Times of over an hour in which the program did not run, newest first. */
export function gapsBetweenRuns(db: DatabaseSync, limit: number): readonly { from: EpochMs; to: EpochMs }[] {
  const rows = db.prepare("SELECT started_at, seen_at FROM run ORDER BY started_at").all();
  const gaps: { from: EpochMs; to: EpochMs }[] = [];
  let seen: EpochMs | undefined;
  for (const row of rows) {
    const started = numberOf(row, "started_at");
    if (seen !== undefined && started - seen > LEAST_GAP_MS) gaps.push({ from: seen, to: started });
    seen = Math.max(seen ?? 0, numberOf(row, "seen_at"));
  }
  return gaps.reverse().slice(0, limit);
}
