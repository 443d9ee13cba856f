import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { drawLog } from "../transcript.ts";
import { runCommand, type Ran } from "./run-command.ts";

let home: string;
beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), "prefixwatch-import-"));
  write(".claude/projects/p/today.jsonl", "10:00:00  msg_1  read 1k  write 1k");
  write(
    "old laptop/p/before.jsonl",
    "09:00:00  msg_0  read 2k  write 1k\n10:00:00  msg_1  read 1k  write 1k",
  );
});
afterEach(() => rmSync(home, { recursive: true, force: true }));

function write(path: string, table: string): void {
  mkdirSync(join(home, path, ".."), { recursive: true });
  writeFileSync(join(home, path), drawLog(table));
}

function run(...args: readonly string[]): Ran {
  const env = { HOME: home, USERPROFILE: home, XDG_CONFIG_HOME: "", CLAUDE_CONFIG_DIR: "" };
  return runCommand([...args, `--data=${join(home, "data")}`], env);
}

const calls = (): number =>
  (JSON.parse(run("report", "--format=json").stdout) as { totals: { calls: number } }).totals.calls;

test("an old folder's calls join the history once, and stay when the folder is gone", () => {
  expect(calls()).toBe(1);
  const { code, stdout } = run("import", join(home, "old laptop"));
  expect({ code, stdout }).toMatchObject({
    code: 0,
    stdout: expect.stringContaining("1 log read: 1 new calls, 1 already known"),
  });
  expect(calls()).toBe(2);
  run("import", join(home, "old laptop"));
  rmSync(join(home, "old laptop"), { recursive: true });
  expect(calls()).toBe(2);
});

test.each([
  ["no folder", [], 2, "import wants one folder"],
  ["a folder that is not there", ["nowhere"], 1, "Check the path given to import."],
])("%s is told", (_, args, code, text) => {
  const stderr = expect.stringContaining(text) as string;
  expect(run("import", ...args)).toMatchObject({ code, stdout: "", stderr });
});
