import {
  linkSync,
  renameSync,
  rmSync,
  statSync,
  symlinkSync,
  truncateSync,
  utimesSync,
  writeFileSync,
} from "node:fs";
import { afterEach, beforeEach, expect, test } from "vitest";
import { asLog, drawLog, drawRecords } from "../transcript.ts";
import { THREE_CALLS, TWO_CALLS, workbench, type Found, type Workbench } from "./workbench.ts";

let bench: Workbench;
beforeEach(() => {
  bench = workbench();
});
afterEach(() => bench.clear());

/** Calls, read and output of all logs: enough to see a call lost or counted twice. */
function counted({ totals }: Found) {
  return { calls: totals.calls, read: totals.usage.cacheRead, output: totals.usage.output };
}

/** Every byte is accounted for, in every test. */
function expectConserved({ health }: Found): void {
  const { bytes, counted: calls, other, blank, damaged, pending } = health;
  expect(calls + other + blank + damaged + pending).toBe(bytes);
  expect(pending).toBeGreaterThanOrEqual(0);
}

const TWO = { calls: 2, read: 30_000, output: 29 };
const THREE = { calls: 3, read: 62_000, output: 36 };

test("a log is counted once, however often it is read", () => {
  bench.write(drawLog(TWO_CALLS));
  for (let start = 0; start < 3; start++) {
    const found = bench.run();
    expect(counted(found)).toEqual(TWO);
    expectConserved(found);
  }
});

test("what is appended between two starts is added, with its predecessor known", () => {
  const all = asLog(drawRecords(`${TWO_CALLS}\n10:02:00  msg_3  read 0  write 40k`));
  const half = asLog(drawRecords(TWO_CALLS));
  bench.write(half);
  bench.run();
  bench.append(all.slice(half.length));
  expect(bench.run()).toMatchObject({ totals: { calls: 3 }, causes: ["msg_3 unknown"] });
});

test("any way of cutting a log into appends gives the same result", () => {
  const whole = Buffer.from(drawLog(THREE_CALLS));
  bench.write("");
  let at = 0;
  for (const step of [1, 700, 3, 41, 512, 90, 1000]) {
    bench.append(whole.subarray(at, at + step));
    at += step;
    const found = bench.run();
    expectConserved(found);
  }
  bench.append(whole.subarray(at));
  expect(counted(bench.run())).toEqual(THREE);
});

test("a half-written last line waits, and counts when its end comes", () => {
  const text = drawLog(TWO_CALLS);
  bench.write(text.slice(0, -40));
  const before = bench.run();
  expect(before.totals.calls).toBe(1);
  expect(before.health.pending).toBeGreaterThan(100);
  expectConserved(before);
  bench.append(text.slice(-40));
  const after = bench.run();
  expect(counted(after)).toEqual(TWO);
  expect(after.health.pending).toBe(0);
});

test("a whole last line without line end counts, and only once when the line end comes", () => {
  bench.write(drawLog(TWO_CALLS).trimEnd());
  expect(counted(bench.run())).toEqual(TWO);
  bench.append("\n");
  const found = bench.run();
  expect(counted(found)).toEqual(TWO);
  expectConserved(found);
});

test("a call written as several lines is counted once, with its largest output", () => {
  const lines = drawRecords("10:00:00  msg_1  read 5k  write 1k  out 3").filter(
    ({ type }) => type === "assistant",
  );
  const [line = {}] = lines;
  const longer = JSON.parse(
    JSON.stringify(line).replace('"output_tokens":3', '"output_tokens":159'),
  ) as typeof line;
  for (const order of [
    [line, line, longer],
    [longer, line, line],
  ]) {
    bench.write(asLog(order), `order-${order.indexOf(longer)}.jsonl`);
  }
  expect(counted(bench.run())).toEqual({ calls: 1, read: 5_000, output: 159 });
});

test("the same call in a copied log is counted once", () => {
  bench.write(drawLog(TWO_CALLS));
  bench.write(drawLog(THREE_CALLS), "copy.jsonl");
  expect(counted(bench.run())).toEqual(THREE);
});

test("subagents are found wherever they lie below projects", () => {
  bench.write(drawLog(TWO_CALLS));
  const agent = (id: string) => drawLog(`10:01:00  msg_${id}  read 10k  write 1k  out 1`, { agent: id });
  bench.write(agent("a1"), "5e551011/subagents/agent-a1.jsonl");
  bench.write(agent("a2"), "5e551011/subagents/workflows/wf_1/agent-a2.jsonl");
  bench.write('{"kind":"not a log"}\n', "5e551011/subagents/workflows/wf_1/journal.jsonl");
  const found = bench.run();
  expect(counted(found)).toEqual({ calls: 4, read: 50_000, output: 31 });
  expect(found.sessions).toMatchObject([{ calls: 4 }]);
  expect(found.health.files).toBe(3);
});

test("a deleted log keeps its figures, and is labelled", () => {
  bench.write(drawLog(TWO_CALLS));
  bench.run();
  rmSync(bench.log());
  const found = bench.run();
  expect(counted(found)).toEqual(TWO);
  expect(found.health.filesGone).toBe(1);
  expect(found.sessions).toMatchObject([{ sourceGone: true }]);
  expectConserved(found);
});

test("a renamed log is the same log", () => {
  bench.write(drawLog(TWO_CALLS));
  bench.run();
  renameSync(bench.log(), bench.log("moved.jsonl"));
  const found = bench.run();
  expect(counted(found)).toEqual(TWO);
  expect(found.health).toMatchObject({ files: 1, filesGone: 0 });
});

test("a hard link is a second name, not more calls", () => {
  bench.write(drawLog(TWO_CALLS));
  linkSync(bench.log(), bench.log("linked.jsonl"));
  for (let start = 0; start < 3; start++) {
    const found = bench.run();
    expect(counted(found)).toEqual(TWO);
    expect(found.health.files).toBe(2);
  }
});

test("a log that is cut off and grows again keeps what was counted and adds what is new", () => {
  bench.write(drawLog(TWO_CALLS));
  bench.run();
  truncateSync(bench.log(), 0);
  bench.run();
  bench.append(drawLog("11:00:00  msg_9  read 1k  write 1k  out 1"));
  expect(counted(bench.run())).toEqual({ calls: 3, read: 31_000, output: 30 });
});

test("a log that is rewritten in place with the same length is read again", () => {
  const text = drawLog(TWO_CALLS);
  bench.write(text);
  bench.run();
  const { atimeMs, mtimeMs } = statSync(bench.log());
  writeFileSync(bench.log(), text.replaceAll("msg_2", "msg_7"));
  utimesSync(bench.log(), new Date(atimeMs), new Date(mtimeMs + 5_000));
  expect(bench.run().totals.calls).toBe(3);
});

test("a log deleted and made anew at the same path is another log, even with the same inode", () => {
  bench.write(drawLog(TWO_CALLS));
  bench.run();
  rmSync(bench.log());
  bench.write(drawLog("11:00:00  msg_9  read 1k  write 1k  out 1"));
  expect(counted(bench.run())).toEqual({ calls: 3, read: 31_000, output: 30 });
});

test("links are not followed, so a log is never read through another place", () => {
  bench.write(drawLog(TWO_CALLS), "../../elsewhere/session.jsonl");
  symlinkSync(bench.log("../../elsewhere/session.jsonl"), bench.log("linked.jsonl"));
  symlinkSync(bench.log("../.."), bench.log("loop"));
  const found = bench.run();
  expect(found.health.files).toBe(0);
});
