import { copyFileSync, renameSync, rmSync, statSync, utimesSync, writeFileSync } from "node:fs";
import { DatabaseSync } from "node:sqlite";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { catchUp } from "../../electron/engine/catch-up.ts";
import { openLedgerSession, type LedgerSession } from "../../electron/engine/ledger-session.ts";
import { drawLog } from "../transcript.ts";
import { THREE_CALLS, TWO_CALLS, workbench, type Workbench } from "./workbench.ts";

// A disk that was taken out and put in again, a copy that was put back, a folder of a program that keeps two machines in
// step: the same logs at the same paths, under other devices or inodes.

let bench: Workbench;
beforeEach(() => {
  bench = workbench();
});
afterEach(() => bench.clear());

const AGAIN = { health: { files: 1, filesGone: 0 }, sessions: [{ sourceGone: false }] };
const GONE = { health: { files: 1, filesGone: 1 }, sessions: [{ sourceGone: true }] };

/** Takes the log away; returns what puts a copy of it back, which has another inode. */
function takeAway(): () => void {
  const { atime, mtime } = statSync(bench.log());
  copyFileSync(bench.log(), `${bench.log()}.copy`);
  rmSync(bench.log());
  return () => {
    renameSync(`${bench.log()}.copy`, bench.log());
    utimesSync(bench.log(), atime, mtime);
  };
}

function inSession(work: (session: LedgerSession, writes: () => number) => void): void {
  const session = openLedgerSession({ roots: [bench.root], dataDir: bench.data });
  if (session.kind !== "ledger-session") throw new Error(JSON.stringify(session));
  const count = session.answerParts.db.prepare("SELECT total_changes() AS changes");
  const writes = () => Number(count.get()?.["changes"]);
  work(session, writes);
  session.close();
}

test("a log that was gone and is there again is the same log, and its session is not called gone any more", () => {
  bench.write(drawLog(TWO_CALLS));
  bench.run();
  const putBack = takeAway();
  expect(bench.run()).toMatchObject(GONE);
  putBack();
  const again = bench.run();
  expect(again).toMatchObject({ ...AGAIN, totals: { calls: 2 } });
  expect(bench.run()).toEqual(again);
});

test("so it is while the program runs, and when the log has grown meanwhile", () => {
  bench.write(drawLog(TWO_CALLS));
  inSession((session) => {
    const look = () => {
      catchUp(session, () => undefined);
      return { health: session.queries.health(), sessions: session.queries.sessions() };
    };
    expect(look()).toMatchObject({ health: { files: 1, filesGone: 0 } });
    for (const table of [TWO_CALLS, THREE_CALLS]) {
      const putBack = takeAway();
      expect(look()).toMatchObject(GONE);
      putBack();
      if (table === THREE_CALLS) bench.write(drawLog(THREE_CALLS));
      expect(look()).toMatchObject(AGAIN);
    }
    expect(session.queries.callCount()).toBe(3);
  });
});

test("another text at the path of a log that is gone is a log of its own", () => {
  bench.write(drawLog(TWO_CALLS));
  bench.run();
  rmSync(bench.log());
  bench.run();
  bench.write(drawLog("11:00:00  msg_9  read 1k  write 1k  out 1"));
  expect(bench.run()).toMatchObject({ health: { files: 2, filesGone: 1 }, totals: { calls: 3 } });
});

test("of two logs that begin alike each comes back as what it was, with the inode of the other too", () => {
  bench.write(drawLog(TWO_CALLS));
  bench.write(drawLog(THREE_CALLS), "fork.jsonl");
  const before = bench.run();
  const text = { short: drawLog(TWO_CALLS), long: drawLog(THREE_CALLS) };
  for (const name of ["session.jsonl", "fork.jsonl"]) renameSync(bench.log(name), bench.log(`${name}.away`));
  bench.run();
  renameSync(bench.log("session.jsonl.away"), bench.log("fork.jsonl"));
  renameSync(bench.log("fork.jsonl.away"), bench.log("session.jsonl"));
  writeFileSync(bench.log("fork.jsonl"), text.long);
  writeFileSync(bench.log("session.jsonl"), text.short);
  const { files, filesGone, counted, bytes } = bench.run().health;
  expect({ files, filesGone, counted, bytes }).toEqual({
    files: 2,
    filesGone: 0,
    counted: before.health.counted,
    bytes: before.health.bytes,
  });
});

test.each([
  ["while it was not looked for", false],
  ["and was gone in between", true],
])("a log whose device alone is another %s is noted and not read again", (_, wasGone) => {
  bench.write(drawLog(THREE_CALLS));
  bench.run();
  if (wasGone) {
    renameSync(bench.log(), `${bench.log()}.away`);
    bench.run();
    renameSync(`${bench.log()}.away`, bench.log());
  }
  const db = new DatabaseSync(join(bench.data, "ledger.sqlite"));
  db.exec("UPDATE file SET dev = 'of before'");
  db.close();
  inSession((session, writes) => {
    const before = writes();
    catchUp(session, () => undefined);
    // The log, and the label of its session.
    expect(writes() - before).toBe(wasGone ? 2 : 1);
    catchUp(session, () => undefined);
    expect(writes() - before).toBe(wasGone ? 2 : 1);
  });
  expect(bench.run()).toMatchObject({ ...AGAIN, totals: { calls: 3 } });
});
