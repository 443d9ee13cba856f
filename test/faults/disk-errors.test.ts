import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { runOnce } from "../engine/workbench.ts";
import { growingLogs, randomNumbers, type GrowingLogs } from "./growing-logs.ts";
import { LINUX, skipUnless, STRACE, temporaryFolder } from "./machine.ts";
import { startChild, type EngineChild } from "./start-child.ts";

let folder: ReturnType<typeof temporaryFolder>;
let root: string;
let data: string;
let logs: GrowingLogs;
let child: EngineChild | undefined;
beforeEach((context) => {
  skipUnless(context, LINUX, STRACE);
  folder = temporaryFolder();
  root = join(folder.path, "claude");
  data = join(folder.path, "data");
  logs = growingLogs(root, { logs: 6, callsEach: 80, random: randomNumbers(5) });
});
afterEach(async () => {
  await child?.stop();
  child = undefined;
  folder?.remove();
});

/** The kernel's own answer to some of the calls that touch these paths; all others are let through. */
function failing(calls: string, error: string, when: string, ...paths: readonly string[]): readonly string[] {
  const filter = paths.flatMap((path) => ["-P", path]);
  const inject = `inject=${calls}:error=${error}:when=${when}`;
  return ["strace", "-f", "-qq", "-o", "/dev/null", ...filter, "-e", `trace=${calls}`, "-e", inject];
}

function expectExact(): void {
  const truth = logs.truth();
  const { calls, usage } = runOnce(root, data).totals;
  expect({ calls, output: usage.output }).toEqual({ calls: truth.calls, output: truth.output });
}

test.each([
  ["fsync,fdatasync", "EIO", "the disk reports an error"],
  ["pwrite64", "EIO", "the disk reports an error"],
  ["pwrite64", "ENOSPC", "the disk is full"],
])(
  "%s of the ledger that fail with %s are told, and what was counted is saved when they stop",
  async (calls, error, reason) => {
    logs.growTo(0.2);
    runOnce(root, data);
    const ledger = join(data, "ledger.sqlite");
    child = startChild(failing(calls, error, "9..11", ledger, `${ledger}-wal`), { root, data });
    for (let part = 3; part <= 10; part++) {
      logs.growTo(part / 10);
      const { calls: wanted } = logs.truth();
      // Counting goes on whatever the disk says.
      await child.until((state) => state.calls === wanted);
    }
    await child.until((state) => state.notSaving === undefined);
    expect(child.states.map(({ notSaving }) => notSaving)).toContain(reason);
    await child.stop();
    expect(child.errors()).toBe("");
    expectExact();
  },
);

test("a log that the disk cannot read is shown as unreadable, the others count, and it counts when it can be read", async () => {
  logs.growTo(1);
  const [bad = ""] = logs.paths;
  const { calls } = logs.truth();
  child = startChild(failing("pread64", "EIO", "1..8", bad), { root, data });
  await child.until((state) => state.unreadable.some(({ path, reason }) => path === bad && reason === "EIO"));
  await child.until((state) => state.calls === calls && state.unreadable.length === 0);
  await child.stop();
  expect(child.errors()).toBe("");
  expectExact();
});
