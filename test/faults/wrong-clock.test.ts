import { appendFileSync, readdirSync, utimesSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { isSound, lastBackup } from "../../electron/engine/backup.ts";
import { openLedgerId } from "../../electron/engine/ledger-id.ts";
import { drawLog } from "../transcript.ts";
import { runOnce, usualPlan } from "../engine/workbench.ts";
import { growingLogs, randomNumbers, type GrowingLogs } from "./growing-logs.ts";
import { eventually, startLive, type LiveEngine } from "./live-engine.ts";
import { temporaryFolder } from "./machine.ts";

const DAY = 86_400_000;
const NOW = Date.parse("2026-11-21T12:00:00Z");

let folder: ReturnType<typeof temporaryFolder>;
let root: string;
let data: string;
let logs: GrowingLogs;
let live: LiveEngine | undefined;
beforeEach(() => {
  folder = temporaryFolder();
  root = join(folder.path, "claude");
  data = join(folder.path, "data");
  logs = growingLogs(root, { logs: 6, callsEach: 40, random: randomNumbers(4) });
  // Only the wall clock: timers and `performance.now` do not jump on a real machine either.
  vi.useFakeTimers({ toFake: ["Date"], now: NOW });
});
afterEach(async () => {
  await live?.stop();
  live = undefined;
  vi.useRealTimers();
  folder.remove();
});

const isExact = () => JSON.stringify(live?.counted()) === JSON.stringify(logs.truth());

test("a clock that jumps while the engine runs changes nothing of what is counted", async () => {
  live = startLive({ roots: [root], dataDir: data, walkEveryMs: 100 });
  const jumps = [0, -DAY, 3650 * DAY, -40 * 365 * DAY, 0];
  for (const [n, jump] of jumps.entries()) {
    vi.setSystemTime(NOW + jump);
    logs.growTo((n + 1) / jumps.length);
    await eventually(isExact);
  }
  await live.stop();
  live = undefined;
  expect(runOnce(root, data).totals.calls).toBe(logs.truth().calls);
});

test("times of files in 1970 and 2106 change nothing", () => {
  logs.growTo(0.5);
  runOnce(root, data);
  logs.growTo(1);
  logs.paths.forEach((path, n) =>
    utimesSync(path, n % 2 === 0 ? 0 : 4_291_747_200, n % 2 === 0 ? 0 : 4_291_747_200),
  );
  expect(runOnce(root, data).totals.calls).toBe(logs.truth().calls);
});

test("records with times of any kind count once, those without one under an unknown date", () => {
  const [path = ""] = logs.paths;
  logs.growTo(1);
  const odd = ["", "9999-12-31T23:59:59Z", "1969-07-20T20:17:00Z", "soon", "2026-08-14T10:00:00"];
  for (const [n, time] of odd.entries()) {
    const line = drawLog("10:00:00 msg read 1k write 1k out 3", { prefix: `odd_${n}_` });
    appendFileSync(path, line.replaceAll(/"timestamp":"[^"]*"/g, `"timestamp":${JSON.stringify(time)}`));
  }
  expect(runOnce(root, data).totals.calls).toBe(logs.truth().calls);
});

test("a clock that was ahead does not stop backups, does not make one each walk, and costs no good copy", async () => {
  logs.growTo(1);
  const names = () =>
    readdirSync(join(data, "backups")).filter((name) => isSound(join(data, "backups", name)));
  const startAt = async (time: number) => {
    vi.setSystemTime(time);
    live = startLive({ roots: [root], dataDir: data, walkEveryMs: 50 });
    await eventually(isExact);
    await eventually(() => live?.overview()?.scan.phase === "watching");
    // Made by a thread of its own, which takes its time on a busy machine.
    await eventually(() => lastBackup(usualPlan(data), time) === time);
    // Several walks, each of which could make another.
    await new Promise((resolve) => setTimeout(resolve, 400));
    await live.stop();
    live = undefined;
  };
  await startAt(NOW + 3650 * DAY);
  expect(names()).toHaveLength(1);
  await startAt(NOW);
  expect(names()).toHaveLength(2);
  expect(names()).toContain(`ledger-${openLedgerId(data)()}-2026-11-21T120000.sqlite`);
  await startAt(NOW + 1.1 * DAY);
  expect(names()).toHaveLength(3);
  // One dated far ahead is not shown as the newest for ten years.
  expect(lastBackup(usualPlan(data), Date.now())).toBeLessThan(NOW + 2 * DAY);
});
