import { spawnSync } from "node:child_process";
import { appendFileSync, chmodSync, chownSync, readdirSync, rmSync, statSync } from "node:fs";
import { dirname, join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { COMMAND_LINE } from "../command/run-command.ts";
import { runOnce } from "../engine/workbench.ts";
import { drawLog } from "../transcript.ts";
import { growingLogs, randomNumbers, sessionId, type GrowingLogs } from "./growing-logs.ts";
import { LINUX, mountDisk, ROOT, SETPRIV, skipUnless, temporaryFolder } from "./machine.ts";
import { startChild, type EngineChild } from "./start-child.ts";

/** The modes of a file do not bind root, so each of these runs as somebody else. */
const NOBODY = 65_534;
const AS_NOBODY = ["setpriv", `--reuid=${NOBODY}`, `--regid=${NOBODY}`, "--clear-groups"];

let folder: ReturnType<typeof temporaryFolder>;
let root: string;
let data: string;
let logs: GrowingLogs;
let child: EngineChild | undefined;
beforeEach((context) => {
  skipUnless(context, LINUX, ROOT, SETPRIV);
  folder = temporaryFolder();
  root = join(folder.path, "claude");
  data = join(folder.path, "data");
  logs = growingLogs(root, { logs: 6, callsEach: 20, random: randomNumbers(9) });
  logs.growTo(1);
  runOnce(root, data);
  giveAway(folder.path);
});
afterEach(async () => {
  await child?.stop();
  child = undefined;
  folder?.remove();
});

function giveAway(path: string): void {
  chownSync(path, NOBODY, NOBODY);
  if (!statSync(path).isDirectory()) return;
  for (const name of readdirSync(path)) giveAway(join(path, name));
}

function report(): { readonly code: number | null; readonly stdout: string; readonly stderr: string } {
  const [program, ...args] = [...AS_NOBODY, ...COMMAND_LINE];
  const options = ["report", "--format=json", "--root", root, "--data", data];
  const { status, stdout, stderr } = spawnSync(program, [...args, ...options], { encoding: "utf8" });
  return { code: status, stdout, stderr };
}

test("logs and folders without permission are shown with the reason, are not called gone, and count when permitted", async () => {
  const { calls } = logs.truth();
  const [shutLog = "", , shutLogs = ""] = logs.paths;
  const shutFolder = dirname(shutLogs);
  chmodSync(shutLog, 0);
  chmodSync(shutFolder, 0);
  child = startChild(AS_NOBODY, { root, data: join(folder.path, "new") });
  await child.until((state) => {
    const reasons = new Map(state.unreadable.map(({ path, reason }) => [path, reason]));
    return reasons.get(shutLog) === "EACCES" && reasons.get(shutFolder) === "EACCES" && state.calls > 0;
  });
  expect(child.state()?.calls).toBeLessThan(calls);
  expect(child.state()?.filesGone).toBe(0);
  chmodSync(shutLog, 0o600);
  chmodSync(shutFolder, 0o700);
  await child.until((state) => state.calls === calls && state.unreadable.length === 0);

  // Known logs behind a folder that is shut later are there still.
  chmodSync(shutFolder, 0);
  await child.until((state) => state.unreadable.length === 1);
  expect(child.state()).toMatchObject({ calls, filesGone: 0 });
});

test("a data folder of somebody else is refused in one sentence", () => {
  chownSync(data, 0, 0);
  for (const name of readdirSync(data)) chownSync(join(data, name), 0, 0);
  chmodSync(data, 0o700);
  const { code, stdout, stderr } = report();
  expect({ code, stdout }).toEqual({ code: 1, stdout: "" });
  expect(stderr).toMatch(
    /^prefixwatch: The data folder \S+ cannot be written \(.*\)\. Choose another folder with --data/,
  );
  expect(stderr.trim().split("\n")).toHaveLength(1);
});

test("a ledger that may only be read is refused in one sentence, and left as it is", () => {
  const ledger = join(data, "ledger.sqlite");
  chmodSync(ledger, 0o400);
  chmodSync(data, 0o500);
  const { code, stderr } = report();
  expect(code).toBe(1);
  expect(stderr).toMatch(/^prefixwatch: The (?:data folder|ledger) /);
  expect(stderr.trim().split("\n")).toHaveLength(1);
  chmodSync(ledger, 0o600);
  chmodSync(data, 0o700);
  expect(JSON.parse(report().stdout)).toMatchObject({ totals: logs.truth() });
});

test("a data folder on a read-only disk is refused in one sentence, and taken when it can be written", () => {
  const place = join(folder.path, "disk");
  spawnSync("mkdir", [place]);
  const disk = mountDisk(place, "16m");
  try {
    data = join(place, "data");
    chownSync(place, NOBODY, NOBODY);
    expect(report().code).toBe(0);
    expect(spawnSync("mount", ["-o", "remount,ro", place]).status).toBe(0);
    const { code, stderr } = report();
    expect(code).toBe(1);
    expect(stderr).toMatch(/^prefixwatch: The (?:data folder|ledger) /);
    expect(stderr.trim().split("\n")).toHaveLength(1);
    expect(spawnSync("mount", ["-o", "remount,rw", place]).status).toBe(0);
    expect(JSON.parse(report().stdout)).toMatchObject({ totals: logs.truth() });
  } finally {
    disk.remove();
  }
});

test("a data folder that is shut while the engine runs ends nothing, and all is saved when it is open again", async () => {
  const { calls } = logs.truth();
  child = startChild(AS_NOBODY, { root, data });
  await child.until((state) => state.calls === calls && state.phase === "watching");
  chmodSync(data, 0);
  const [path = ""] = logs.paths;
  appendFileSync(path, drawLog("10:00:00 late read 1k write 1k out 3", { session: sessionId(0) }));
  await child.until((state) => state.calls === calls + 1);
  // Several walks.
  await new Promise((resolve) => setTimeout(resolve, 1_000));
  await child.until((state) => state.notSaving === undefined);
  chmodSync(data, 0o700);
  await child.stop();
  child = undefined;
  expect(JSON.parse(report().stdout)).toMatchObject({ totals: { calls: calls + 1 } });
});

test("a data folder that was deleted where none may be made is told, and written again as soon as one may", async () => {
  const { calls } = logs.truth();
  child = startChild(AS_NOBODY, { root, data });
  await child.until((state) => state.calls === calls && state.phase === "watching");
  rmSync(data, { recursive: true });
  chownSync(folder.path, 0, 0);
  chmodSync(folder.path, 0o755);
  await child.until((state) => state.notSaving === "the ledger cannot be opened");
  chownSync(folder.path, NOBODY, NOBODY);
  await child.until((state) => state.notSaving === undefined && state.calls === calls);
  await child.stop();
  child = undefined;
  expect(JSON.parse(report().stdout)).toMatchObject({ totals: { calls } });
});
