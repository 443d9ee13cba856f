import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { drawLog } from "../transcript.ts";
import { runCommand } from "./run-command.ts";

let home: string;
let settings: string;
beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), "prefixwatch-zone-"));
  mkdirSync(join(home, "logs"));
  mkdirSync(join(home, "data"));
  settings = join(home, "data", "settings.json");
  writeFileSync(join(home, "logs", "s.jsonl"), drawLog("23:30:00  msg_1  read 1k", { day: "2026-08-14" }));
});
afterEach(() => rmSync(home, { recursive: true, force: true }));

let said = "";
function days(...args: readonly string[]): readonly string[] {
  const folders = [`--root=${join(home, "logs")}`, `--data=${join(home, "data")}`];
  const { stdout, stderr } = runCommand(["report", "--by", "day", "--format=json", ...folders, ...args], {
    TZ: "UTC",
  });
  said = stderr;
  return (JSON.parse(stdout) as { rows: readonly { key: string }[] }).rows.map(({ key }) => key);
}

test("a report is of the zone in the settings, and --tz wins over it", () => {
  expect(days()).toEqual(["2026-08-14"]);
  writeFileSync(settings, '{"timeZone": "Asia/Tokyo"}');
  expect(days()).toEqual(["2026-08-15"]);
  expect(days("--tz", "UTC")).toEqual(["2026-08-14"]);
});

test("a zone that there is not leaves the system's", () => {
  writeFileSync(settings, '{"timeZone": "Mars/Olympus"}');
  expect(days()).toEqual(["2026-08-14"]);
});

test("a broken file does not stop a report, is kept aside, and is told", () => {
  writeFileSync(settings, "{");
  expect(days()).toEqual(["2026-08-14"]);
  expect(said).toContain("Your settings could not be read");
  expect(readdirSync(join(home, "data")).filter((name) => name.startsWith("settings"))).toEqual([
    expect.stringMatching(/^settings\.broken-.*\.json$/),
  ]);
});
