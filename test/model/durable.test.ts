import { afterEach, beforeEach, expect, test } from "vitest";
import { workbench, type Workbench } from "../engine/workbench.ts";
import { openLedgerSession } from "../../electron/engine/ledger-session.ts";

let bench: Workbench;
beforeEach(() => {
  bench = workbench();
});
afterEach(() => bench.clear());

/** SQLite's number for FULL: a commit has reached the disk before it is called one. */
const FULL = 2;

test("the ledger waits for the disk at every commit, as a power cut demands", () => {
  const session = openLedgerSession({ roots: [bench.root], dataDir: bench.data });
  if (session.kind !== "ledger-session") throw new Error(JSON.stringify(session));
  const pragma = (name: string) => session.answerParts.db.prepare(`PRAGMA ${name}`).get()?.[name];
  expect({ synchronous: pragma("synchronous"), journal: pragma("journal_mode") }).toEqual({
    synchronous: FULL,
    journal: "wal",
  });
  session.close();
});
