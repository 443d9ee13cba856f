import { subscribe, unsubscribe } from "node:diagnostics_channel";
import { once } from "node:events";
import { appendFileSync, closeSync, mkdtempSync, readFileSync, rmSync, unlinkSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import type { Worker } from "node:worker_threads";
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { walkRoots, type FoundFile } from "../../electron/engine/discover.ts";
import { openLedgerSession, type LedgerSession } from "../../electron/engine/ledger-session.ts";
import { readAhead, type ReadFresh } from "../../electron/engine/read-ahead.ts";
import { readLog, type LogReading } from "../../electron/engine/read-log.ts";
import { withCalls } from "../../electron/engine/read-whole.ts";
import { openLog } from "../../electron/engine/tail.ts";
import type { Truth } from "../bench/truth.ts";
import { writeTree } from "../bench/log-tree.ts";
import { runOnce } from "./workbench.ts";

const home = mkdtempSync(join(tmpdir(), "prefixwatch-ahead-"));
let truth: Truth;

// More than it takes for a second thread to be worth it.
beforeAll(() => {
  truth = writeTree(home, { bytes: 80_000_000, files: 150, days: 60 }, 3, Date.UTC(2026, 10, 20));
});
afterAll(() => rmSync(home, { recursive: true, force: true }));

function logs(): readonly FoundFile[] {
  return walkRoots([{ path: join(home, "projects"), named: true }]).files;
}

function readHere(file: FoundFile): LogReading {
  const fd = openLog(file.path);
  try {
    return readLog(fd, file, 0, undefined).reading;
  } finally {
    closeSync(fd);
  }
}

/** Takes nothing itself until the other thread has done with everything. */
function readThere(files: readonly FoundFile[]): ReadonlyMap<FoundFile, ReadFresh | undefined> {
  const ahead = readAhead(files);
  if (ahead === undefined) throw new Error("there is enough to read for a second thread");
  const read = new Map<FoundFile, ReadFresh | undefined>();
  const until = Date.now() + 30_000;
  while (read.size < files.length && Date.now() < until) {
    const done = ahead.next();
    if (done === undefined) ahead.wait();
    else read.set(done.file, done.read);
  }
  return read;
}

const isLinux = process.platform === "linux";

/** Bytes that all threads of this process have read. */
function bytesRead(): number {
  return Number(/^rchar: (\d+)$/m.exec(readFileSync("/proc/self/io", "utf8"))?.[1]);
}

test("the second thread reads what this one reads", () => {
  const files = logs();
  const there = readThere(files);
  expect(there.size).toBe(files.length);
  for (const [file, read] of there) {
    expect(read && withCalls(read.reading, file)).toEqual(readHere(file));
  }
});

test.skipIf(!isLinux)(
  "it reads no farther ahead than it should, and goes on when it is followed",
  async () => {
    const files = logs();
    const begun = bytesRead();
    const ahead = readAhead(files);
    await vi.waitUntil(() => bytesRead() - begun > 30_000_000, { timeout: 30_000 });
    await wait(1000);
    const mine = files.filter((file) => ahead?.claim(file) === true);
    const theirs = files.filter((file) => !mine.includes(file));
    const bytes = theirs.reduce((sum, { size }) => sum + size, 0);
    const largest = Math.max(...theirs.map(({ size }) => size));
    expect(bytes).toBeGreaterThanOrEqual(32_000_000 - 1000 * theirs.length);
    expect(bytes).toBeLessThan(32_000_000 + largest);
    let came = 0;
    while (ahead?.isBusy() === true) {
      if (ahead.next() === undefined) ahead.wait();
      else came++;
    }
    expect(came).toBe(theirs.length);
  },
);

test("each file is taken by one thread only", () => {
  const files = logs();
  const ahead = readAhead(files);
  const mine = files.filter((file) => ahead?.claim(file) === true);
  const theirs = new Set<FoundFile>();
  while (ahead?.isBusy() === true) {
    const done = ahead.next();
    if (done === undefined) ahead.wait();
    else theirs.add(done.file);
  }
  expect(mine.filter((file) => theirs.has(file))).toEqual([]);
  expect(mine.length).toBeGreaterThan(0);
});

test("what it could not read is told, and left to this thread", () => {
  const files = logs();
  const gone = files.at(-1);
  if (gone === undefined) throw new Error("there are logs");
  unlinkSync(gone.path);
  const there = readThere(files);
  expect(there.has(gone)).toBe(true);
  expect(there.get(gone)).toBeUndefined();
  truth = writeTree(home, { bytes: 80_000_000, files: 150, days: 60 }, 3, Date.UTC(2026, 10, 20));
});

test("with both threads everything is counted once", () => {
  const { usage, calls } = runOnce(home, join(home, "data")).totals;
  expect({ calls, output: usage.output, read: usage.cacheRead }).toEqual({
    calls: truth.totals.calls,
    output: truth.totals.output,
    read: truth.totals.read,
  });
});

/** How many threads were begun meanwhile. */
function threadsOf(run: () => void): number {
  let begun = 0;
  const count = () => void (begun += 1);
  subscribe("worker_threads", count);
  run();
  unsubscribe("worker_threads", count);
  return begun;
}

function firstReading(name: string): LedgerSession {
  const session = openLedgerSession({ roots: [home], dataDir: join(home, name) });
  if (session.kind !== "ledger-session") throw new Error(JSON.stringify(session));
  return session;
}

const ALL = { from: undefined, to: undefined, zone: "UTC" };
const SLICE = { ms: 20, summarize: false };

test("what changes during the first reading is read in between, by this thread, and the other one goes on", () => {
  const session = firstReading("hinted");
  const { scanner } = session;
  const last = logs().at(-1);
  if (last === undefined) throw new Error("there are logs");
  let hints = 0;
  const begun = threadsOf(() => {
    for (let rest = scanner.changed(logs()); rest.length > 0;) {
      ({ rest } = scanner.readSlice(rest, SLICE));
      // The last of all, which is nobody's yet, and what the other thread may be in.
      for (const hint of [last, ...rest.slice(0, 1)]) {
        const hinted = scanner.changed([hint]);
        if (hinted.length > 0) expect(scanner.readHinted(hinted)).toEqual([]);
        hints += hinted.length;
      }
    }
  });
  const { calls, usage } = session.queries.report("month", ALL).totals;
  session.close();
  expect(begun).toBe(1);
  expect(hints).toBeGreaterThan(1);
  expect({ calls, output: usage.output }).toEqual({
    calls: truth.totals.calls,
    output: truth.totals.output,
  });
});

test("a first reading hardly waits for the disk, and whatever comes after it waits at every commit", () => {
  const session = firstReading("room");
  const { db } = session.answerParts;
  const pragma = (name: string) => db.prepare(`PRAGMA ${name}`).get()?.[name];
  const room = () => ({ journal: pragma("wal_autocheckpoint"), cache: pragma("cache_size") });
  const usual = { journal: 1000, cache: -8000 };
  /** What SQLite is told to do at each commit: 2 is FULL, 1 is NORMAL. */
  const waits: unknown[] = [];
  const execute = db.exec.bind(db);
  vi.spyOn(db, "exec").mockImplementation((sql) => {
    if (sql === "COMMIT") waits.push(pragma("synchronous"));
    execute(sql);
  });
  expect(room()).toEqual(usual);
  let { rest } = session.scanner.readSlice(session.scanner.changed(logs()), SLICE);
  expect(room()).toEqual({ journal: 8000, cache: -20_000 });
  while (rest.length > 0) ({ rest } = session.scanner.readSlice(rest, SLICE));
  expect(new Set(waits)).toEqual(new Set([1]));
  expect(room()).toEqual(usual);
  waits.length = 0;
  const [hint] = logs();
  if (hint === undefined) throw new Error("there are logs");
  appendFileSync(hint.path, "\n");
  session.scanner.readSlice(session.scanner.changed(logs()), SLICE);
  expect(waits).toEqual([2]);
  session.close();
  truth = writeTree(home, { bytes: 80_000_000, files: 150, days: 60 }, 3, Date.UTC(2026, 10, 20));
});

test.skipIf(!isLinux)("a connection that is made anew ends the thread of the one before", async () => {
  const session = firstReading("forgotten");
  let ended: Promise<unknown> | undefined;
  const watchThread = (message: unknown) => {
    ended = once((message as { readonly worker: Worker }).worker, "exit");
  };
  subscribe("worker_threads", watchThread);
  session.scanner.readSlice(session.scanner.changed(logs()), SLICE);
  unsubscribe("worker_threads", watchThread);
  const before = bytesRead();
  session.forget();
  expect(await ended).toEqual([0]);
  // It had hardly begun, and has left most of the 80 MB unread.
  expect(bytesRead() - before).toBeLessThan(40_000_000);

  for (let rest = session.scanner.changed(logs()); rest.length > 0;)
    ({ rest } = session.scanner.readSlice(rest, SLICE));
  expect(session.queries.report("month", ALL).totals.calls).toBe(truth.totals.calls);
  session.close();
});
