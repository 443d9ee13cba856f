import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { afterEach, beforeEach, expect, test } from "vitest";
import { runOnce } from "../engine/workbench.ts";
import { growingLogs, randomNumbers, type GrowingLogs } from "./growing-logs.ts";
import { eventually, startLive, type LiveEngine } from "./live-engine.ts";
import { temporaryFolder } from "./machine.ts";

let folder: ReturnType<typeof temporaryFolder>;
let root: string;
let data: string;
let logs: GrowingLogs;
let live: LiveEngine | undefined;
beforeEach(() => {
  folder = temporaryFolder();
  root = join(folder.path, "claude");
  data = join(folder.path, "data");
  logs = growingLogs(root, { logs: 6, callsEach: 40, random: randomNumbers(13) });
});
afterEach(async () => {
  await live?.stop();
  live = undefined;
  folder.remove();
});

const isExact = () => JSON.stringify(live?.counted()) === JSON.stringify(logs.truth());

test("a ledger that another program holds is told, and is written again as soon as it is let go", async () => {
  live = startLive({ roots: [root], dataDir: data, walkEveryMs: 100 });
  logs.growTo(0.5);
  await eventually(isExact);
  const other = new DatabaseSync(join(data, "ledger.sqlite"));
  other.exec("BEGIN IMMEDIATE");
  const { calls } = logs.truth();
  logs.growTo(1);
  await eventually(() => live?.notice("not-saving") !== undefined);
  expect(live.notice("not-saving")).toMatch(
    /^Not saving: another program holds the ledger\. Close what has it open\. The figures are of before/,
  );
  expect(live.counted()?.calls).toBe(calls);
  // Pages are answered meanwhile.
  const answer = await live.engine.bridge.ask({ kind: "sources" });
  expect(answer).toMatchObject({ totals: { calls } });
  other.exec("COMMIT");
  other.close();
  await eventually(() => isExact() && live?.notice("not-saving") === undefined);
  await live.stop();
  live = undefined;
  expect(runOnce(root, data).totals.calls).toBe(logs.truth().calls);
});
