import type { DatabaseSync } from "node:sqlite";
import type { Analyst } from "./analysis.ts";
import { codeOf, hintedFile, isSystemError, type FoundFile } from "./discover.ts";
import { knownFiles, NEW, type FileIdentity } from "./file-identity.ts";
import { nothingTouched, type KnownFile, type Ledger, type Touched } from "./ledger.ts";
import { openFirstReading } from "./first-reading.ts";
import { holdNursery } from "./heap.ts";
import type { ReadAhead, ReadFresh } from "./read-ahead.ts";
import { asOpened, readFreshFile, readOpenFile, type FileReading } from "./read-file.ts";
import { keepMemories } from "./log-memories.ts";
import type { LogMemory } from "./read-log.ts";
import { withCalls } from "./read-whole.ts";
import { openSummaries, type SessionChanges } from "./session-summaries.ts";
import type { Summarizer } from "./session-summary.ts";
import { ANALYSIS_MS, LIVE, LIVE_MS, type Slice, type SliceSize } from "./slice.ts";
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

type Read = FileReading & {
  readonly found: FoundFile;
  readonly identity: FileIdentity;
  /** `undefined` where nothing is kept to go on from. */
  readonly memory: LogMemory | undefined;
};

/** Nothing is to be read of it: it only is somewhere else. */
type Again = Pick<Read, "found" | "identity"> & { readonly life: KnownFile };

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
  /** Logs that are there again as they were: of their sessions only the label changes. */
  const back = new Set<number>();

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
    const labelled = [...back].flatMap(summaries.relabel);
    back.clear();
    if (summarize === true) {
      const { sessions, gone } = summaries.make(touched.sessions, analyses);
      return { sessions: [...labelled, ...sessions], gone };
    }
    if (summarize === "later") summaries.owe(new Set([...touched.sessions, ...labelled.map(({ id }) => id)]));
    else summaries.leave(touched.sessions);
    return { sessions: [], gone: [] };
  }

  /** `inBulk`: many others wait, and few of them will ever grow. */
  function takeFile(found: FoundFile, touched: Touched, inBulk: boolean): void {
    const read = readFile(found, inBulk);
    if (read !== undefined && "life" in read) takeUp(read);
    else if (read !== undefined) put(read, touched);
  }

  function takeUp({ found, identity, life }: Again): void {
    unreadable.delete(found.path);
    settle(found, identity);
    known.remember({ ...life, ...found, gone: false });
    if (life.gone) back.add(life.id);
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
  function readFile(walked: FoundFile, inBulk: boolean): Read | Again | undefined {
    let fd: number | undefined;
    try {
      fd = openLog(walked.path);
      const found = asOpened(fd, walked);
      // A hint may have been quicker than the list that this comes from.
      if (found === undefined || known.isRead(found)) return undefined;
      const identity = known.identify(found, fd);
      const { offset, known: life, isRead } = identity;
      if (life !== undefined && isRead) return { found, identity, life };
      const goesOn = life !== undefined && offset > 0;
      if (offset === 0 && (inBulk || found.size > LARGE))
        return readFromStart(readFreshFile(fd, found), found, identity);
      const memory = goesOn ? memories.of(life.id) : undefined;
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
      known.remember({ ...replaced, gone: true });
      memories.forget(replaced.id);
    }
    if (life === undefined) return ledger.addFile(found);
    if (moved) ledger.moveFile(life.id, found);
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
