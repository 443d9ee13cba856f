import { chmodSync, mkdirSync, readdirSync, rmSync, statSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { backUpIfDue, restoreStore } from "../../electron/engine/backup.ts";
import { openLedgerId } from "../../electron/engine/ledger-id.ts";
import { openLedgerSession } from "../../electron/engine/ledger-session.ts";
import { drawLog } from "../transcript.ts";
import { workbench, type Workbench } from "./workbench.ts";

// Security check S13: docs/security.md.

let bench: Workbench;
beforeEach((context) => {
  context.skip(process.platform === "win32", "Windows has other rights");
  bench = workbench();
  mkdirSync(bench.data);
  chmodSync(bench.data, 0o755);
  bench.write(drawLog("10:00:00  msg_1  read 1k  write 1k"));
  bench.run();
});
afterEach(() => bench?.clear());

/** What of the ledger and its copies others may do something with. */
function openToOthers(folder: string): readonly string[] {
  return readdirSync(folder).filter(
    (name) => name.startsWith("ledger") && (statSync(join(folder, name)).mode & 0o077) !== 0,
  );
}

test("the ledger is the user's own, also in a data folder that others may enter", () => {
  expect(openToOthers(bench.data)).toEqual([]);
});

test("so are its copies in a folder that was there before, and what is restored from one that is not", () => {
  const folder = join(bench.data, "copies");
  mkdirSync(folder, { mode: 0o755 });
  const storePath = join(bench.data, "ledger.sqlite");
  const owner = { ledger: openLedgerId(bench.data)(), usualFolder: folder };
  const plan = { folder, keep: 3, ...owner };
  expect(backUpIfDue({ storePath, plan, now: Date.now() })).toBeUndefined();
  expect(readdirSync(folder)).toHaveLength(1);
  expect(openToOthers(folder)).toEqual([]);
  // Made by a version that did not mind.
  for (const name of readdirSync(folder)) chmodSync(join(folder, name), 0o644);
  restoreStore(storePath, Date.now(), plan);
  expect(openToOthers(bench.data)).toEqual([]);
});

test("so is one that is written again because it was deleted", () => {
  const session = openLedgerSession({ roots: [bench.root], dataDir: bench.data });
  if (session.kind !== "ledger-session") throw new Error(JSON.stringify(session));
  rmSync(join(bench.data, "ledger.sqlite"));
  expect(session.reopen()).toBeUndefined();
  expect(openToOthers(bench.data)).toEqual([]);
  session.close();
});
