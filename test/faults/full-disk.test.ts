import { existsSync, mkdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { keepSaving } from "../../electron/engine/keep-saving.ts";
import { openLedgerSession } from "../../electron/engine/ledger-session.ts";
import { runCommand } from "../command/run-command.ts";
import { runOnce } from "../engine/workbench.ts";
import { growingLogs, randomNumbers, type GrowingLogs } from "./growing-logs.ts";
import { eventually, startLive, type LiveEngine } from "./live-engine.ts";
import { LINUX, mountDisk, ROOT, skipUnless, temporaryFolder } from "./machine.ts";
import { startChild } from "./start-child.ts";

let folder: ReturnType<typeof temporaryFolder>;
let disk: ReturnType<typeof mountDisk> | undefined;
let live: LiveEngine | undefined;
let root: string;
let data: string;
let logs: GrowingLogs;

beforeEach((context) => {
  skipUnless(context, LINUX, ROOT);
  folder = temporaryFolder();
  root = join(folder.path, "claude");
  data = join(folder.path, "data");
  mkdirSync(data);
  disk = mountDisk(data, "1m");
  logs = growingLogs(root, { logs: 12, callsEach: 300, random: randomNumbers(7) });
});
afterEach(async () => {
  await live?.stop();
  live = undefined;
  disk?.remove();
  disk = undefined;
  folder?.remove();
});

const isExact = () => JSON.stringify(live?.counted()) === JSON.stringify(logs.truth());

test("on a full disk it says so within 5 s, counts on in memory, and saves by itself when there is room", async () => {
  live = startLive({ roots: [root], dataDir: data, walkEveryMs: 200 });
  logs.growTo(0.02);
  await eventually(isExact);
  expect(live.notice("not-saving")).toBeUndefined();

  logs.growTo(0.6);
  await eventually(() => live?.notice("not-saving") !== undefined, 5_000);
  expect(live.notice("not-saving")).toMatch(
    /^Not saving: the disk is full\. Free some space .* Counting goes on/,
  );
  await eventually(isExact);
  logs.growTo(0.8);
  await eventually(isExact);
  expect(live.overview()?.health.notSaving).toMatchObject({ counting: true });
  // A log that goes away meanwhile is counted all the same.
  const before = logs.truth();
  rmSync(logs.paths[11] ?? "");

  disk?.resize("64m");
  await eventually(() => live?.notice("not-saving") === undefined, 10_000);
  expect(live.counted()).toEqual(before);
  await live.stop();
  live = undefined;
  const { calls, usage } = runOnce(root, data).totals;
  expect({ calls, output: usage.output }).toEqual({ calls: before.calls, output: before.output });
});

test("on a full disk that holds the temporary files too it counts on in memory, and saves when there is room", async () => {
  const place = { root, data: join(data, "data") };
  const temporary = join(data, "tmp");
  mkdirSync(temporary);
  disk?.resize("4m");
  logs.growTo(0.1);
  const child = startChild([], place, { TMPDIR: temporary, SQLITE_TMPDIR: temporary });
  try {
    const before = logs.truth().calls;
    await child.until((state) => state.calls === before);
    fill(data);
    logs.growTo(1);
    const { calls } = logs.truth();
    await child.until((state) => state.notSaving === "the disk is full" && state.calls === calls, 20_000);
    disk?.resize("64m");
    await child.until((state) => state.notSaving === undefined && state.calls === calls);
  } finally {
    await child.stop();
  }
});

test("a data folder that is deleted while its disk is full is written again when there is room", async () => {
  const dataDir = join(data, "data");
  live = startLive({ roots: [root], dataDir, walkEveryMs: 200 });
  logs.growTo(1);
  await eventually(() => live?.notice("not-saving") !== undefined && isExact());
  rmSync(dataDir, { recursive: true });
  disk?.resize("64m");
  await eventually(() => live?.notice("not-saving") === undefined, 20_000);
  await eventually(() => existsSync(join(dataDir, "ledger.sqlite")));
  expect(live.counted()).toEqual(logs.truth());
});

test("an engine that cannot even hold its figures rests between its tries, and goes on when it can", async () => {
  const session = openLedgerSession({ roots: [root], dataDir: data });
  if (session.kind !== "ledger-session") throw new Error(JSON.stringify(session));
  const keeper = keepSaving(session, () => undefined);
  const full = Object.assign(new Error("database or disk is full"), { errcode: 13 });
  keeper.failed(full);
  expect(keeper.mayRead).toBe(true);
  keeper.failed(full);
  expect(keeper.mayRead).toBe(false);
  expect(keeper.nextCheck - performance.now()).toBeGreaterThan(500);
  await eventually(() => keeper.mayRead, 5_000);
  session.close();
});

test("an engine that ends while the disk is full loses nothing that the logs still hold", async () => {
  live = startLive({ roots: [root], dataDir: data, walkEveryMs: 200 });
  logs.growTo(1);
  await eventually(() => live?.notice("not-saving") !== undefined);
  await live.stop();
  live = undefined;
  disk?.resize("64m");
  const { calls, usage } = runOnce(root, data).totals;
  const truth = logs.truth();
  expect({ calls, output: usage.output }).toEqual({ calls: truth.calls, output: truth.output });
  expect(runCommand(["verify", "--root", root, "--data", data]).code).toBe(0);
});

test("a command on a full disk says what is wrong in one sentence, and goes on where it was when there is room", () => {
  logs.growTo(1);
  const args = ["report", "--format=json", "--root", root, "--data", data];
  const full = runCommand(args);
  expect(full).toMatchObject({ code: 1, stdout: "" });
  expect(full.stderr).toMatch(/^prefixwatch: the ledger in \S+ failed: the disk is full\. Free some space/);
  disk?.resize("64m");
  expect(JSON.parse(runCommand(args).stdout)).toMatchObject({ totals: logs.truth() });
});

test("on a disk without a single free byte nothing crashes", () => {
  logs.growTo(0.1);
  disk?.resize("32m");
  runOnce(root, data);
  fill(data);
  const args = ["report", "--root", root, "--data", data];
  const full = runCommand(args);
  expect(full.stderr).not.toMatch(/at .*\.js:\d+/);
  expect([0, 1]).toContain(full.code);
  logs.growTo(0.3);
  const more = runCommand(args);
  expect(more.code).toBe(1);
  expect(more.stderr).toMatch(/^prefixwatch: .*the disk is full\. Free some space/i);
});

function fill(path: string): void {
  for (let size = 1 << 20; size >= 1; size >>= 1) {
    try {
      for (let n = 0; ; n++) writeFileSync(join(path, `fill-${size}-${n}`), Buffer.alloc(size));
    } catch (error) {
      if (!(error instanceof Error && "code" in error && error.code === "ENOSPC")) throw error;
    }
  }
}
