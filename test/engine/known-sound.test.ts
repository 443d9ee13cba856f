import {
  closeSync,
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
import { afterEach, beforeEach, expect, test } from "vitest";
import { isKnownSound, noteSound } from "../../electron/engine/known-sound.ts";

const NOW = Date.UTC(2026, 10, 21, 12);
const HOUR = 3_600_000;
let folder: string;
let ledger: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "prefixwatch-"));
  ledger = join(folder, "ledger.sqlite");
  writeFileSync(ledger, "pages");
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

test("a ledger that was closed whole is believed once", () => {
  expect(isKnownSound(ledger, NOW)).toBe(false);
  noteSound(ledger, NOW);
  expect(isKnownSound(ledger, NOW + HOUR)).toBe(true);
  // A program that is killed from here on leaves no note.
  expect(isKnownSound(ledger, NOW + HOUR)).toBe(false);
});

test("a byte changed in it is seen, even when its time is put back", () => {
  noteSound(ledger, NOW);
  const { atime, mtime } = statSync(ledger);
  const fd = openSync(ledger, "r+");
  writeSync(fd, "P", 0);
  closeSync(fd);
  utimesSync(ledger, atime, mtime);
  expect(isKnownSound(ledger, NOW)).toBe(false);
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
  expect(isKnownSound(ledger, now)).toBe(false);
});

test("no note is left while another program still has pages of it", () => {
  writeFileSync(`${ledger}-wal`, "pages");
  noteSound(ledger, NOW);
  rmSync(`${ledger}-wal`);
  expect(isKnownSound(ledger, NOW)).toBe(false);
});
