import { spawn } from "node:child_process";
import { once } from "node:events";
import {
  existsSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { csvRecords } from "../engine/export-reading.ts";
import { fillLedger } from "../engine/export-ledger.ts";
import { drawLog } from "../transcript.ts";
import { COMMAND_LINE, runCommand, type Ran } from "./run-command.ts";

// Security check S30: docs/security.md.

let home: string;
let root: string;
let data: string;
let out: string;
beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), "prefixwatch-export-"));
  root = join(home, "claude");
  data = join(home, "data");
  out = join(home, "out");
  mkdirSync(join(root, "projects", "-home-dev-parser"), { recursive: true });
  mkdirSync(out);
  writeFileSync(
    join(root, "projects", "-home-dev-parser", "s.jsonl"),
    drawLog("10:00:00  msg_1  read 1k  write 1k  out 1\n10:01:00  msg_2  read 2k  write 1k  out 2"),
  );
});
afterEach(() => rmSync(home, { recursive: true, force: true }));

function run(...args: readonly string[]): Ran {
  return runCommand(["export", `--root=${root}`, `--data=${data}`, "--tz=UTC", ...args]);
}

/** Everything below the folder of exports, temporary files too. */
function left(): readonly string[] {
  return readdirSync(out, { recursive: true, encoding: "utf8" }).sort();
}

test("the rows are in the file, and one line says so", () => {
  const path = join(out, "usage.csv");
  const { code, stdout, stderr } = run("--what=usage", "--format=csv", `--out=${path}`);
  expect({ code, stdout, stderr }).toEqual({ code: 0, stdout: `1 row in ${path}\n`, stderr: "" });
  expect(csvRecords(readFileSync(path, "utf8"))).toMatchObject([
    { day: "2026-08-14", project: "'-home-dev-parser", calls: "2", cacheRead: "3000", output: "3" },
  ]);
  expect(left()).toEqual(["usage.csv"]);
});

test("what exists is left alone, and replaced when asked for", () => {
  const path = join(out, "usage.csv");
  writeFileSync(path, "mine");
  const { code, stderr } = run(`--out=${path}`);
  expect({ code, told: stderr.includes("exists already") && stderr.includes("--overwrite") }).toEqual({
    code: 1,
    told: true,
  });
  expect(readFileSync(path, "utf8")).toBe("mine");
  expect(run(`--out=${path}`, "--overwrite").code).toBe(0);
  expect(readFileSync(path, "utf8")).toContain("claude-opus-5");
  expect(left()).toEqual(["usage.csv"]);
});

test("for Parquet it is a machine's own file of a month that is left alone; others' files are no matter", () => {
  mkdirSync(join(out, "usage", "year=2026", "month=08"), { recursive: true });
  writeFileSync(join(out, "usage", "year=2026", "month=08", "part-another.parquet"), "theirs");
  expect(run("--format=parquet", `--out=${out}`).code).toBe(0);
  const before = left();
  expect(before.filter((name) => name.endsWith(".parquet"))).toHaveLength(2);
  const { code, stderr } = run("--format=parquet", `--out=${out}`);
  expect({ code, told: stderr.includes("exists already") }).toEqual({ code: 1, told: true });
  expect(run("--format=parquet", `--out=${out}`, "--overwrite").code).toBe(0);
  expect(left()).toEqual(before);
});

test("nothing is written through a link, not even to replace it", () => {
  const target = join(home, "elsewhere.csv");
  const link = join(out, "link.csv");
  writeFileSync(target, "mine");
  symlinkSync(target, link);
  const { code, stderr } = run(`--out=${link}`, "--overwrite");
  expect({ code, told: stderr.includes("is a link") }).toEqual({ code: 1, told: true });
  expect(readFileSync(target, "utf8")).toBe("mine");
  expect(lstatSync(link).isSymbolicLink()).toBe(true);

  mkdirSync(join(home, "elsewhere"));
  symlinkSync(join(home, "elsewhere"), join(out, "usage"));
  const parquet = run("--format=parquet", `--out=${out}`, "--overwrite");
  expect({ code: parquet.code, told: parquet.stderr.includes("is a link") }).toEqual({ code: 1, told: true });
  expect(readdirSync(join(home, "elsewhere"))).toEqual([]);
});

