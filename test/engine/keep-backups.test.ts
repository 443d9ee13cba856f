import { readFileSync, truncateSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { lastBackup, type BackupPlan } from "../../electron/engine/backup.ts";
import { keepBackups } from "../../electron/engine/keep-backups.ts";
import { storeFailureOf } from "../../electron/engine/store-failure.ts";
import { drawLog } from "../transcript.ts";
import { usualPlan, workbench, type Workbench } from "./workbench.ts";

const NOW = Date.parse("2026-11-21T03:45:00Z");

let bench: Workbench;
let ledger: string;
let plan: BackupPlan;
let asked: number;
let told: number;
let backups: ReturnType<typeof keepBackups>;
beforeEach(() => {
  bench = workbench();
  ledger = join(bench.data, "ledger.sqlite");
  plan = usualPlan(bench.data);
  asked = 0;
  told = 0;
  bench.write(drawLog("10:00:00  msg_1  read 1k  write 1k  out 1"));
  bench.run();
  backups = keepBackups(
    () => {
      asked++;
      return { storePath: ledger, plan, now: NOW };
    },
    () => told++,
  );
});
afterEach(async () => {
  vi.restoreAllMocks();
  await backups.stop();
  bench.clear();
});

test("a backup is made beside the engine, which does not wait for it", async () => {
  backups.makeIfDue();
  expect(lastBackup(plan, NOW)).toBeUndefined();
  await vi.waitFor(() => expect(lastBackup(plan, NOW)).toBe(NOW), { timeout: 20_000 });
  backups.makeIfDue();
  expect(backups.problem()).toBeUndefined();
  expect(told).toBe(0);
});

test("why none could be made is told once, and no more as soon as there is one", async () => {
  const usual = plan;
  writeFileSync(join(bench.data, "in-the-way"), "");
  plan = { ...plan, folder: join(bench.data, "in-the-way") };
  backups.makeIfDue();
  await vi.waitFor(() => expect(backups.problem()).toMatch(/^No backup could be made in .*in-the-way/), {
    timeout: 20_000,
  });
  // It is not tried again at each walk.
  backups.makeIfDue();
  expect([asked, told]).toEqual([1, 1]);
  vi.spyOn(performance, "now").mockReturnValue(performance.now() + 700_000);
  plan = usual;
  backups.makeIfDue();
  await vi.waitFor(() => expect(backups.problem()).toBeUndefined(), { timeout: 20_000 });
  expect(lastBackup(plan, NOW)).toBe(NOW);
  expect(told).toBe(2);
});

test("a ledger that is found damaged while it is copied is told to the engine, which restores it", async () => {
  const whole = readFileSync(ledger).length;
  truncateSync(ledger, Math.floor(whole / 2));
  backups.makeIfDue();
  await vi.waitFor(
    () => {
      let met: unknown;
      try {
        backups.makeIfDue();
      } catch (error) {
        met = error;
      }
      expect(storeFailureOf(met)).toEqual({ kind: "damaged" });
    },
    { timeout: 20_000 },
  );
  expect(lastBackup(plan, NOW)).toBeUndefined();
});

test("one that is stopped in its middle is no failure, and no backup", async () => {
  backups.makeIfDue();
  await backups.stop();
  expect(backups.problem()).toBeUndefined();
  expect(told).toBe(0);
  expect(lastBackup(plan, NOW)).toBeUndefined();
});
