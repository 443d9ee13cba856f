import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  truncateSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { backUpIfDue, isSound, lastBackup, restoreStore } from "../../electron/engine/backup.ts";
import { openLedgerSession } from "../../electron/engine/ledger-session.ts";
import { drawLog } from "../transcript.ts";
import { usualPlan, workbench, type Workbench } from "./workbench.ts";

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
  backUpIfDue({ storePath: ledger, plan: usualPlan(bench.data), now });
}

test("a backup a day is made and checked, and three are kept", () => {
  for (const day of [0, 0.5, 1, 2.1, 3.2, 4.3]) backUp(NOW + day * DAY);
  const names = readdirSync(join(bench.data, "backups")).sort();
  const { ledger: ledgerId } = usualPlan(bench.data);
  expect(names).toEqual([
    `ledger-${ledgerId}-2026-11-23T060900.sqlite`,
    `ledger-${ledgerId}-2026-11-24T083300.sqlite`,
    `ledger-${ledgerId}-2026-11-25T105700.sqlite`,
  ]);
  expect(names.every((name) => isSound(join(bench.data, "backups", name)))).toBe(true);
  expect(lastBackup(usualPlan(bench.data), NOW + 4.3 * DAY)).toBe(NOW + 4.3 * DAY);
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

describe("a folder for copies that another data folder has too", () => {
  let other: Workbench;
  let shared: string;
  const plan = ({ data }: Workbench, keep = 3) => ({ ...usualPlan(data), folder: shared, keep });
  const copy = (whose: Workbench, now: number) =>
    backUpIfDue({ storePath: join(whose.data, "ledger.sqlite"), plan: plan(whose, 2), now });
  const copiesOf = (whose: Workbench) =>
    readdirSync(shared).filter((name) => name.startsWith(`ledger-${usualPlan(whose.data).ledger}-`));
  beforeEach(() => {
    other = workbench();
    shared = join(bench.data, "shared");
    mkdirSync(shared);
    other.write(drawLog("10:00:00  msg_2  read 7k  write 1k  out 1"));
    other.run();
  });
  afterEach(() => other.clear());

  test("holds a copy a day of each, and each lets only its own go", () => {
    for (const day of [0, 1, 2]) copy(bench, NOW + day * DAY);
    copy(other, NOW + 2 * DAY);
    expect([copiesOf(bench).length, copiesOf(other).length]).toEqual([2, 1]);
    copy(other, NOW + 3 * DAY);
    copy(other, NOW + 4 * DAY);
    expect([copiesOf(bench).length, copiesOf(other).length]).toEqual([2, 2]);
    expect(lastBackup(plan(bench), NOW + 9 * DAY)).toBe(NOW + 2 * DAY);
  });

  test("restores to each its own, though the other's is newer", () => {
    copy(bench, NOW);
    copy(other, NOW + DAY);
    expect(restoreStore(ledger, NOW + 2 * DAY, plan(bench)).from).toBe(NOW);
    // Its log is gone, so the copy alone tells.
    rmSync(bench.log());
    expect(bench.run().totals).toMatchObject({ calls: 1, usage: { cacheRead: 1_000 } });
  });

  test("keeps what is no copy of ours: a user's file, another's half copy, one from before copies had an id", () => {
    const own = `ledger-${usualPlan(bench.data).ledger}-2026-11-20T034500.unchecked-journal`;
    const theirs = [
      "2026-11-20T034500.unchecked",
      "ledger-2026-11-20T034500.sqlite",
      "ledger-0123abcd-2026-11-20T034500.unchecked",
      "thesis.unchecked.docx",
    ];
    for (const name of [own, ...theirs]) writeFileSync(join(shared, name), "text");
    expect(lastBackup(plan(bench), NOW)).toBeUndefined();
    for (const day of [0, 1, 2]) copy(bench, NOW + day * DAY);
    const names = readdirSync(shared);
    expect(names).toEqual(expect.arrayContaining(theirs));
    expect(names).not.toContain(own);
  });
});

test("in the usual folder copies from before they had an id are this ledger's", () => {
  const folder = join(bench.data, "backups");
  mkdirSync(folder, { recursive: true });
  for (const name of ["ledger-2026-11-20T034501.sqlite", "2026-11-20T034500.unchecked"])
    writeFileSync(join(folder, name), "text");
  expect(lastBackup(usualPlan(bench.data), NOW)).toBe(NOW - DAY + 1_000);
  backUp(NOW + DAY);
  expect(readdirSync(folder)).not.toContain("2026-11-20T034500.unchecked");
});

test("a ledger keeps its id from start to start, and also when the file of it is deleted or damaged under the program", () => {
  const session = openLedgerSession({ roots: [bench.root], dataDir: bench.data });
  if (session.kind !== "ledger-session") throw new Error(JSON.stringify(session));
  const { ledger: id } = session.backupTask().plan;
  expect(id).toBe(usualPlan(bench.data).ledger);
  const path = join(bench.data, "ledger.id");
  for (const harm of [() => rmSync(path), () => writeFileSync(path, "no id")]) {
    harm();
    expect(session.backupTask().plan.ledger).toBe(id);
    expect(readFileSync(path, "utf8")).toBe(`${id}\n`);
  }
  session.close();
});

function overwrite(path: string, from: number, length: number): void {
  const bytes = readFileSync(path);
  bytes.fill(0, from, from + length);
  writeFileSync(path, bytes);
}
