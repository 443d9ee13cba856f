import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { afterEach, beforeEach, expect, test } from "vitest";
import { whileUnchanged } from "../../electron/engine/while-unchanged.ts";

let folder: string;
let db: DatabaseSync;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "prefixwatch-"));
  db = new DatabaseSync(join(folder, "some.sqlite"));
  db.exec("PRAGMA journal_mode = WAL; CREATE TABLE call (id INTEGER PRIMARY KEY, tokens INTEGER) STRICT");
});
afterEach(() => {
  db.close();
  rmSync(folder, { recursive: true, force: true });
});

/** How many calls there are, and how often that was read. */
function counter(most = 2) {
  const known = whileUnchanged<number>(most);
  let reads = 0;
  const count = (key: string) =>
    known(db, key, () => {
      reads += 1;
      return Number(db.prepare("SELECT count(*) AS calls FROM call").get()?.["calls"]);
    });
  return { count, reads: () => reads };
}

test("what was read is read once, and each key has its own", () => {
  const { count, reads } = counter();
  expect([count("a"), count("a"), count("b"), count("a")]).toEqual([0, 0, 0, 0]);
  expect(reads()).toBe(2);
});

test("after a change it is read again, whoever made the change", () => {
  const { count } = counter();
  expect(count("a")).toBe(0);
  db.exec("INSERT INTO call VALUES (1, 10)");
  expect(count("a")).toBe(1);
  const other = new DatabaseSync(join(folder, "some.sqlite"));
  other.exec("INSERT INTO call VALUES (2, 10)");
  other.close();
  expect(count("a")).toBe(2);
  db.exec("DELETE FROM call");
  expect(count("a")).toBe(0);
});

test("what a transaction took back is not remembered", () => {
  const { count } = counter();
  db.exec("BEGIN; INSERT INTO call VALUES (1, 10)");
  expect(count("a")).toBe(1);
  db.exec("ROLLBACK");
  expect(count("a")).toBe(0);
});

test("the oldest is forgotten where there would be too many", () => {
  const { count, reads } = counter(2);
  for (const key of ["a", "b", "c", "b", "c"]) count(key);
  expect(reads()).toBe(3);
  count("a");
  expect(reads()).toBe(4);
});
