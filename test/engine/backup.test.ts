import { existsSync, readdirSync, readFileSync, rmSync, truncateSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { backUpIfDue, isSound, lastBackup, usualBackups } from "../../electron/engine/backup.ts";
import { drawLog } from "../transcript.ts";
import { workbench, type Workbench } from "./workbench.ts";

const NOW = Date.parse("2026-11-21T03:45:00Z");
const DAY = 86_400_000;

let bench: Workbench;
let ledger: string;
beforeEach(() => {
  bench = workbench();
  ledger = join(bench.data, "ledger.sqlite");
  bench.write(drawLog("10:00:00  msg_1  read 1k  write 1k  out 1"));
  bench.run();
});
afterEach(() => bench.clear());

function backUp(now: number): void {
  backUpIfDue({ storePath: ledger, plan: usualBackups(bench.data), now });
}

test("a backup a day is made and checked, and three are kept", () => {
  for (const day of [0, 0.5, 1, 2.1, 3.2, 4.3]) backUp(NOW + day * DAY);
  const names = readdirSync(join(bench.data, "backups")).sort();
  expect(names).toEqual([
    "ledger-2026-11-23T060900.sqlite",
    "ledger-2026-11-24T083300.sqlite",
    "ledger-2026-11-25T105700.sqlite",
  ]);
  expect(names.every((name) => isSound(join(bench.data, "backups", name)))).toBe(true);
  expect(lastBackup(usualBackups(bench.data), NOW + 4.3 * DAY)).toBe(NOW + 4.3 * DAY);
});

test.each<[string, (path: string) => void]>([
  ["a header of zeros", (path) => overwrite(path, 0, 100)],
  ["a page of noise", (path) => overwrite(path, 4096, 4096)],
  ["half of it", (path) => truncateSync(path, 20_000)],
  [
    "a text in its place",
    (path) => writeFileSync(path, "this is not a database, and long enough to be looked at"),
  ],
])("a ledger with %s is put aside, restored, and filled again from the logs", (_, harm) => {
  backUp(NOW);
  bench.append(drawLog("11:00:00  msg_2  read 2k  write 1k  out 1"));
  bench.run();
  // What only the backup knows must come back too.
  rmSync(bench.log());
  bench.write(drawLog("12:00:00  msg_3  read 3k  write 1k  out 1"), "later.jsonl");
  for (const suffix of ["-wal", "-shm"]) rmSync(ledger + suffix, { force: true });
  harm(ledger);
  const found = bench.run();
  // msg_1 from the backup, msg_3 from its log; msg_2 was in neither.
  expect(found.totals).toMatchObject({ calls: 2, usage: { cacheRead: 4_000 } });
  expect(readdirSync(bench.data).filter((name) => name.includes("damaged"))).toHaveLength(1);
  expect(bench.run().totals.calls).toBe(2);
});

test("without a backup the ledger is made anew from the logs that exist", () => {
  rmSync(join(bench.data, "backups"), { recursive: true, force: true });
  overwrite(ledger, 0, 100);
  expect(bench.run().totals.calls).toBe(1);
  expect(existsSync(ledger)).toBe(true);
});

function overwrite(path: string, from: number, length: number): void {
  const bytes = readFileSync(path);
  bytes.fill(0, from, from + length);
  writeFileSync(path, bytes);
}
