import { appendFileSync, writeFileSync } from "node:fs";
import { afterEach, beforeEach, expect, test } from "vitest";
import { hintedFile } from "../../electron/engine/discover.ts";
import type { LedgerSession } from "../../electron/engine/ledger-session.ts";
import { paceTelling } from "../../electron/engine/owed-telling.ts";
import { oneLog, type OneLog } from "./one-log.ts";
import { asLog, drawRecords } from "../transcript.ts";

let place: OneLog;
let log: string;
beforeEach(() => {
  place = oneLog();
  ({ log } = place);
});
afterEach(() => place.clear());

const TABLE = [1, 2].map((n) => `08:00:${n}0 msg_${n} read ${n * 1000} write 400 out 20`).join("\n");
const [FIRST, SECOND] = [0, 2].map((at) => asLog(drawRecords(TABLE).slice(at, at + 2))) as [string, string];

function readHint({ scanner }: LedgerSession): void {
  const found = hintedFile(log);
  if (found !== undefined) scanner.readHinted([found]);
}

const owed = ({ scanner }: LedgerSession) => [...scanner.owed()];
const tell = (session: LedgerSession) => session.scanner.summarizeOwed(owed(session)).sessions;
const told = ({ queries }: LedgerSession) => queries.sessions().map(({ totals }) => totals.calls);

test("what was appended is in the ledger at once, and its session is summed up when that is asked for", () => {
  writeFileSync(log, FIRST);
  const session = place.open();
  readHint(session);
  expect(owed(session)).toHaveLength(1);
  expect(tell(session)).toHaveLength(1);
  expect(told(session)).toEqual([1]);

  appendFileSync(log, SECOND);
  readHint(session);
  expect(session.queries.callCount()).toBe(2);
  // Until then the sum of before stands.
  expect(told(session)).toEqual([1]);
  expect(tell(session)).toMatchObject([{ totals: { calls: 2 } }]);
  expect(told(session)).toEqual([2]);
  expect(owed(session)).toEqual([]);
  expect(tell(session)).toEqual([]);
  // FULL: what is read next waits for the disk again.
  expect(session.connection().db.prepare("PRAGMA synchronous").get()).toEqual({ synchronous: 2 });
  session.close();
});

test("a summary that was owed when the program ended is made at its next start", () => {
  writeFileSync(log, FIRST);
  const before = place.open();
  readHint(before);
  tell(before);
  appendFileSync(log, SECOND);
  readHint(before);
  before.close();

  const after = place.open();
  expect(told(after)).toEqual([1]);
  after.scanner.summarizeMissing();
  expect(told(after)).toEqual([2]);
  expect(owed(after)).toEqual([]);
  after.close();
});

test("sessions that grew are told in rounds, and a round in pieces", () => {
  const owed = new Set(["a", "b", "c", "d", "e", "f", "g"]);
  const pieces: string[] = [];
  const summarizeOwed = (sessions: readonly string[]) => {
    pieces.push(sessions.join(""));
    for (const session of sessions) owed.delete(session);
    return { sessions: [], gone: sessions };
  };
  const { dueAt, tell: tellPiece } = paceTelling(() => ({ owed: () => owed, summarizeOwed }), 60_000);
  expect(dueAt()).toBe(0);
  expect(tellPiece()).toEqual({ sessions: [], gone: ["a", "b", "c", "d", "e"], endsRound: false });
  // Grew again while its round is told: in the next round, which is a minute from now.
  owed.add("a");
  expect(dueAt()).toBe(0);
  expect(tellPiece()).toEqual({ sessions: [], gone: ["f", "g"], endsRound: true });
  expect(pieces).toEqual(["abcde", "fg"]);
  expect(dueAt()).toBeGreaterThan(performance.now() + 30_000);
  owed.clear();
  expect(dueAt()).toBe(Number.POSITIVE_INFINITY);
});
