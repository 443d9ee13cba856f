import { cpSync, mkdirSync, mkdtempSync, readFileSync, realpathSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { afterEach, beforeEach, expect, test } from "vitest";
import { bucketsOf, BUCKET_TOTALS } from "../../electron/engine/bucket-schema.ts";
import { catchUp } from "../../electron/engine/catch-up.ts";
import { openLedgerSession } from "../../electron/engine/ledger-session.ts";

const OLD = join(import.meta.dirname, "../fixtures/old-ledgers");

let home: string;

/** A ledger as the program of that format left it, of three logs: a session, a fork of it, and an agent's. */
function oldLedger(format: number): void {
  const sql = readFileSync(join(OLD, `format-${format}.sql`), "utf8").replaceAll("{ROOT}", home);
  const db = new DatabaseSync(join(home, "data", "ledger.sqlite"));
  db.exec(sql);
  db.close();
}

/** What the old program itself reported of it: `report --format json`, and the one loss of `events`. */
const TOTALS = { calls: 5, uncached: 15, read: 41_500, write_1h: 53_300, output: 500, invalidations: 1 };

function open() {
  const session = openLedgerSession({ roots: [home], dataDir: join(home, "data") });
  if (session.kind !== "ledger-session") throw new Error(JSON.stringify(session));
  return session;
}

function totals() {
  const session = open();
  try {
    catchUp(session, () => undefined);
    const { db } = session.answerParts;
    const columns = Object.keys(TOTALS).map((name) => `sum(${name}) AS ${name}`);
    const sums = db.prepare(`SELECT ${columns.join(", ")} FROM bucket`).get();
    expect(db.prepare(`SELECT ${BUCKET_TOTALS} FROM bucket`).get()).toEqual(
      db.prepare(`SELECT ${BUCKET_TOTALS} FROM ${bucketsOf("TRUE")}`).get(),
    );
    const chain = db.prepare("SELECT count(*) AS n FROM sighting WHERE predecessor IS NOT NULL").get();
    return { ...sums, predecessors: chain?.["n"] };
  } finally {
    session.close();
  }
}

beforeEach(() => {
  home = realpathSync(mkdtempSync(join(tmpdir(), "prefixwatch-migration-")));
  mkdirSync(join(home, "data"));
  mkdirSync(join(home, "projects", "-home-ada-shop"), { recursive: true });
});

afterEach(() => rmSync(home, { recursive: true, force: true }));

test("a ledger of format 1 keeps every call, sum, loss and predecessor", () => {
  oldLedger(1);
  expect(totals()).toEqual({ ...TOTALS, predecessors: 4 });
});

test("its logs are known, and reading them again counts nothing twice", () => {
  oldLedger(1);
  cpSync(join(OLD, "logs"), join(home, "projects", "-home-ada-shop"), { recursive: true });
  expect(totals()).toEqual({ ...TOTALS, predecessors: 4 });
});

test("a fork's calls stay with the session they were copied from", () => {
  oldLedger(1);
  const session = open();
  const rows = session.answerParts.db
    .prepare("SELECT key, session, precedence FROM call ORDER BY key")
    .all()
    .map((row) => `${String(row["key"])} ${String(row["session"]).slice(-1)} ${String(row["precedence"])}`);
  session.close();
  expect(rows).toEqual(["msg_agent 1 2", "msg_four 2 0", "msg_one 1 0", "msg_three 1 0", "msg_two 1 0"]);
});

test("a step that fails changes nothing", () => {
  oldLedger(1);
  const path = join(home, "data", "ledger.sqlite");
  const before = new DatabaseSync(path);
  // A table of the name that the step uses is in its way.
  before.exec("CREATE TABLE sighting_2 (a)");
  before.close();
  expect(() => open()).toThrow(/sighting_2/);
  const after = new DatabaseSync(path, { readOnly: true });
  expect(after.prepare("PRAGMA user_version").get()).toEqual({ user_version: 1 });
  expect(after.prepare("SELECT count(rank) AS n FROM call").get()).toEqual({ n: 5 });
  after.close();
});
