import { appendFileSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { walkRoots } from "../../electron/engine/discover.ts";
import { keepChains, type KeptChain } from "../../electron/engine/kept-chains.ts";
import { openLedgerSession, type LedgerSession } from "../../electron/engine/ledger-session.ts";
import { randomNumbers } from "../faults/growing-logs.ts";
import { drawLog } from "../transcript.ts";

let home: string;
let open: LedgerSession[];
beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), "prefixwatch-"));
  open = [];
});
afterEach(() => {
  for (const session of open) session.close();
  rmSync(home, { recursive: true, force: true });
});

function ledger(name: string): LedgerSession {
  mkdirSync(join(home, "claude", "projects"), { recursive: true });
  const session = openLedgerSession({ roots: [join(home, "claude")], dataDir: join(home, name) });
  if (session.kind !== "ledger-session") throw new Error(JSON.stringify(session));
  open.push(session);
  return session;
}

function readAll({ scanner, roots }: LedgerSession): void {
  for (let rest = scanner.changed(walkRoots(roots).files); rest.length > 0;)
    rest = scanner.readSlice(rest).rest;
}

/** Everything that pages show of the calls and of what happened to them. */
function shown({ connection, queries }: LedgerSession) {
  const { db, detail } = connection();
  const events = db
    .prepare(
      "SELECT c.key, e.kind, e.cause, e.grp, e.lost, e.avoidable, e.value FROM event e JOIN call c ON c.id = e.call " +
        "ORDER BY c.key, e.kind",
    )
    .all();
  const buckets = db
    .prepare(
      "SELECT * FROM bucket WHERE calls <> 0 OR cost <> 0 OR lost <> 0 ORDER BY quarter, project, model, lane, price_class",
    )
    .all();
  const sessions = queries.sessions().toSorted((a, b) => (a.id < b.id ? -1 : 1));
  return { events, buckets, sessions, details: sessions.map(detail) };
}

type Growing = { readonly path: string; readonly lines: string[] };

function growing(name: string, text: string): Growing {
  const path = join(home, "claude", "projects", `-home-dev-${name}`, `${name}.jsonl`);
  return { path, lines: text.split(/(?<=\n)/) };
}

/** Appends the lines of all logs in turn, some at a time, and reads after each; the same is read at once at the end. */
function growAndCompare(logs: readonly Growing[], most: number, random: () => number): void {
  const kept = ledger("kept");
  for (const { path } of logs) mkdirSync(dirname(path), { recursive: true });
  for (let left = logs.filter(({ lines }) => lines.length > 0); left.length > 0;) {
    for (const { path, lines } of left) {
      appendFileSync(path, lines.splice(0, 1 + Math.floor(random() * most)).join(""));
      if (random() < 0.7) readAll(kept);
      // What a page asks for is remembered too.
      if (random() < 0.2) kept.queries.sessions().forEach(kept.connection().detail);
    }
    left = left.filter(({ lines }) => lines.length > 0);
  }
  readAll(kept);
  const fresh = ledger("fresh");
  readAll(fresh);
  fresh.scanner.summarizeMissing();
  const found = shown(kept);
  expect(found.events.length).toBeGreaterThan(logs.length);
  expect(found).toEqual(shown(fresh));
}

const FIXTURES = join(import.meta.dirname, "..", "fixtures", "causes");

test("a log that grows line by line tells of each cause what it tells when it is read at once", () => {
  const logs = readdirSync(FIXTURES).map((file, n) => {
    const lines = readFileSync(join(FIXTURES, file), "utf8").split("\n");
    const table = lines.filter((line) => line.startsWith("  ")).join("\n");
    const session = `5e551011-0000-4000-8000-${String(n).padStart(12, "0")}`;
    return growing(`p${n}`, drawLog(table, { session, prefix: `f${n}_` }));
  });
  expect(logs.length).toBeGreaterThan(30);
  growAndCompare(logs, 1, randomNumbers(1));
});

test.each([1, 2, 3, 4, 5, 6, 7, 8, 9, 10])(
  "rewinds, late lines, agents and forks of a log that grows say what they say at once: %i",
  (seed) => {
    const random = randomNumbers(seed);
    const below = (most: number) => Math.floor(random() * most);
    const table = (calls: number): string => {
      const rows: string[] = [];
      for (let n = 0; n < calls; n++) {
        const time = new Date(Date.UTC(2026, 7, 14, 8) + n * 40_000 + (random() < 0.1 ? 400_000 : 0));
        const clock = time.toISOString().slice(11, 19);
        const from = n > 2 && random() < 0.15 ? ` after msg_${below(n)}` : "";
        const figures = `read ${random() < 0.3 ? 0 : n * 3_000 + 12_000} write ${below(6_000)}`;
        const row = (out: number) => `${clock} msg_${n} ${figures} out ${out} reason none${from}`;
        rows.push(row(10));
        // A late line of the same call, or of an older one.
        if (random() < 0.3) rows.push(row(90));
        if (random() < 0.1) rows.push(`${clock} compaction`);
        if (random() < 0.1) rows.push(`${clock} command model`);
      }
      return rows.join("\n");
    };
    const logs = [0, 1].map((n) => {
      const session = `5e551011-0000-4000-8000-${String(n).padStart(12, "0")}`;
      return growing(`p${n}`, drawLog(table(30), { session, prefix: `s${n}_` }));
    });
    // A fork shows the calls of the first log under a session of its own, and then goes on alone.
    const forked = drawLog(table(12), {
      session: "5e551011-0000-4000-8000-0000000000f0",
      prefix: "s0_",
    });
    growAndCompare([...logs, growing("fork", forked)], 4, random);
  },
);

test("what is kept of chains has a bound, and the one used last stays", () => {
  const chains = keepChains(100);
  const chain = (calls: number) => ({ calls: Array(calls).fill(undefined) }) as unknown as KeptChain;
  for (let file = 0; file < 9; file++) chains.keep(file, chain(30));
  expect([4, 5, 6, 7, 8].filter((file) => chains.of(file) !== undefined)).toEqual([6, 7, 8]);
  chains.keep(6, chain(31));
  chains.keep(9, chain(500));
  expect([6, 7, 8, 9].filter((file) => chains.of(file) !== undefined)).toEqual([9]);
});
