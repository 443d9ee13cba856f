import { appendFileSync, mkdirSync, mkdtempSync, rmSync, utimesSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { startEngine } from "../../electron/engine/engine.ts";
import type { LedgerSession } from "../../electron/engine/ledger-session.ts";
import { countNaively } from "../../electron/engine/naive-count.ts";
import { causeTitle } from "../../shared/cache/wording.ts";
import { fixture } from "../fold-log.ts";
import { drawLog } from "../transcript.ts";
import { askOnce, workbench, type Found } from "./workbench.ts";

let home: string;
beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), "prefixwatch-other-"));
});
afterEach(() => rmSync(home, { recursive: true, force: true }));

function ask<T>(root: string, question: (session: LedgerSession) => T): T {
  return askOnce(root, join(home, "data"), question);
}

function expectConserved(health: Omit<Found["health"], "files">): void {
  const { bytes, counted, other, blank, damaged, pending } = health;
  expect(counted + other + blank + damaged + pending).toBe(bytes);
  expect(pending).toBe(0);
}

function write(name: string, text: string): string {
  const path = join(home, "logs", name);
  mkdirSync(join(path, ".."), { recursive: true });
  writeFileSync(path, text);
  return path;
}

test("the Matrix log of 4 April 2026: lost in full, expiry or server, +29 % tokens, $1.27 or $2.10", () => {
  const path = write("matrix.events", fixture("matrix/2026-04-04.jsonl"));
  const [event, ...others] = ask(path, ({ queries }) => queries.events());
  expect(others).toEqual([]);
  expect(event).toMatchObject({
    session: "trace-0404",
    model: "claude-opus-4-6",
    kind: "invalidation",
    cause: "ttl-or-server",
    confidence: "unclear",
    group: "unknown",
    also: ["token-inflation"],
    expected: 220_709,
    read: 0,
    lost: 220_709,
    rewritten: 220_709,
    gap: 569_000,
  });
  expect(event?.ttl).toBeUndefined();
  expect(event && causeTitle(event.cause)).toBe("Expired or lost by the server");
  expect(event?.inflation).toBeCloseTo(0.2904, 4);
  // Opus 4.6 of April: read at 0.50, written at 6.25 for five minutes and at 10 dollars for an hour.
  expect(event?.avoidable).toBeCloseTo((220_709 * 5.75) / 1e6, 9);
  expect(event?.avoidableIf1h).toBeCloseTo((220_709 * 9.5) / 1e6, 9);
  expect([event?.avoidable?.toFixed(2), event?.avoidableIf1h?.toFixed(2)]).toEqual(["1.27", "2.10"]);
});

test("logs of every format in one folder are counted once, and again in another way", () => {
  const texts = [
    ["a/session.jsonl", drawLog("10:00:00  msg_1  read 0  write 30k  in 3  out 20")],
    ["b/run.jsonl", fixture("stream-json/run.jsonl")],
    ["c/matrix.jsonl", fixture("matrix/2026-04-04.jsonl")],
    ["d/pinned.jsonl", fixture("api-usage/pinned.jsonl")],
    ["d/permanent-write.jsonl", fixture("api-usage/permanent-write.jsonl")],
    ["d/same-hash-miss.jsonl", fixture("api-usage/same-hash-miss.jsonl")],
    ["d/gateway-uncached.jsonl", fixture("api-usage/gateway-uncached.jsonl")],
  ] as const;
  const paths = texts.map(([name, text]) => write(name, text));
  for (let start = 0; start < 2; start++) {
    const { totals, health, kept } = ask(join(home, "logs"), ({ queries }) => {
      const naive = countNaively(paths);
      return {
        totals: queries.totalsOf(naive.keys),
        health: queries.health(),
        kept: { naive, calls: queries.callCount() },
      };
    });
    const { calls, keys, badLines, ...usage } = kept.naive;
    expect({ calls: totals.calls, ...totals.usage }).toEqual({ calls, ...usage });
    expect({ calls, all: kept.calls, keys: keys.size, badLines }).toEqual({
      calls: 27,
      all: 27,
      keys: 27,
      badLines: 0,
    });
    expectConserved(health);
    expect(health.unknownShapes).toEqual([]);
  }
});

test("a copy of a log adds nothing where its calls have names or times", () => {
  for (const name of ["stream-json/run", "matrix/2026-04-04", "api-usage/volatile-prefix"]) {
    const text = fixture(`${name}.jsonl`);
    write("one/log.jsonl", text);
    const calls = () => ask(join(home, "logs"), ({ queries }) => queries.callCount());
    const once = calls();
    write("two/copy.jsonl", text);
    expect(calls()).toBe(once);
  }
});

test("lines of unknown form are counted by their fields, apart from the calls, and only once", () => {
  const calls = fixture("api-usage/under-minimum.jsonl");
  const text = `${calls}{"level":"info","msg":"secret"}\n{"msg":"secret","level":"warn"}\n{"b":1}\n`;
  const path = write("app.jsonl", text);
  const shapes = [
    { fields: "level, msg", lines: 2 },
    { fields: "b", lines: 1 },
  ];
  const health = () => ask(path, ({ queries }) => queries.health());
  expect(health().unknownShapes).toEqual(shapes);
  // Touched, so it is read from its start again.
  utimesSync(path, 1_700_000_000, 1_700_000_000);
  expect(health().unknownShapes).toEqual(shapes);
  expectConserved(health());
});

test("what is appended to a log later follows the calls before it, also after a restart", () => {
  const lines = fixture("matrix/2026-04-04.jsonl").split("\n");
  const path = write("stream.log", `${lines.slice(0, 3).join("\n")}\n`);
  expect(ask(path, ({ queries }) => queries.events())).toEqual([]);
  appendFileSync(path, lines.slice(3).join("\n"));
  expect(ask(path, ({ queries }) => queries.events().map(({ lost }) => lost))).toEqual([220_709]);
});

test("a root that is a file is read whatever its name, and nothing beside it", async () => {
  const path = write("calls.txt", fixture("api-usage/pinned.jsonl"));
  write("calls.jsonl", fixture("api-usage/gateway-uncached.jsonl"));
  // So late a second walk leaves the appended lines to the watcher.
  const engine = startEngine({ roots: [path], dataDir: join(home, "data"), walkEveryMs: 60_000 });
  if (engine.kind !== "engine") throw new Error(JSON.stringify(engine));
  let calls = 0;
  let watcher = "";
  engine.bridge.connect((event) => {
    if (event.kind !== "feed") return;
    const { message } = event;
    if (message.kind === "session" || message.kind === "session-update") return;
    const { totals, health } = message.kind === "reset" ? message.overview : message.changed;
    calls = totals?.calls ?? calls;
    watcher = health?.watcher ?? watcher;
  });
  try {
    await expect.poll(() => ({ calls, watcher })).toEqual({ calls: 5, watcher: "watching" });
    appendFileSync(path, fixture("api-usage/volatile-prefix.jsonl"));
    await expect.poll(() => calls).toBe(9);
  } finally {
    await engine.stop();
  }
});

test("a session log of Claude Code keeps its figures beside lines of other makers", () => {
  const bench = workbench();
  try {
    bench.write(`{"hello":1}\n${drawLog("10:00:00  msg_1  read 0  write 30k  in 3  out 20")}{"bye":1}\n`);
    const { totals, health } = bench.run();
    expect(totals).toMatchObject({ calls: 1, usage: { cacheWrite5m: 30_000, output: 20 } });
    expectConserved(health);
  } finally {
    bench.clear();
  }
});
