import type { DatabaseSync } from "node:sqlite";
import type { Analyst } from "./analysis.ts";
import { codeOf, hintedFile, isSystemError, type FoundFile } from "./discover.ts";
import { knownFiles, NEW, type FileIdentity } from "./file-identity.ts";
import { nothingTouched, type Ledger, type Touched } from "./ledger.ts";
import { openFirstReading } from "./first-reading.ts";
import { holdNursery } from "./heap.ts";
import type { ReadAhead, ReadFresh } from "./read-ahead.ts";
import { asOpened, readFreshFile, readOpenFile, type FileReading } from "./read-file.ts";
import { keepMemories } from "./log-memories.ts";
import type { LogMemory } from "./read-log.ts";
import { withCalls } from "./read-whole.ts";
import { openSummaries, type SessionChanges } from "./session-summaries.ts";
import type { Summarizer } from "./session-summary.ts";
import { closeLog, openLog } from "./tail.ts";
import { inRepeatableTransaction, inTransaction } from "./transaction.ts";
import type { SessionSummary } from "../../shared/feed.ts";

/** A log that is found with so many bytes was not begun just now. */
const LARGE = 1_000_000;

export type ScanParts = {
  readonly db: DatabaseSync;
  readonly ledger: Ledger;
  readonly analyst: Analyst;
  readonly summarizer: Summarizer;
  /** Epoch milliseconds. */
  readonly now: () => number;
};

/** How much one transaction does. */
export type SliceSize = {
  /** It takes about this long at most. */
  readonly ms: number;
  /** Whether the sessions touched are summed up at once; else `summarizeMissing` does it, once for each. */
  readonly summarize: boolean;
};

/** Pages and requests are answered between two slices. */
const LIVE_MS = 80;
const LIVE: SliceSize = { ms: LIVE_MS, summarize: true };

/**
 * So often a first reading analyses what it has put: calls that live until the end of a slice are copied by V8's collector
 * again and again (1 GB, slices of 120 ms: 3 to 6 % of the processor, 2026-11-22).
 */
const ANALYSIS_MS = 15;

/** What one transaction did: what is left of the files given, and what became of the sessions touched. */
export type Slice = SessionChanges & { readonly rest: readonly FoundFile[] };

type Read = FileReading & {
  readonly found: FoundFile;
  readonly identity: FileIdentity;
  /** `undefined` where nothing is kept to go on from. */
  readonly memory: LogMemory | undefined;
};

function readFromStart(fresh: ReadFresh, found: FoundFile, identity: FileIdentity): Read {
  return { ...fresh, reading: withCalls(fresh.reading, found), found, identity, memory: undefined };
}

