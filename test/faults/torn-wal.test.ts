import {
  closeSync,
  copyFileSync,
  cpSync,
  fstatSync,
  mkdirSync,
  openSync,
  readFileSync,
  rmSync,
  truncateSync,
  writeSync,
} from "node:fs";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { afterEach, beforeEach, expect, test } from "vitest";
import { openCommitted, openLedgerSession } from "../../electron/engine/ledger-session.ts";
import { walkRoots } from "../../electron/engine/discover.ts";
import { runOnce } from "../engine/workbench.ts";
import { growingLogs, randomNumbers, type GrowingLogs } from "./growing-logs.ts";
import { FULL, temporaryFolder } from "./machine.ts";

const POSITIONS = FULL ? 400 : 40;

let folder: ReturnType<typeof temporaryFolder>;
let root: string;
let logs: GrowingLogs;
beforeEach(() => {
  folder = temporaryFolder();
  root = join(folder.path, "claude");
  logs = growingLogs(root, { logs: 12, callsEach: 12, random: randomNumbers(3) });
});
afterEach(() => folder.remove());

/**
 * A ledger as a power cut finds it, copied while it is open: many commits in the log of changes, none of them in the
 * store. With it, what each of those commits says.
 */
function cutDown(): { readonly data: string; readonly prefixes: ReadonlySet<string> } {
  const live = join(folder.path, "live");
  const data = join(folder.path, "cut");
  const session = openLedgerSession({ roots: [root], dataDir: live });
  if (session.kind !== "ledger-session") throw new Error(JSON.stringify(session));
  const { db } = session.answerParts;
  db.exec("PRAGMA wal_autocheckpoint = 0");
  const prefixes = new Set([sumsIn(db)]);
  for (let step = 1; step <= 10; step++) {
    logs.growTo(step / 10);
    // One log a transaction: many small commits.
    for (const file of session.scanner.changed(walkRoots(session.roots).files)) {
      session.scanner.readSlice([file]);
      prefixes.add(sumsIn(db));
    }
  }
  mkdirSync(data);
  for (const name of ["ledger.sqlite", "ledger.sqlite-wal"]) copyFileSync(join(live, name), join(data, name));
  session.close();
  return { data, prefixes };
}

/** Every figure and every offset: one is never ahead of the other. */
function sumsIn(db: DatabaseSync): string {
  const sums = db
    .prepare("SELECT count(*) AS calls, total(output) AS output, total(read) AS read FROM call")
    .get();
  const buckets = db.prepare("SELECT total(calls) AS calls, total(output) AS output FROM bucket").get();
  const files = db.prepare("SELECT path, offset FROM file ORDER BY path, offset").all();
  return JSON.stringify([sums, buckets, files]);
}

test.each<[string, (wal: string, at: number) => void]>([
  ["cut off", (wal, at) => truncateSync(wal, at)],
  ["flipped", flip],
])(
  `a log of changes %s at ${POSITIONS} places opens as one of the commits, and reading again gives the exact totals`,
  (_, harm) => {
    const { data, prefixes } = cutDown();
    const size = readFileSync(join(data, "ledger.sqlite-wal")).length;
    const truth = logs.truth();
    const seen = new Set<string>();
    for (let n = 0; n < POSITIONS; n++) {
      const at = Math.floor(((n + 0.5) / POSITIONS) * size);
      const copy = join(folder.path, "copy");
      cpSync(data, copy, { recursive: true });
      harm(join(copy, "ledger.sqlite-wal"), at);
      const db = new DatabaseSync(join(copy, "ledger.sqlite"));
      const found = hasTables(db) ? sumsIn(db) : "nothing";
      db.close();
      // Before its first commit a ledger has no tables.
      if (found !== "nothing") expect([at, prefixes.has(found)]).toEqual([at, true]);
      seen.add(found);
      const { calls, usage } = runOnce(root, copy).totals;
      expect([at, calls, usage.output]).toEqual([at, truth.calls, truth.output]);
      rmSync(copy, { recursive: true });
    }
    // Cuts that all end in the same commit would prove little.
    expect(seen.size).toBeGreaterThan(Math.min(POSITIONS, prefixes.size) / 4);
  },
);

test("another process sees whole commits of a ledger that is being written", () => {
  logs.growTo(1);
  const live = join(folder.path, "live");
  const session = openLedgerSession({ roots: [root], dataDir: live });
  if (session.kind !== "ledger-session") throw new Error(JSON.stringify(session));
  session.answerParts.db.exec("BEGIN IMMEDIATE");
  session.scanner.readSlice(walkRoots(session.roots).files);
  const beside = openCommitted({ roots: [root], dataDir: live });
  if (beside.kind !== "committed") throw new Error(JSON.stringify(beside));
  expect(beside.queries.callCount()).toBe(0);
  session.answerParts.db.exec("COMMIT");
  expect(beside.queries.callCount()).toBeGreaterThan(0);
  beside.close();
  session.close();
});

function hasTables(db: DatabaseSync): boolean {
  return db.prepare("SELECT 1 FROM sqlite_schema WHERE name = 'bucket'").get() !== undefined;
}

function flip(path: string, at: number): void {
  const fd = openSync(path, "r+");
  try {
    const byte = readFileSync(path)[Math.min(at, fstatSync(fd).size - 1)] ?? 0;
    writeSync(fd, Buffer.of(byte ^ 0x10), 0, 1, at);
  } finally {
    closeSync(fd);
  }
}
