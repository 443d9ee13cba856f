import { appendFileSync, mkdtempSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { factsOf } from "../../electron/engine/discover.ts";
import { keepMemories } from "../../electron/engine/log-memories.ts";
import { readLog, type LogMemory, type LogReading } from "../../electron/engine/read-log.ts";
import { closeLog, openLog } from "../../electron/engine/tail.ts";
import { asLog, drawRecords } from "../transcript.ts";

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "prefixwatch-"));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

/** A conversation of two records a call, the request and the answer, with a rewind to its first call at every tenth. */
function linesOf(log: number, calls: number): readonly string[] {
  const rows = Array.from({ length: calls }, (_, n) => {
    const time = new Date(Date.UTC(2026, 7, 14, 8, 0, n * 20)).toISOString().slice(11, 19);
    const from = n % 10 === 9 ? ` after msg_${log}_0` : "";
    return `${time} msg_${log}_${n} read ${n * 900} write 400 out 20${from}`;
  });
  const session = `5e551011-0000-4000-8000-${String(log).padStart(12, "0")}`;
  return drawRecords(rows.join("\n"), { session }).map((record) => asLog([record]));
}

type Grown = { readonly reading: LogReading; readonly memory: LogMemory };

/** Appends lines to a log and reads what is new, as the scanner does. */
function grow(log: number, lines: readonly string[], offset: number, memory: LogMemory | undefined): Grown {
  const path = join(folder, `${log}.jsonl`);
  appendFileSync(path, lines.join(""));
  const fd = openLog(path);
  try {
    const file = { path, project: "-home-dev", ...factsOf(statSync(path, { bigint: true })) };
    return readLog(fd, file, offset, memory);
  } finally {
    closeLog(fd);
  }
}

const LOGS = 5;
const CALLS = 40;

/** Five logs that grow in turn by one call at a time; what each reading said, with the links that were kept after it. */
function growInTurn(mostLinks: number) {
  const logs = Array.from({ length: LOGS }, (_, log) => ({ lines: linesOf(log, CALLS), offset: 0 }));
  const memories = keepMemories(mostLinks);
  const predecessors: string[] = [];
  const kept: { readonly links: number; readonly ofLast: number; readonly logs: number }[] = [];
  let readAgain = 0;
  for (let call = 0; call < CALLS; call++) {
    for (const [id, log] of logs.entries()) {
      const memory = memories.of(id);
      if (memory === undefined && call > 0) readAgain++;
      const grown = grow(id, log.lines.slice(call * 2, call * 2 + 2), log.offset, memory);
      log.offset = grown.reading.offset;
      memories.keep(id, grown.memory);
      predecessors.push(
        ...grown.reading.calls.map((each) => `${each.call.key} after ${each.predecessor ?? "none"}`),
      );
      kept.push({ ...memories.size, ofLast: grown.memory.transcript.links });
    }
  }
  return { predecessors, kept, readAgain };
}

test("what is kept of logs stays within its bound however long they get, but for the log read last", () => {
  const bound = 200;
  const { kept, readAgain } = growInTurn(bound);
  expect(kept).toHaveLength(LOGS * CALLS);
  for (const { links, ofLast } of kept) expect(links).toBeLessThanOrEqual(Math.max(bound, ofLast));
  // All five would be 600.
  expect(kept.at(-1)).toEqual({ logs: 1, links: 120, ofLast: 120 });
  expect(readAgain).toBeGreaterThan(0);
});

test("below the bound no log is read again", () => {
  const { kept, readAgain } = growInTurn(1_000);
  expect(kept.at(-1)).toMatchObject({ logs: LOGS, links: LOGS * CALLS * 3 });
  expect(readAgain).toBe(0);
});

test("a log that was forgotten goes on as one that was not", () => {
  const remembered = growInTurn(1_000).predecessors;
  rmSync(folder, { recursive: true });
  folder = mkdtempSync(join(tmpdir(), "prefixwatch-"));
  expect(growInTurn(0).predecessors).toEqual(remembered);
  expect(remembered).toContain("msg_3_39 after msg_3_0");
});

test("a log alone is remembered even where it is over the bound, since it is the one that grows", () => {
  const memories = keepMemories(10);
  const { memory } = grow(0, linesOf(0, CALLS), 0, undefined);
  memories.keep(0, memory);
  expect(memories.of(0)).toBe(memory);
  expect(memories.size).toEqual({ logs: 1, links: 120 });
  memories.forget(0);
  expect(memories.size).toEqual({ logs: 0, links: 0 });
});

test("no more than 64 logs are remembered, those read last", () => {
  const memories = keepMemories();
  for (let id = 0; id < 70; id++) memories.keep(id, grow(id, linesOf(id, 1), 0, undefined).memory);
  expect(memories.size.logs).toBe(64);
  expect([memories.of(5), memories.of(6)].map((memory) => memory !== undefined)).toEqual([false, true]);
});

test("a call that is told in several lines costs one link and one for each record", () => {
  const lines = linesOf(0, 1);
  const answer = lines[1] ?? "";
  const again = [1, 2].map((n) => answer.replace(/"uuid":"[^"]*"/, `"uuid":"again-${n}"`));
  const { memory } = grow(0, [...lines, ...again, ...again], 0, undefined);
  expect(memory.transcript.links).toBe(2 + 2 + 1);
});