/** Brings the ledger up to what the logs hold now. Reading the same thing twice changes nothing. */
export function openScanner({ db, ledger, analyst, summarizer, now }: ScanParts) {
  const known = knownFiles(ledger.files());
  const memories = keepMemories();
  const unreadable = new Map<string, string>();
  const firstReading = openFirstReading(db);
  const summaries = openSummaries(db, summarizer);

  /** Reads files, in the order given but for those that another thread reads, for the length of one slice. */
  function readSlice(found: readonly FoundFile[], size: SliceSize = LIVE): Slice {
    const other = firstReading.of(() => found.filter(known.isNew));
    const slice = sliceOf(found, other, size);
    if (slice.rest.length === 0) firstReading.end();
    return slice;
  }

  /**
   * The same for what has just changed, whose turn it is not; what is left. The sessions touched are summed up by
   * `summarizeOwed`. The other thread goes on with its list meanwhile: when a hint ended it, each one began another
   * (2026-11-21: 206 threads and 11 GB).
   */
  function readHinted(found: readonly FoundFile[]): readonly FoundFile[] {
    return sliceOf(found, undefined, { ms: LIVE_MS, summarize: "later" }).rest;
  }

  function sliceOf(
    found: readonly FoundFile[],
    other: ReadAhead | undefined,
    { ms, summarize }: Omit<SliceSize, "summarize"> & { readonly summarize: boolean | "later" },
  ): Slice {
    const inOne = other === undefined ? inTransaction : inRepeatableTransaction;
    return inOne(db, () => {
      let touched = nothingTouched();
      let since = performance.now();
      const until = since + ms;
      const taken = new Set<FoundFile>();
      let place = 0;
      do {
        const done = other?.nextSoon();
        const file = done?.file ?? found[place++];
        if (done !== undefined) takeAhead(done.file, done.read, touched);
        else if (file !== undefined && other?.claim(file) !== false)
          takeFile(file, touched, other !== undefined);
        else if (file === undefined && other?.isBusy() === true) other.wait();
        else if (file === undefined) break;
        else continue;
        if (file !== undefined) taken.add(file);
        if (summarize === false && performance.now() - since > ANALYSIS_MS) {
          refresh(touched, false);
          touched = nothingTouched();
          since = performance.now();
        }
      } while (performance.now() < until);
      holdNursery();
      return { rest: found.filter((file) => !taken.has(file)), ...refresh(touched, summarize) };
    });
  }

  function refresh(touched: Touched, summarize: boolean | "later"): SessionChanges {
    ledger.moveBuckets(touched);
    const analyses = analyst.refresh(touched);
    if (summarize === true) return summaries.make(touched.sessions, analyses);
    if (summarize === "later") summaries.owe(touched.sessions);
    else summaries.leave(touched.sessions);
    return { sessions: [], gone: [] };
  }

  /** `inBulk`: many others wait, and few of them will ever grow. */
  function takeFile(found: FoundFile, touched: Touched, inBulk: boolean): void {
    const read = readFile(found, inBulk);
    if (read !== undefined) put(read, touched);
  }

  /** What another thread has read; again by this one where it could not, or where a hint was quicker. */
  function takeAhead(found: FoundFile, read: ReadFresh | undefined, touched: Touched): void {
    if (read === undefined || !known.isNew(found)) takeFile(found, touched, true);
    else put(readFromStart(read, found, NEW), touched);
  }

  function put({ found, identity, reading, memory, marker, mtimeMs }: Read, touched: Touched): void {
    unreadable.delete(found.path);
    const id = settle(found, identity);
    ledger.put(id, { ...found, mtimeMs }, reading, marker, touched);
    const { size, offset } = reading;
    const { dev, ino, path, project } = found;
    known.remember({ id, path, project, dev, ino, mtimeMs, size, offset, marker, gone: false });
    if (memory !== undefined) memories.keep(id, memory);
  }

  /** Reads what is new without telling the ledger yet: an error of the disk in the middle leaves no trace there. */
  function readFile(walked: FoundFile, inBulk: boolean): Read | undefined {
    let fd: number | undefined;
    try {
      fd = openLog(walked.path);
      const found = asOpened(fd, walked);
      // A hint may have been quicker than the list that this comes from.
      if (found === undefined || known.isRead(found)) return undefined;
      const identity = known.identify(found, fd);
      const { offset } = identity;
      const goesOn = identity.known !== undefined && offset > 0;
      if (offset === 0 && (inBulk || found.size > LARGE))
        return readFromStart(readFreshFile(fd, found), found, identity);
      const memory = goesOn ? memories.of(identity.known.id) : undefined;
      return { found, identity, ...readOpenFile(fd, found, offset, memory) };
    } catch (error) {
      if (!isSystemError(error)) throw error;
      const code = codeOf(error);
      // Gone between the walk and now: the next walk will tell.
      if (code !== "ENOENT") unreadable.set(walked.path, code);
      // Its memory may be half a reading ahead.
      const at = known.at(walked.path);
      if (at !== undefined) memories.forget(at.id);
      return undefined;
    } finally {
      if (fd !== undefined) closeLog(fd);
    }
  }

  /** Tells the ledger which log this is; its row. */
  function settle(found: FoundFile, { known: life, offset, replaced, moved }: FileIdentity): number {
    if (replaced !== undefined) {
      ledger.loseFile(replaced.id, now());
      known.leave(replaced.path);
      memories.forget(replaced.id);
    }
    if (life === undefined) return ledger.addFile(found);
    if (moved) {
      // Its old place may be another log's by now.
      if (known.at(life.path)?.id === life.id) known.leave(life.path);
      ledger.moveFile(life.id, found);
    }
    if (offset === 0) {
      memories.forget(life.id);
      ledger.forgetBytes(life.id);
    }
    return life.id;
  }

  /** Labels known logs below the roots that a walk no longer found. Their figures stay. */
  function noteMissing(
    walked: readonly FoundFile[],
    wasLookedFor: (path: string) => boolean,
  ): readonly SessionSummary[] {
    const seen = new Set(walked.map(({ path }) => path));
    for (const path of unreadable.keys()) if (!seen.has(path) && wasLookedFor(path)) unreadable.delete(path);
    const unseen = known.present().filter(({ path }) => !seen.has(path) && wasLookedFor(path));
    // A hint may have read a log behind the back of a walk that takes its time.
    const lost = unseen.filter(({ path }) => hintedFile(path) === undefined);
    if (lost.length === 0) return [];
    return inTransaction(db, () => {
      for (const file of lost) {
        ledger.loseFile(file.id, now());
        known.leave(file.path);
        known.remember({ ...file, gone: true });
        memories.forget(file.id);
      }
      // Only the label changes: folding thousands of chains again for it filled 4 GB (a million calls, 2026-11-21).
      return lost.flatMap(({ id }) => summaries.relabel(id));
    });
  }

  /** New values of sessions of which something was told beside the logs. */
  function summarizeAgain(sessions: ReadonlySet<string>): readonly SessionSummary[] {
    if (sessions.size === 0) return [];
    return inTransaction(db, () => refresh({ ...nothingTouched(), sessions: new Set(sessions) }, true))
      .sessions;
  }

  /** Of a walk, what is not known to be read already. */
  function changed(walked: readonly FoundFile[]): readonly FoundFile[] {
    return walked.filter((found) => !known.isRead(found));
  }

  return {
    readSlice,
    readHinted,
    changed,
    noteMissing,
    summarizeAgain,
    summarizeMissing: summaries.makeMissing,
    owed: summaries.owed,
    summarizeOwed: summaries.makeOwed,
    unreadable: unreadable as ReadonlyMap<string, string>,
    /** Ends the other thread. What was read is in the ledger. */
    stop: firstReading.end,
  };
}
