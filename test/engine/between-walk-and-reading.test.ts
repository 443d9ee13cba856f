import { appendFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { afterEach, beforeEach, expect, test } from "vitest";
import { hintedFile, seenBy, walkRoots, type FoundFile } from "../../electron/engine/discover.ts";
import type { LedgerSession } from "../../electron/engine/ledger-session.ts";
import { readOpenFile } from "../../electron/engine/read-file.ts";
import { closeLog, openLog } from "../../electron/engine/tail.ts";
import { openWalker, type EndedWalk } from "../../electron/engine/walk-pieces.ts";
import { oneLog, type OneLog } from "./one-log.ts";
import { asLog, drawRecords } from "../transcript.ts";

// A walk lists what has changed, and a list may wait its turn while hints are quicker. On 2026-11-21 a log that grew
// meanwhile was taken for another one at the same path: read again from its start, its life before called gone.

let place: OneLog;
let session: LedgerSession;
let log: string;
beforeEach(() => {
  place = oneLog();
  ({ log } = place);
  session = place.open();
});
afterEach(() => {
  session.close();
  place.clear();
});

/** Three calls, each as the text of its two lines. */
const CALLS = [1, 2, 3].map((n) => {
  const table = [1, 2, 3].map((m) => `08:00:${m}0 msg_${m} read ${m * 1000} write 400 out 20`).join("\n");
  return asLog(drawRecords(table).slice(2 * n - 2, 2 * n));
});
const [FIRST, SECOND, THIRD] = CALLS as [string, string, string];

const walked = () => session.scanner.changed(walkRoots(session.roots).files);
const hinted = () => session.scanner.changed([hintedFile(log)].flatMap((found) => found ?? []));
const read = (files: readonly FoundFile[]) => session.scanner.readSlice(files).sessions;
const lives = () =>
  session.connection().db.prepare("SELECT path, gone_at, offset FROM file ORDER BY id").all();
const calls = () => session.queries.sessions()[0]?.totals.calls;

test("a log that grew and was read after it was listed is still the same log, and is not read again", () => {
  writeFileSync(log, FIRST);
  read(walked());
  appendFileSync(log, SECOND);
  const listed = walked();
  appendFileSync(log, THIRD);
  expect(read(hinted())).toHaveLength(1);
  expect(calls()).toBe(3);

  expect(read(listed)).toEqual([]);
  const whole = Buffer.byteLength(CALLS.join(""));
  expect(lives()).toEqual([{ path: log, gone_at: null, offset: whole }]);
});

test("a log that was listed and read by a hint first is not read again", () => {
  writeFileSync(log, FIRST);
  const listed = walked();
  expect(read(hinted())).toHaveLength(1);
  expect(read(listed)).toEqual([]);
  expect(lives()).toHaveLength(1);
});

test("a log that was put in the place of the one that was listed is a log of its own", () => {
  writeFileSync(log, FIRST);
  read(walked());
  appendFileSync(log, SECOND);
  const listed = walked();
  writeFileSync(`${log}.new`, THIRD);
  renameSync(`${log}.new`, log);
  read(listed);
  expect(lives()).toMatchObject([{ gone_at: expect.any(Number) }, { path: log, gone_at: null }]);
  expect(calls()).toBe(2);
  expect(walked()).toEqual([]);
});

test("a log that was cut after it was listed is read from its start, and what it held stays counted", () => {
  writeFileSync(log, FIRST + SECOND);
  read(walked());
  appendFileSync(log, THIRD);
  const listed = walked();
  writeFileSync(log, THIRD);
  read(listed);
  expect(calls()).toBe(3);
  expect(walked()).toEqual([]);
});

test("a log that was written to while it was read is read again, unless it only grew and all of that was read", () => {
  writeFileSync(log, FIRST + SECOND);
  const now = hintedFile(log);
  if (now === undefined) throw new Error("The log is there");
  const fd = openLog(log);
  const timeAfter = (opened: FoundFile) => readOpenFile(fd, opened, 0, undefined).mtimeMs;
  expect(timeAfter(now)).toBe(now.mtimeMs);
  // As it was when it was opened: an earlier time and the same size, or shorter.
  const earlier = now.mtimeMs - 1000;
  expect(timeAfter({ ...now, mtimeMs: earlier })).toBe(earlier);
  expect(timeAfter({ ...now, mtimeMs: earlier, size: FIRST.length })).toBe(now.mtimeMs);
  closeLog(fd);
});

/** A walk of one entry at a time, with what happens behind each piece. */
function walkSlowly(meanwhile: (piece: number) => void): EndedWalk["walk"] {
  const walker = openWalker(session.roots, 0);
  for (let piece = 1; ; piece++) {
    const ended = walker.walkOn();
    expect(walker.isUnderWay()).toBe(ended === undefined);
    if (ended !== undefined) return ended.walk;
    meanwhile(piece);
  }
}

test("a walk in pieces finds what a walk in one piece finds", () => {
  for (const name of ["a", "b", "c"]) writeFileSync(log.replace("5e55", name.repeat(4)), FIRST);
  let pieces = 0;
  expect(walkSlowly(() => pieces++)).toEqual(walkRoots(session.roots));
  // Three logs and their folder.
  expect(pieces).toBe(4);
});

test("a log that came behind the back of a walk, and was read by a hint, is not gone", () => {
  writeFileSync(log.replace("5e55", "aaaa"), FIRST);
  const walk = walkSlowly((piece) => {
    // The folder has been listed.
    if (piece !== 2) return;
    writeFileSync(log, SECOND);
    expect(read(hinted())).toHaveLength(1);
  });
  expect(walk.files).toHaveLength(1);
  expect(session.scanner.noteMissing(walk.files, seenBy(walk))).toEqual([]);
  expect(lives()).toMatchObject([{ path: log, gone_at: null }]);
  rmSync(log);
  expect(session.scanner.noteMissing(walk.files, seenBy(walk))).toHaveLength(1);
  expect(lives()).toMatchObject([{ path: log, gone_at: expect.any(Number) }]);
});
