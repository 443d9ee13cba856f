import {
  closeSync,
  mkdirSync,
  mkdtempSync,
  openSync,
  rmSync,
  statSync,
  utimesSync,
  writeFileSync,
  writeSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { knownSoundSince, noteSound } from "../../electron/engine/known-sound.ts";
import { runOnce } from "./workbench.ts";

const NOW = Date.UTC(2026, 10, 21, 12);
const HOUR = 3_600_000;
let folder: string;
let ledger: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "prefixwatch-"));
  ledger = join(folder, "ledger.sqlite");
  writeFileSync(ledger, "pages");
});
afterEach(() => {
  vi.useRealTimers();
  vi.restoreAllMocks();
  rmSync(folder, { recursive: true, force: true });
});

test("a ledger that was closed whole is believed once", () => {
  expect(knownSoundSince(ledger, NOW)).toBeUndefined();
  noteSound(ledger, NOW);
  expect(knownSoundSince(ledger, NOW + HOUR)).toBe(NOW);
  // A program that is killed from here on leaves no note.
  expect(knownSoundSince(ledger, NOW + HOUR)).toBeUndefined();
});

test("a byte changed in it is seen, even when its time is put back", () => {
  noteSound(ledger, NOW);
  const { atime, mtime } = statSync(ledger);
  const fd = openSync(ledger, "r+");
  writeSync(fd, "P", 0);
  closeSync(fd);
  utimesSync(ledger, atime, mtime);
  expect(knownSoundSince(ledger, NOW)).toBeUndefined();
});

test.each([
  ["a day later", () => undefined, NOW + 24 * HOUR],
  ["from a time to come", () => undefined, NOW - 1],
  ["beside pages of another program", () => writeFileSync(`${ledger}-wal`, ""), NOW],
  ["that is no JSON", () => writeFileSync(`${ledger}.sound.json`, "{"), NOW],
  ["of something else", () => writeFileSync(`${ledger}.sound.json`, "[1]"), NOW],
])("a note is not believed %s", (_, happen, now) => {
  noteSound(ledger, NOW);
  happen();
  expect(knownSoundSince(ledger, now)).toBeUndefined();
});

test("no note is left while another program still has pages of it", () => {
  writeFileSync(`${ledger}-wal`, "pages");
  noteSound(ledger, NOW);
  rmSync(`${ledger}-wal`);
  expect(knownSoundSince(ledger, NOW)).toBeUndefined();
});

test("who runs the program every few hours has the ledger looked through once a day all the same", () => {
  const root = join(folder, "claude");
  mkdirSync(root);
  vi.useFakeTimers({ toFake: ["Date"] });
  const prepare = vi.spyOn(DatabaseSync.prototype, "prepare");
  const looks = [0, 10, 20, 30, 40, 50, 60].map((hours) => {
    vi.setSystemTime(NOW + hours * HOUR);
    prepare.mockClear();
    runOnce(root, join(folder, "data"));
    return prepare.mock.calls.filter(([sql]) => sql.includes("quick_check")).length;
  });
  expect(looks).toEqual([0, 0, 0, 1, 0, 0, 1]);
});
