import {
  cpSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  truncateSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { afterEach, beforeEach, expect, test } from "vitest";
import { backUpIfDue, isSound, restoreStore } from "../../electron/engine/backup.ts";
import { catchUp } from "../../electron/engine/catch-up.ts";
import { takeInstanceLock } from "../../electron/engine/instance-lock.ts";
import { keepSaving } from "../../electron/engine/keep-saving.ts";
import { openLedgerSession } from "../../electron/engine/ledger-session.ts";
import { runCommand } from "../command/run-command.ts";
import { runOnce, usualPlan } from "../engine/workbench.ts";
import { growingLogs, randomNumbers, type GrowingLogs } from "./growing-logs.ts";
import { eventually, startLive, type LiveEngine } from "./live-engine.ts";
import { temporaryFolder } from "./machine.ts";

let folder: ReturnType<typeof temporaryFolder>;
let root: string;
let data: string;
let ledger: string;
let logs: GrowingLogs;
let live: LiveEngine | undefined;
beforeEach(() => {
  folder = temporaryFolder();
  root = join(folder.path, "claude");
  data = join(folder.path, "data");
  ledger = join(data, "ledger.sqlite");
  logs = growingLogs(root, { logs: 6, callsEach: 60, random: randomNumbers(8) });
});
afterEach(async () => {
  await live?.stop();
  live = undefined;
  folder.remove();
});

const report = () => runCommand(["report", "--format=json", "--root", root, "--data", data]);
const isExact = () => JSON.stringify(live?.counted()) === JSON.stringify(logs.truth());

function backUp(): void {
  // As in the program, somebody else has it open: who only reads cannot tidy up the log of changes.
  const db = new DatabaseSync(ledger);
  db.exec("SELECT 1 FROM call");
  expect(backUpIfDue({ storePath: ledger, plan: usualPlan(data), now: Date.now() })).toBeUndefined();
  db.close();
}

/** Half of the logs are in the backup only, the others in their logs only. */
function fillBackup(): number {
  logs.growTo(0.5);
  expect(report().code).toBe(0);
  backUp();
  const { calls } = logs.truth();
  for (const path of logs.paths.slice(0, 3)) rmSync(path);
  return calls;
}

function damage(from: number, length: number, value: number): void {
  const bytes = readFileSync(ledger);
  bytes.fill(value, from, from + length);
  writeFileSync(ledger, bytes);
}

test.each<[string, () => void]>([
  ["zeros for a header", () => damage(0, 100, 0)],
  ["noise for its second page", () => damage(4096, 4096, 0xa7)],
  ["noise in the middle", () => damage(Math.floor(readFileSync(ledger).length / 8192) * 4096, 4096, 0x5a)],
  ["its last third missing", () => truncateSync(ledger, Math.floor((readFileSync(ledger).length * 2) / 3))],
  ["half a page", () => truncateSync(ledger, 2000)],
  [
    "a text in its place",
    () => writeFileSync(ledger, "no ledger at all, but long enough to be looked at\n".repeat(9)),
  ],
])(
  "a ledger with %s is kept aside, the backup takes its place, and nothing that either has is lost",
  (_, harm) => {
    const calls = fillBackup();
    harm();
    const { code, stdout, stderr } = report();
    expect(code).toBe(0);
    expect(stderr).toMatch(/^prefixwatch: The ledger was damaged\. It was restored from the backup of /);
    expect(JSON.parse(stdout)).toMatchObject({ totals: { calls } });
    expect(readdirSync(data).filter((name) => name.startsWith("ledger.sqlite.damaged-"))).toHaveLength(1);
    expect(isSound(ledger)).toBe(true);
    expect(report().stderr).toBe("");
  },
);

test("the log of changes of a damaged ledger is not played into the backup that takes its place", () => {
  logs.growTo(0.5);
  expect(report().code).toBe(0);
  backUp();
  const session = openLedgerSession({ roots: [root], dataDir: data });
  if (session.kind !== "ledger-session") throw new Error(JSON.stringify(session));
  session.answerParts.db.exec("PRAGMA wal_autocheckpoint = 0");
  logs.growTo(1);
  catchUp(session, () => undefined);
  // As a kill leaves it: with its log.
  const killed = join(folder.path, "killed");
  cpSync(data, killed, { recursive: true });
  session.close();
  data = killed;
  ledger = join(killed, "ledger.sqlite");
  damage(0, readFileSync(ledger).length, 0x33);
  rmSync(`${ledger}-shm`, { force: true });
  expect(report().stderr).toMatch(
    /^prefixwatch: The ledger was damaged\. It was restored from the backup of /,
  );
  expect(isSound(ledger)).toBe(true);
  expect(JSON.parse(report().stdout)).toMatchObject({ totals: logs.truth() });
});

test("an empty ledger file, as some power cuts leave it, is filled again", () => {
  logs.growTo(1);
  report();
  truncateSync(ledger, 0);
  expect(JSON.parse(report().stdout)).toMatchObject({ totals: logs.truth() });
});

test("a folder in the place of the ledger is refused in one sentence", () => {
  mkdirSync(ledger, { recursive: true });
  const { code, stderr } = report();
  expect(code).toBe(1);
  expect(stderr).toMatch(/^prefixwatch: The data folder .* Choose another folder with --data/);
});

test("another ledger's log of changes beside it is never played into it", () => {
  logs.growTo(1);
  report();
  const other = join(folder.path, "other");
  runOnce(root, other);
  const db = new DatabaseSync(join(other, "ledger.sqlite"));
  db.exec("PRAGMA wal_autocheckpoint = 0; DELETE FROM sighting; DELETE FROM event; DELETE FROM call;");
  writeFileSync(`${ledger}-wal`, readFileSync(join(other, "ledger.sqlite-wal")));
  db.close();
  const { calls } = logs.truth();
  // SQLite cannot tell whose log it is; what it makes of it is told as damage, or is the same again after a restore.
  const found = JSON.parse(report().stdout) as { readonly totals: { readonly calls: number } };
  expect([calls, 0]).toContain(found.totals.calls);
});

test("a restore that was killed between its two steps is ended by the next start", () => {
  const calls = fillBackup();
  damage(0, 100, 0);
  restoreStore(ledger, Date.now(), usualPlan(data));
  renameSync(ledger, `${ledger}.restoring`);
  expect(JSON.parse(report().stdout)).toMatchObject({ totals: { calls } });
  expect(existsSync(`${ledger}.restoring`)).toBe(false);
});

test("a ledger that is found damaged while the program runs is restored, told, and counted on without a restart", () => {
  logs.growTo(0.5);
  expect(report().code).toBe(0);
  backUp();
  const session = openLedgerSession({ roots: [root], dataDir: data });
  if (session.kind !== "ledger-session") throw new Error(JSON.stringify(session));
  const changes: (string | undefined)[] = [];
  const keeper = keepSaving(session, () => changes.push(keeper.notSaving?.reason));
  // What SQLite has in memory it does not look at again: 8 MB, more than this ledger.
  session.answerParts.db.exec("PRAGMA cache_size = 1; PRAGMA shrink_memory");
  damage(4096, readFileSync(ledger).length - 4096, 0xee);
  logs.growTo(1);
  try {
    catchUp(session, () => undefined);
    expect.unreachable("SQLite did not see it");
  } catch (error) {
    keeper.failed(error);
  }
  expect(keeper.mayRead).toBe(false);
  expect(keeper.check()).toBe(true);
  expect(changes).toEqual(["the ledger is damaged", undefined]);
  expect(session.restored?.from).toBeDefined();
  catchUp(session, () => undefined);
  const { calls } = logs.truth();
  expect(session.queries.callCount()).toBe(calls);
  session.close();
  expect(isSound(ledger)).toBe(true);
  expect(report().stderr).toBe("");
});

test("a data folder that is deleted while the engine runs is written again, also what no log holds any more", async () => {
  logs.growTo(0.4);
  live = startLive({ roots: [root], dataDir: data, walkEveryMs: 100 });
  await eventually(isExact);
  const gone = logs.truth();
  for (const path of logs.paths) rmSync(path);
  await eventually(() => live?.overview()?.health.filesGone === logs.paths.length);
  rmSync(data, { recursive: true });
  await eventually(() => existsSync(ledger) && isSound(ledger));
  expect(live.counted()).toEqual(gone);
  await live.stop();
  live = undefined;
  expect(JSON.parse(report().stdout)).toMatchObject({ totals: { calls: gone.calls } });
});

test("who starts after a data folder was deleted and written again is told who has it, and counting goes on", async () => {
  await startAndDelete();
  await eventually(() => existsSync(ledger) && isSound(ledger));
  expect(takeInstanceLock(data)).toEqual(holder("http://127.0.0.1:1"));
  logs.growTo(1);
  await eventually(isExact);
  await live?.stop();
  live = undefined;
  expect(readdirSync(data)).not.toContain("instance.json");
});

test("a lock that was deleted alone is taken again", async () => {
  live = startLive({ roots: [root], dataDir: data, walkEveryMs: 100 });
  rmSync(join(data, "instance.lock"));
  await eventually(() => existsSync(join(data, "instance.lock")));
  expect(takeInstanceLock(data)).toEqual(holder(undefined));
});

test("a deleted data folder that another start was faster to take is left to it, until that one ends", async () => {
  await startAndDelete();
  const other = takeInstanceLock(data);
  if (other.kind !== "lock") throw new Error(JSON.stringify(other));
  await eventually(() => live?.notice("not-saving") !== undefined);
  expect(live?.notice("not-saving")).toMatch(/another Prefixwatch \(process \d+\) has it now\. End one/);
  logs.growTo(1);
  expect(existsSync(ledger)).toBe(false);
  expect(existsSync(join(data, "instance.json"))).toBe(true);
  other.release();
  await eventually(() => live?.notice("not-saving") === undefined && isExact());
  expect(isSound(ledger)).toBe(true);
});

async function startAndDelete(): Promise<void> {
  logs.growTo(0.4);
  live = startLive({ roots: [root], dataDir: data, walkEveryMs: 100 });
  live.engine.announce("http://127.0.0.1:1");
  await eventually(isExact);
  rmSync(data, { recursive: true });
}

function holder(address: string | undefined) {
  return { kind: "other-instance", pid: process.pid, address };
}