test.each([
  ["a folder that is not there", () => join(home, "nowhere", "x.csv"), "There is no folder"],
  ["a folder in the file's place", () => out, "is a folder"],
  ["a place among the logs", () => join(root, "projects", "x.csv"), "where the logs are"],
  ["the ledger", () => join(data, "ledger.sqlite"), "where the ledger is"],
])("%s is refused in plain words", (_, path, text) => {
  const { code, stdout, stderr } = run(`--out=${path()}`, "--overwrite");
  expect({ code, stdout, told: stderr.includes(text) }).toEqual({ code: 1, stdout: "", told: true });
  expect(stderr).not.toContain("    at ");
  expect(left()).toEqual([]);
});

test.each([
  ["no target", [], "--out wants"],
  ["an unknown kind of row", ["--out=x", "--what=files"], "--what wants one of usage, calls"],
  ["an unknown format", ["--out=x", "--format=xml"], "--format wants one of csv, json, parquet"],
  ["a day that does not exist", ["--out=x", "--to=2026-02-30"], "--to wants a day"],
])("%s is misuse: exit code 2 and one plain line", (_, args, text) => {
  const { code, stderr } = run(...args);
  expect({ code, told: stderr.includes(text) }).toEqual({ code: 2, told: true });
});

test("a range without calls is a head without rows, and no Parquet file", () => {
  expect(run("--to=2025-01-01", `--out=${join(out, "x.csv")}`).code).toBe(0);
  expect(readFileSync(join(out, "x.csv"), "utf8").trimEnd().split("\n")).toHaveLength(1);
  expect(run("--to=2025-01-01", "--format=parquet", `--out=${out}`).stdout).toContain("0 rows in 0 files");
  expect(left()).toEqual(["x.csv"]);
});

test("hashed projects are the same in every export of a ledger, others in another ledger's, and tell no name", () => {
  const projectsOf = (what: string, dataDir: string) => {
    const path = join(out, `${what}.csv`);
    run(`--what=${what}`, `--out=${path}`, "--overwrite", "--hash-projects", `--data=${dataDir}`);
    const text = readFileSync(path, "utf8");
    expect(text).not.toContain("parser");
    return [...new Set(csvRecords(text).map(({ project }) => project))];
  };
  const mine = projectsOf("usage", data);
  expect(mine[0]).toMatch(/^[0-9a-f]{16}$/);
  expect(projectsOf("calls", data)).toEqual(mine);
  expect(projectsOf("sessions", data)).toEqual(mine);
  expect(projectsOf("usage", join(home, "other-data"))).not.toEqual(mine);
});

test("beside a running Prefixwatch its last commit is exported", async () => {
  const [node, cli] = COMMAND_LINE;
  const first = spawn(node, [cli, "serve", "--no-open", `--root=${root}`, `--data=${data}`], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  try {
    await once(first.stdout, "data");
    const path = join(out, "usage.json");
    await expect
      .poll(() => {
        run("--format=json", `--out=${path}`, "--overwrite");
        return existsSync(path) ? readFileSync(path, "utf8") : "";
      })
      .toContain('"calls":2');
  } finally {
    first.kill();
    await once(first, "exit");
  }
});

describe("Ctrl-C", () => {
  test.each(["csv", "json", "parquet"])("in the middle of %s leaves nothing behind", async (format) => {
    rmSync(root, { recursive: true });
    fillLedger(root, data, 60_000);
    const [node, cli] = COMMAND_LINE;
    const path = format === "parquet" ? out : join(out, `calls.${format}`);
    const args = ["export", "--what=calls", `--format=${format}`, `--out=${path}`];
    const child = spawn(node, [cli, ...args, `--root=${root}`, `--data=${data}`], {
      stdio: ["ignore", "ignore", "pipe"],
    });
    let said = "";
    child.stderr.on("data", (text: Buffer) => (said += text.toString()));
    const ended = once(child, "exit");
    await expect.poll(left, { interval: 5, timeout: 20_000 }).not.toEqual([]);
    child.kill("SIGINT");
    expect((await ended)[0]).toBe(130);
    expect(said).toContain("nothing was written");
    expect(left()).toEqual([]);
  });
});
