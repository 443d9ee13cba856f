import { spawnSync } from "node:child_process";
import { chmodSync, chownSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { drawLog } from "../transcript.ts";
import { COMMAND_LINE, type Ran } from "./run-command.ts";

// A log that this user may not read is told by every command that makes figures, and by those that only read.

/** The modes of a file do not bind root, who therefore asks as somebody else. */
const AS = process.getuid?.() === 0 ? { uid: 65_534, gid: 65_534 } : {};

let home: string;
let logs: string;
beforeEach((context) => {
  context.skip(process.getuid === undefined, "needs the modes of POSIX");
  home = mkdtempSync(join(tmpdir(), "prefixwatch-unreadable-"));
  logs = join(home, "claude", "projects");
  mkdirSync(join(logs, "p"), { recursive: true });
  for (const n of [1, 2, 3])
    writeFileSync(log(n), drawLog(`10:00:0${n}  msg_${n}  read 1k  write 1k  out 1`));
  if (AS.uid !== undefined) chownSync(home, AS.uid, AS.gid);
});
afterEach(() => {
  if (home !== undefined) rmSync(home, { recursive: true, force: true });
});

function log(n: number): string {
  return join(logs, "p", `s${n}.jsonl`);
}

function shut(...numbers: readonly number[]): void {
  for (const n of numbers) chmodSync(log(n), AS.uid === undefined ? 0 : 0o600);
}

function run(command: string, ...more: readonly string[]): Ran {
  const [node, cli] = COMMAND_LINE;
  const args = [cli, command, `--data=${join(home, "data")}`, ...more];
  const { status, stdout, stderr } = spawnSync(node, args, {
    encoding: "utf8",
    env: { ...process.env, HOME: home, CLAUDE_CONFIG_DIR: join(home, "claude"), CI: "" },
    ...AS,
  });
  return { code: status, stdout, stderr };
}

const told = (count: string, n: number) =>
  `prefixwatch: ${count} cannot be read (EACCES, ${log(n)}). Their calls are missing here until this user may read them.\n`;

test("report and events give what they could read, and say in one line what they could not", () => {
  shut(2);
  const { code, stdout, stderr } = run("report", "--format=json");
  expect({ code, stderr }).toEqual({ code: 0, stderr: told("1 log", 2) });
  expect(JSON.parse(stdout)).toMatchObject({ totals: { calls: 2 } });
  expect(run("events")).toMatchObject({ code: 0, stderr: told("1 log", 2) });
});

test("when no log can be read that is no success, and doctor counts them", () => {
  shut(1, 2, 3);
  expect(run("report")).toMatchObject({ code: 1, stderr: expect.stringContaining("3 logs cannot be read") });
  const { code, stdout } = run("doctor");
  expect(code).toBe(1);
  expect(stdout).toContain("Unreadable   3 logs\n");
  expect(stdout).toContain(`Unreadable   ${log(2)}: EACCES\n`);
});

test("doctor says that a folder of logs may not be read", () => {
  chmodSync(logs, AS.uid === undefined ? 0 : 0o700);
  const { code, stdout, stderr } = run("doctor");
  expect(code).toBe(1);
  expect(stdout).toContain(`Unreadable   ${logs}: EACCES\n`);
  expect(stderr).toContain("1 log cannot be read");
  chmodSync(logs, 0o755);
  expect(run("doctor")).toMatchObject({ code: 0, stderr: "" });
});

test("verify leaves out what cannot be read, also what could be read before, and says how many", () => {
  run("report");
  shut(2);
  const { code, stdout, stderr } = run("verify");
  expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
  expect(stdout).toContain("2 logs read again");
  expect(stdout).toContain("1 log cannot be read, and left out on both sides.\n");
  expect(stdout).toContain("Equal.\n");
  shut(1, 3);
  expect(run("verify")).toMatchObject({
    code: 1,
    stderr: "prefixwatch: 3 logs cannot be read; nothing is left to count again.\n",
  });
});

test("import says how many logs it read and how many it could not", () => {
  shut(3);
  const { code, stdout, stderr } = run("import", logs);
  expect(code).toBe(0);
  expect(stdout).toContain("2 logs read: 2 new calls");
  expect(stderr).toBe(
    `prefixwatch: 1 log cannot be read (EACCES, ${log(3)}). Import the folder again when this user may read it.\n`,
  );
  shut(1, 2);
  chmodSync(join(logs, "p"), AS.uid === undefined ? 0 : 0o700);
  expect(run("import", logs)).toMatchObject({
    code: 1,
    stdout: "",
    stderr: `prefixwatch: No log in ${logs} can be read (EACCES, ${join(logs, "p")}).\n`,
  });
});
