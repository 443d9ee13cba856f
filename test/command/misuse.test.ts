import { spawn } from "node:child_process";
import { once } from "node:events";
import { chmodSync, existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createServer, type AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { afterEach, beforeEach, expect, test } from "vitest";
import { drawLog } from "../transcript.ts";
import { COMMAND_LINE, runCommand } from "./run-command.ts";

let home: string;
let root: string;
let data: string;
beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), "prefixwatch-misuse-"));
  root = join(home, "claude");
  data = join(home, "data");
  mkdirSync(join(root, "projects", "p"), { recursive: true });
  writeFileSync(join(root, "projects", "p", "s.jsonl"), drawLog("10:00:00  msg_1  read 1k  write 1k  out 1"));
});
afterEach(() => rmSync(home, { recursive: true, force: true }));

const noColour = { NO_COLOR: "1" };

test("no logs anywhere: it says where it looked and what to do", () => {
  const { code, stderr, stdout } = runCommand(["report", `--data=${data}`], {
    ...noColour,
    HOME: home,
    USERPROFILE: home,
  });
  expect(code).toBe(1);
  expect(stdout).toBe("");
  expect(stderr).toContain("no Claude Code logs found");
  expect(stderr).toContain(join(home, ".claude", "projects"));
  expect(stderr).toContain("--root");
});

test("CLAUDE_CONFIG_DIR may name several folders", () => {
  const other = join(home, "other");
  mkdirSync(join(other, "projects", "q"), { recursive: true });
  writeFileSync(
    join(other, "projects", "q", "t.jsonl"),
    drawLog("10:00:00  msg_2  read 1k  write 1k  out 1"),
  );
  const { stdout } = runCommand(["report", "--format=json", `--data=${data}`], {
    CLAUDE_CONFIG_DIR: `${root}, ${other}`,
  });
  expect(JSON.parse(stdout)).toMatchObject({ totals: { calls: 2 } });
});

test.each([
  ["a root that is not there", ["--root", "nowhere"], "There is no file or folder"],
  [
    "a root that is a device",
    ["--root", process.platform === "win32" ? String.raw`\\.\NUL` : "/dev/null"],
    "--root",
  ],
])("%s is named", (_, args, text) => {
  const { code, stderr } = runCommand(["report", `--data=${data}`, ...args]);
  expect({ code, told: stderr.includes(text) }).toEqual({ code: 1, told: true });
});

test.each([
  ["an unknown command", ["reprot"], "no command"],
  ["an unknown option", ["report", "--nonsense"], "--nonsense"],
  ["an unknown grouping", ["report", "--by=hour"], "--by wants one of"],
  ["a day that does not exist", ["report", "--from=2026-02-30"], "--from wants a day"],
  ["an unknown zone", ["report", "--tz=Mars/Base"], "--tz wants a time zone"],
  ["an unknown format", ["events", "--format=xml"], "--format wants"],
  ["a port that is no number", ["serve", "--port=abc"], "--port wants a number"],
  ["a port beyond the last", ["serve", "--port=99999"], "--port wants a number"],
])("%s is misuse: exit code 2 and one plain line", (_, args, text) => {
  const { code, stderr } = runCommand(args);
  expect({ code, told: stderr.includes(text) }).toEqual({ code: 2, told: true });
  expect(stderr).not.toContain("    at ");
});

test.each([[["--help"]], [["-h"]], [["help"]], [["report", "--help"]], [["export", "--out", "x.csv", "-h"]]])(
  "%j prints the commands and their options, and is no misuse",
  (args) => {
    const { code, stdout, stderr } = runCommand(args);
    expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
    for (const word of ["prefixwatch report", "--by month", "prefixwatch doctor", "--data DIR"])
      expect(stdout).toContain(word);
  },
);

test("help is not given for a command that is not there, nor for a name behind --", () => {
  expect(runCommand(["reprot", "--help"])).toMatchObject({ code: 2, stdout: "" });
  const { code, stdout } = runCommand(["import", `--data=${data}`, "--", "-h"]);
  expect({ code, stdout }).toEqual({ code: 1, stdout: "" });
});

test.skipIf(process.getuid?.() === undefined)(
  "a data folder that cannot be written is named (needs a POSIX system)",
  () => {
    // A file in its place stops root too, whom permissions do not.
    writeFileSync(data, "in the way");
    chmodSync(data, 0o400);
    const { code, stderr } = runCommand(["report", `--root=${root}`, `--data=${join(data, "inner")}`]);
    expect(code).toBe(1);
    expect(stderr).toContain("cannot be written");
    expect(stderr).toContain("--data");
  },
);

test("a store of a newer version is left untouched, and said so", () => {
  mkdirSync(data);
  const path = join(data, "ledger.sqlite");
  const db = new DatabaseSync(path);
  db.exec("CREATE TABLE future (x); PRAGMA user_version = 999");
  db.close();
  const { code, stderr } = runCommand(["report", `--root=${root}`, `--data=${data}`]);
  expect(code).toBe(1);
  expect(stderr).toContain("newer Prefixwatch");
  const after = new DatabaseSync(path, { readOnly: true });
  expect(after.prepare("SELECT name FROM sqlite_schema").all()).toEqual([{ name: "future" }]);
  after.close();
  expect(existsSync(`${path}-wal`)).toBe(false);
});

test("a port in use is named", async () => {
  const squatter = createServer().listen(0, "127.0.0.1");
  await once(squatter, "listening");
  const { port } = squatter.address() as AddressInfo;
  const { code, stderr } = runCommand([
    "serve",
    "--no-open",
    `--port=${port}`,
    `--root=${root}`,
    `--data=${data}`,
  ]);
  squatter.close();
  expect({ code, told: stderr.includes(`port ${port} is in use`) }).toEqual({ code: 1, told: true });
});

test("a second instance names the first one's address, and questions are answered from its commits", async () => {
  const [node, cli] = COMMAND_LINE;
  const first = spawn(node, [cli, "serve", "--no-open", `--root=${root}`, `--data=${data}`], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  try {
    const [line] = (await once(first.stdout, "data")) as [Buffer];
    const address = /http:\S+/.exec(line.toString())?.[0] ?? "no address";
    const second = runCommand(["serve", "--no-open", `--root=${root}`, `--data=${data}`]);
    expect(second.code).toBe(3);
    expect(second.stderr).toContain(address);
    await expect
      .poll(() => runCommand(["report", "--format=json", `--root=${root}`, `--data=${data}`]).stdout)
      .toContain('"calls": 1');
  } finally {
    first.kill();
    await once(first, "exit");
  }
});
