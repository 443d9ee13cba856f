import { existsSync } from "node:fs";
import type { DatabaseSync } from "node:sqlite";
import type { Analyst } from "./analysis.ts";
import { codeOf, type FoundFile } from "./discover.ts";
import { inTransaction, nothingTouched, type KnownFile, type Ledger, type Touched } from "./ledger.ts";
import { readLog, type LogMemory } from "./read-log.ts";
import type { Summarizer } from "./session-summary.ts";
import { closeLog, markerAt, markerHolds, openLog } from "./tail.ts";
import type { SessionSummary } from "../../shared/feed.ts";

/** One transaction takes about this long at most, so that pages and requests are answered between two. */
const SLICE_MS = 80;
/** Logs that were read last stay in memory as far as going on needs it; others are read from their start when they grow. */
const MEMORIES_KEPT = 64;

export type ScanParts = {
  readonly db: DatabaseSync;
  readonly ledger: Ledger;
  readonly analyst: Analyst;
  readonly summarizer: Summarizer;
  /** Epoch milliseconds. */
  readonly now: () => number;
};

/** What one transaction did: how many of the files given it took, and the new values of the sessions touched. */
export type Slice = { readonly files: number; readonly sessions: readonly SessionSummary[] };

/** Brings the ledger up to what the logs hold now. Reading the same thing twice changes nothing. */
export function openScanner({ db, ledger, analyst, summarizer, now }: ScanParts) {
  const byPath = new Map<string, KnownFile>();
  const byInode = new Map<string, KnownFile>();
  const memories = new Map<number, LogMemory>();
  const unreadable = new Map<string, string>();
  const saveSummary = db.prepare(
    "INSERT INTO session_summary (session, last_at, value) VALUES (?, ?, ?) " +
      "ON CONFLICT (session) DO UPDATE SET last_at = excluded.last_at, value = excluded.value",
  );
  for (const file of ledger.files()) remember(file);

  function remember(file: KnownFile): void {
    if (!file.gone) byPath.set(file.path, file);
    byInode.set(`${file.dev}:${file.ino}`, file);
  }

  /** Reads files in the order given for the length of one slice, at least one, in one transaction. */
  function readSlice(found: readonly FoundFile[]): Slice {
    const touched = nothingTouched();
    return inTransaction(db, () => {
      const until = performance.now() + SLICE_MS;
      let files = 0;
      do {
        const file = found[files++];
        if (file !== undefined) readFile(file, touched);
      } while (files < found.length && performance.now() < until);
      return { files, sessions: refresh(touched) };
    });
  }

  function refresh(touched: Touched): readonly SessionSummary[] {
    const analyses = analyst.refresh(touched);
    const summaries: SessionSummary[] = [];
    for (const session of touched.sessions) {
      const summary = summarizer.summarize(session, analyses);
      if (summary === undefined) continue;
      save(summary);
      summaries.push(summary);
    }
    return summaries;
  }

  function save(summary: SessionSummary): void {
    saveSummary.run(summary.id, summary.lastAt ?? null, JSON.stringify(summary));
  }

  function readFile(found: FoundFile, touched: Touched): void {
    let fd: number;
    try {
      fd = openLog(found.path);
    } catch (error) {
      const code = codeOf(error);
      // Gone between the walk and now: the next walk will tell.
      if (code !== "ENOENT") unreadable.set(found.path, code);
      return;
    }
    try {
      const file = identify(found, fd);
      // Changed without having grown: rewritten where the markers do not look, or only touched. Reading all of it again
      // joins what is new and counts nothing twice.
      if (found.size === file.offset) {
        memories.delete(file.id);
        ledger.forgetBytes(file.id);
        file.offset = 0;
      }
      const result = readLog(fd, found, file.offset, memories.get(file.id));
      const marker = markerAt(fd, result.reading.offset);
      ledger.put(file.id, found, result.reading, marker, touched);
      const { size, offset } = result.reading;
      const { dev, ino, mtimeMs, path } = found;
      remember({ id: file.id, path, dev, ino, mtimeMs, size, offset, marker, gone: false });
      keepMemory(file.id, result.memory);
      unreadable.delete(path);
    } finally {
      closeLog(fd);
    }
  }

  /**
   * The known life of a file, if this is one: same device and inode, and the text read so far still stands there. Inodes
   * are used again at once, and a log may be cut or written anew in place, so neither alone is an identity.
   */
  function identify(found: FoundFile, fd: number): { readonly id: number; offset: number } {
    const known = byPath.get(found.path);
    if (known !== undefined) {
      if (found.size >= known.offset && markerHolds(fd, known.offset, known.marker)) return { ...known };
      ledger.loseFile(known.id, now());
      byPath.delete(known.path);
      memories.delete(known.id);
    }
    const moved = byInode.get(`${found.dev}:${found.ino}`);
    if (
      moved !== undefined &&
      moved !== known &&
      moved.offset > 0 &&
      // A second name of one file (a hard link) is a file of its own: its calls are known by their ids.
      (moved.gone || !existsSync(moved.path)) &&
      found.size >= moved.offset &&
      markerHolds(fd, moved.offset, moved.marker)
    ) {
      byPath.delete(moved.path);
      ledger.moveFile(moved.id, found);
      return { ...moved };
    }
    return { id: ledger.addFile(found), offset: 0 };
  }

  function keepMemory(id: number, memory: LogMemory): void {
    memories.delete(id);
    memories.set(id, memory);
    const oldest = memories.keys().next().value;
    if (memories.size > MEMORIES_KEPT && oldest !== undefined) memories.delete(oldest);
  }

  /** Labels known logs below the roots that a walk no longer found. Their figures stay. */
  function noteMissing(
    walked: readonly FoundFile[],
    isBelowRoots: (path: string) => boolean,
  ): readonly SessionSummary[] {
    const seen = new Set(walked.map(({ path }) => path));
    const lost = [...byPath.values()].filter(({ path }) => !seen.has(path) && isBelowRoots(path));
    if (lost.length === 0) return [];
    return inTransaction(db, () => {
      for (const file of lost) {
        ledger.loseFile(file.id, now());
        byPath.delete(file.path);
        remember({ ...file, gone: true });
        memories.delete(file.id);
        unreadable.delete(file.path);
      }
      // Only the label changes: folding thousands of chains again for it filled 4 GB (a million calls, 2026-11-21).
      const sessions = lost.flatMap(({ id }) => summarizer.relabel(id));
      for (const session of sessions) save(session);
      return sessions;
    });
  }

  /** New values of sessions of which something was told beside the logs. */
  function summarizeAgain(sessions: ReadonlySet<string>): readonly SessionSummary[] {
    if (sessions.size === 0) return [];
    return inTransaction(db, () => refresh({ ...nothingTouched(), sessions: new Set(sessions) }));
  }

  /** Of a walk, what is not known to be read already. */
  function changed(walked: readonly FoundFile[]): readonly FoundFile[] {
    return walked.filter((found) => {
      const known = byPath.get(found.path);
      return (
        known === undefined ||
        known.size !== found.size ||
        known.mtimeMs !== found.mtimeMs ||
        known.ino !== found.ino ||
        known.dev !== found.dev
      );
    });
  }

  return {
    readSlice,
    changed,
    noteMissing,
    summarizeAgain,
    unreadable: unreadable as ReadonlyMap<string, string>,
  };
}
