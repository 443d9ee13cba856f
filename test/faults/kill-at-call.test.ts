import { spawnSync } from "node:child_process";
import { cpSync, mkdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { COMMAND_LINE } from "../command/run-command.ts";
import { isSound } from "../../electron/engine/backup.ts";
import { runOnce } from "../engine/workbench.ts";
import { growingLogs, randomNumbers, type GrowingLogs } from "./growing-logs.ts";
import { FULL, LINUX, skipUnless, STRACE, temporaryFolder } from "./machine.ts";

/** Each of these may leave something half done on the disk. */
const CALLS = "pwrite64,fdatasync,fsync,ftruncate,unlink,rename,openat,mkdir";
const POINTS = FULL ? 120 : 12;

let folder: ReturnType<typeof temporaryFolder>;
let root: string;
let logs: GrowingLogs;
beforeEach((context) => {
  skipUnless(context, LINUX, STRACE);
  folder = temporaryFolder();
  root = join(folder.path, "claude");
  logs = growingLogs(root, { logs: 6, callsEach: 60, random: randomNumbers(11) });
});
afterEach(() => folder?.remove());

const report = (data: string) => [...COMMAND_LINE, "report", "--root", root, "--data", data];

/** A report that is killed when it makes the k-th of the calls below its data folder. `undefined`: it made fewer. */
function reportKilledAt(k: number, data: string): "killed" | undefined {
  const paths = ["", "/ledger.sqlite", "/ledger.sqlite-wal", "/backups", "/instance.lock", "/instance.json"];
  const { status, signal, error } = spawnSync(
    "strace",
    [
      "--follow-forks",
      "--quiet=all",
      "--output=/dev/null",
      ...paths.flatMap((path) => ["-P", data + path]),
      `--trace=${CALLS}`,
      `--inject=${CALLS}:signal=KILL:when=${k}`,
      ...report(data),
    ],
    { stdio: "ignore" },
  );
  if (error !== undefined) throw error;
  return signal === "SIGKILL" || status === 137 ? "killed" : undefined;
}

test(`killed at ${POINTS} different system calls the ledger is whole, and the next start counts exactly`, () => {
  logs.growTo(0.5);
  const before = join(folder.path, "before");
  runOnce(root, before);
  logs.growTo(1);
  const truth = logs.truth();
  let killed = 0;
  for (let k = 1; k <= POINTS; k++) {
    // Half of the points are in a first start, half in one that goes on from a ledger.
    const data = join(folder.path, `data-${k}`);
    if (k % 2 === 0) cpSync(before, data, { recursive: true });
    else mkdirSync(data);
    if (reportKilledAt(Math.ceil(k / 2), data) === "killed") killed++;
    const { calls, usage } = runOnce(root, data).totals;
    expect({ k, calls, output: usage.output }).toEqual({ k, calls: truth.calls, output: truth.output });
    expect([k, isSound(join(data, "ledger.sqlite"))]).toEqual([k, true]);
  }
  // Calls after the last one prove nothing.
  expect(killed).toBeGreaterThan(POINTS * 0.8);
});

test("the reading of logs never opens one for writing", () => {
  logs.growTo(1);
  const trace = join(folder.path, "trace");
  const data = join(folder.path, "data");
  const calls = "open,openat,creat,unlink,unlinkat,rename,renameat2,mkdir,chmod,fchmod,utimensat,truncate";
  spawnSync("strace", [
    "--follow-forks",
    "--quiet=all",
    `--output=${trace}`,
    `--trace=${calls}`,
    ...report(data),
  ]);
  const touched = readFileSync(trace, "utf8")
    .split("\n")
    .filter((line) => line.includes(root));
  expect(touched.length).toBeGreaterThan(logs.paths.length);
  for (const line of touched)
    expect(line).not.toMatch(/O_WRONLY|O_RDWR|O_CREAT|\b(?:unlink|rename|mkdir|chmod|utimens|truncate)/);
});
