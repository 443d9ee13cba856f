import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { COMMAND_LINE, runCommand } from "../command/run-command.ts";
import { HOSTILE, writeHostileLogs } from "../e2e/hostile-strings.ts";

let folder = "";
const paths = () => ["--root", join(folder, "logs"), "--data", join(folder, "data")];
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "prefixwatch-terminal-"));
  writeHostileLogs(join(folder, "logs"), Date.now());
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** Characters that steer a terminal or turn the order of what stands around them, as codes. */
function steering(text: string): readonly string[] {
  return [...new Set(text.match(/[^\P{Cc}\n]|\p{Cf}/gu) ?? [])].map(
    (unit) => unit.codePointAt(0)?.toString(16) ?? "",
  );
}

/** Security check S31. */
describe("what a log holds does not steer the terminal", () => {
  test.each([
    "report --by session",
    "report --by project",
    "report --by model",
    "report --by cause",
    "events",
    "doctor",
    "verify",
  ])("%s", (command) => {
    const { stdout, stderr } = runCommand([...command.split(" "), ...paths()]);
    expect(stdout.length).toBeGreaterThan(100);
    expect([steering(stdout), steering(stderr)]).toEqual([[], []]);
  });

  test("the check finds what it looks for", () => {
    expect(steering("a\u001b[2J\u009b\u202e\tb\n")).toEqual(["1b", "9b", "202e", "9"]);
  });
});

/** Security check S33. */
describe("no text of a log becomes a property that all objects have", () => {
  const report = ["report", "--by", "model", "--format", "json"];

  test("the figures are the same where objects have no __proto__ at all", () => {
    const usual = runCommand([...report, ...paths()]);
    const [node, cli] = COMMAND_LINE;
    const without = spawnSync(node, ["--disable-proto=delete", cli, ...report, ...paths()], {
      encoding: "utf8",
    });
    expect([usual.code, without.status, without.stderr]).toEqual([0, 0, usual.stderr]);
    expect(without.stdout).toBe(usual.stdout);
    expect(usual.stdout).toContain("__proto__ ~");
  });

  test("nothing was added to the objects that every object inherits from", () => {
    const watch = `
      const of = () => JSON.stringify([Object, Array, String, Function, Map].map((made) => Object.getOwnPropertyNames(made.prototype)));
      const before = of();
      process.on("exit", () => process.stderr.write(before === of() ? "UNTOUCHED" : "TOUCHED"));`;
    const [node, cli] = COMMAND_LINE;
    const ran = spawnSync(
      node,
      ["--import", `data:text/javascript,${encodeURIComponent(watch)}`, cli, ...report, ...paths()],
      { encoding: "utf8" },
    );
    expect(ran.stderr).toContain("UNTOUCHED");
  });
});

/** Security check S28, over the whole way from a log to the file. */
test("a CSV of hostile logs holds no cell that a spreadsheet would run", () => {
  const out = join(folder, "calls.csv");
  expect(runCommand(["export", "--what", "calls", "--format", "csv", "--out", out, ...paths()]).code).toBe(0);
  const cells = cellsOf(readFileSync(out, "utf8"));
  const risky = cells.filter((cell) => /^[\s\p{Cf}]*[=+\-@＝＋－＠]/u.test(cell) && !/^-?\d/.test(cell));
  expect(risky).toEqual([]);
  expect(cells.filter((cell) => cell.startsWith("'=cmd|"))).not.toEqual([]);
  expect(cells.length).toBeGreaterThan(HOSTILE.length * 20);
});

/** A small reader of RFC 4180: quotes are doubled inside quotes. */
function cellsOf(text: string): readonly string[] {
  return [...text.matchAll(/(?:^|,|\r?\n)(?:"((?:[^"]|"")*)"|([^",\r\n]*))/g)].map(([, quoted, bare]) =>
    (quoted ?? bare ?? "").replaceAll('""', '"'),
  );
}
