import { appendFileSync, mkdirSync, readdirSync, renameSync, rmSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { afterEach, beforeEach, expect, test } from "vitest";
import { startEngine, type Engine, type EngineOptions } from "../../electron/engine/engine.ts";
import { applyFeed, type FeedMessage, type Overview, type SessionDetail } from "../../shared/feed.ts";
import { detailAfter } from "../../shared/session-changes.ts";
import { writeTree } from "../bench/log-tree.ts";
import { asLog, drawLog, drawRecords } from "../transcript.ts";
import { workbench, type Workbench } from "./workbench.ts";

const HOUR = 3_600_000;
const SESSION = "5e551011-0000-4000-8000-000000000001";

let bench: Workbench;
let engine: Engine | undefined;
let overview: Overview | undefined;
let detail: SessionDetail | undefined;
let messages: FeedMessage[] = [];

beforeEach(() => {
  bench = workbench();
  messages = [];
});
afterEach(async () => {
  await engine?.stop();
  engine = undefined;
  overview = undefined;
  detail = undefined;
  bench.clear();
});

function start(options: Partial<EngineOptions> = {}): void {
  const started = startEngine({ roots: [bench.root], dataDir: bench.data, ...options });
  if (started.kind !== "engine") throw new Error(JSON.stringify(started));
  engine = started;
  const connection = started.bridge.connect((event) => {
    if (event.kind !== "feed") return;
    messages.push(event.message);
    overview = applyFeed(overview, event.message);
    detail = detailAfter(detail, event.message);
  });
  connection.watch(SESSION);
}

/** With a wide margin: a busy machine may take long, but never as long as the next walk or append. */
async function eventually(condition: () => boolean): Promise<void> {
  await expect.poll(condition, { timeout: 20_000, interval: 10 }).toBe(true);
}

const calls = (): number | undefined => overview?.totals.calls;
const callLine = (n: number) => drawLog(`10:00:${10 + n}  msg_${n}  read 1k  write 1k  out 1`);
const watching = () => overview?.scan.phase === "watching" && overview.health.watcher === "watching";

test("the first message is everything, and the scan ends in watching", async () => {
  bench.write(callLine(1));
  start();
  expect(messages[0]?.kind).toBe("reset");
  await eventually(() => overview?.scan.phase === "watching" && calls() === 1);
  expect(overview?.health).toMatchObject({ files: 1, pending: 0, damaged: 0 });
});

test("an append is told by the watcher alone", async () => {
  bench.write(callLine(1));
  start({ walkEveryMs: HOUR });
  await eventually(watching);
  bench.append(callLine(2));
  await eventually(() => calls() === 2);
});

test("three appends 3 ms apart are all seen without another one", async () => {
  bench.write(callLine(1));
  start({ walkEveryMs: HOUR });
  await eventually(watching);
  for (const n of [2, 3, 4]) {
    appendFileSync(bench.log(), callLine(n));
    await wait(3);
  }
  await eventually(() => calls() === 4);
});

test("when many logs come into a folder at once, what is read is shown before all of it is read", async () => {
  const elsewhere = `${bench.root}-elsewhere`;
  const { totals } = writeTree(elsewhere, { bytes: 100_000_000, files: 200, days: 60 }, 5, Date.now());
  bench.write(callLine(1));
  start({ walkEveryMs: HOUR });
  await eventually(watching);
  const before = messages.length;
  const logs = readdirSync(elsewhere, { recursive: true, encoding: "utf8" });
  for (const [n, log] of logs.filter((name) => name.endsWith(".jsonl")).entries()) {
    renameSync(join(elsewhere, log), bench.log(`${n}.jsonl`));
  }
  await eventually(() => calls() === totals.calls + 1);
  const shown = messages.slice(before).flatMap((message) => {
    const found = message.kind === "update" ? message.changed.totals?.calls : undefined;
    return found === undefined ? [] : [found];
  });
  expect(new Set(shown).size).toBeGreaterThan(1);
  expect(overview?.health.files).toBe(logs.filter((name) => name.endsWith(".jsonl")).length + 1);
});

test("a log that never rests does not keep others from being read", async () => {
  const elsewhere = `${bench.root}-elsewhere`;
  const { totals } = writeTree(elsewhere, { bytes: 30_000_000, files: 60, days: 60 }, 6, Date.now());
  start({ walkEveryMs: 50 });
  await eventually(watching);
  let rests = false;
  const write = () => {
    bench.append('{"type":"summary"}\n');
    if (!rests) setImmediate(write);
  };
  write();
  renameSync(join(elsewhere, "projects"), join(bench.root, "projects", "restored"));
  await eventually(() => calls() === totals.calls).finally(() => (rests = true));
});

test("a session whose every call turns out to be another's is not shown any more", async () => {
  const copy = { session: "5e551011-0000-4000-8000-00000000c0b1" };
  bench.write(drawLog("10:00:30  msg_1  read 1k  write 1k  out 1", copy), "copy.jsonl");
  start({ walkEveryMs: 50 });
  await eventually(() => calls() === 1);
  bench.write(drawLog("10:00:10  msg_1  read 1k  write 1k  out 1"));
  const ids = () => overview?.sessions.map(({ id }) => id).join();
  await eventually(() => ids() === SESSION);
  expect(calls()).toBe(1);
});

test("where no watcher works, the walk finds new lines, new logs and deleted ones", async () => {
  bench.write(callLine(1));
  start({ watch: false, walkEveryMs: 50 });
  await eventually(() => calls() === 1);
  bench.append(callLine(2));
  bench.write(callLine(3), "second.jsonl");
  await eventually(() => calls() === 3);
  rmSync(bench.log("second.jsonl"));
  await eventually(() => overview?.health.filesGone === 1);
  expect(calls()).toBe(3);
  expect(overview?.health.watcher).toBe("polling");
});

test("Sources tells the size of the ledger with what SQLite has not moved over yet", async () => {
  bench.write(callLine(1));
  start();
  await eventually(() => calls() === 1);
  const answer = await engine?.bridge.ask({ kind: "sources" });
  // The tables alone are more than the one page that the file itself begins with.
  expect(answer?.kind === "sources" && answer.ledgerBytes).toBeGreaterThan(50_000);
});

test("a project folder that appears later is watched too", async () => {
  start();
  await eventually(() => overview?.scan.phase === "watching");
  mkdirSync(bench.log("../-home-dev-new"), { recursive: true });
  bench.write(callLine(1), "../-home-dev-new/first.jsonl");
  await eventually(() => calls() === 1);
});

test("a watched session is sent as a whole new value, with its warmth and its events", async () => {
  bench.write(drawLog("10:00:00  msg_1  read 0  write1h 50k  out 1"));
  start();
  await eventually(() => detail?.calls.length === 1);
  bench.write(
    drawLog(`
      10:00:00  msg_1  read 0  write1h 50k  out 1
      10:00:40  msg_2  read 9k  write1h 43k  reason tools_changed
    `),
  );
  await eventually(() => detail?.calls.length === 2);
  expect(detail).toMatchObject({
    events: [{ kind: "start" }, { callKey: "msg_2", cause: "tools-changed", lost: 41_000 }],
    calls: [{ expected: undefined }, { expected: 50_000, gap: 40_000 }],
    summary: { warm: { ttl: "1h", tokens: 52_000, safeUntil: Date.parse("2026-08-14T11:00:40Z") } },
  });
});

test("of a watched session that grows only what is new is sent, and it comes to the same as the whole", async () => {
  bench.write([1, 2, 3].map(callLine).join(""));
  start();
  await eventually(() => watching() && calls() === 3);
  for (const n of [4, 5]) {
    bench.append(callLine(n));
    await eventually(() => detail?.calls.length === n);
  }
  const told = messages.flatMap((message) => (message.kind === "session-update" ? [message.changes] : []));
  const keys = told.flatMap(({ calls: { changed } }) => changed.map(({ key }) => key));
  expect(new Set(keys).size).toBe(2);
  let whole: SessionDetail | undefined;
  engine?.bridge
    .connect((event) => {
      if (event.kind === "feed") whole = detailAfter(whole, event.message);
    })
    .watch(SESSION);
  expect(detail).toEqual(whole);
  expect(whole?.calls).toHaveLength(5);
});

test("the newest events are sent when there is one more, and not with every call", async () => {
  const rows = ["0 write 40k", "40k write 1k", "41k write 1k", "42k write 1k", "0 write 44k"].map(
    (figures, n) => `10:00:${10 + n}  msg_${n}  read ${figures}  out 1`,
  );
  // A call is two records: the request and the answer.
  const lines = (from: number, to: number) => asLog(drawRecords(rows.join("\n")).slice(2 * from, 2 * to));
  bench.write(lines(0, 2));
  start();
  await eventually(() => watching() && calls() === 2);
  const sentFor = async (n: number) => {
    const before = messages.length;
    bench.append(lines(n - 1, n));
    await eventually(() => calls() === n);
    return messages.slice(before).filter((message) => message.kind === "update" && message.changed.events);
  };
  // The first message after a reset, as another window may have been told more.
  await sentFor(3);
  expect(await sentFor(4)).toEqual([]);
  expect(await sentFor(5)).toHaveLength(1);
  expect(overview?.events[0]?.kind).toBe("invalidation");
});

test("nothing is sent while nothing changes", async () => {
  bench.write(callLine(1));
  start({ walkEveryMs: 50 });
  await eventually(() => calls() === 1 && watching());
  await wait(300);
  const before = messages.length;
  await wait(600);
  expect(messages.length).toBe(before);
});

test("a restart shows the ledger before the first log is read", async () => {
  bench.write(callLine(1));
  bench.run();
  start();
  expect(messages[0]).toMatchObject({
    kind: "reset",
    overview: { totals: { calls: 1 }, sessions: [{ id: SESSION }] },
  });
});
