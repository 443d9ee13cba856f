import { utimesSync } from "node:fs";
import { afterEach, beforeEach, expect, test } from "vitest";
import { startEngine, type Engine } from "../../electron/engine/engine.ts";
import type { AnswerTo } from "../../shared/question.ts";
import { writeTree } from "../bench/log-tree.ts";
import { drawLog } from "../transcript.ts";
import { workbench, type Workbench } from "./workbench.ts";

let bench: Workbench;
let engine: Engine | undefined;
beforeEach(() => (bench = workbench()));
afterEach(async () => {
  await engine?.stop();
  engine = undefined;
  bench.clear();
});

const callLine = (n: number) => drawLog(`10:00:${10 + (n % 50)}  msg_${n}  read 1k  write 1k  out ${n}`);

type Shown = { calls: number; watcher: string };

/** Runs an engine until it has read so many calls; what a page shows of it. */
async function startWith(calls: number): Promise<Shown> {
  const started = startEngine({ roots: [bench.root], dataDir: bench.data });
  if (started.kind !== "engine") throw new Error(JSON.stringify(started));
  engine = started;
  const shown: Shown = { calls: 0, watcher: "" };
  started.bridge.connect((event) => {
    if (event.kind !== "feed") return;
    const { message } = event;
    if (message.kind === "session" || message.kind === "session-update") return;
    const { totals, health } = message.kind === "reset" ? message.overview : message.changed;
    shown.calls = totals?.calls ?? shown.calls;
    shown.watcher = health?.watcher ?? shown.watcher;
  });
  await expect.poll(() => shown.calls, { timeout: 20_000 }).toBe(calls);
  return shown;
}

async function verify(): Promise<AnswerTo<"verify">> {
  const answer = await engine?.bridge.ask({ kind: "verify" });
  if (answer?.kind !== "verify") throw new Error(`An answer to ${answer?.kind}`);
  return answer;
}

test("logs are counted again beside the engine, which goes on reading", async () => {
  const { totals } = writeTree(bench.root, { bytes: 60_000_000, files: 40, days: 60 }, 7, Date.now());
  bench.write(callLine(1));
  const shown = await startWith(totals.calls + 1);
  await expect.poll(() => shown.watcher, { timeout: 20_000 }).toBe("watching");
  let answered = false;
  const answer = verify().finally(() => (answered = true));
  // Asked twice, it is counted once.
  const again = verify();
  bench.append(callLine(2));
  await expect.poll(() => shown.calls, { timeout: 20_000, interval: 1 }).toBe(totals.calls + 2);
  expect(answered).toBe(false);
  // As of one moment, whatever came since.
  expect(await answer).toMatchObject({ equal: true, beyond: 0 });
  expect((await answer).rows[0]?.again).toBeLessThanOrEqual(totals.calls + 2);
  expect(await again).toBe(await answer);
  expect((await verify()).rows[0]).toEqual({
    name: "calls",
    ledger: totals.calls + 2,
    again: totals.calls + 2,
  });
});

test("an answer that comes while the engine is busy is heard, though its thread has ended by then", async () => {
  bench.write(callLine(1));
  await startWith(1);
  const answer = verify();
  // Longer than the count takes: then its answer and its end wait both to be heard.
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 1_500);
  expect(await answer).toMatchObject({ equal: true, logs: 1 });
});

test("a last line that is only half there is no difference", async () => {
  bench.write(callLine(1) + callLine(2).slice(0, -40));
  await startWith(1);
  expect(await verify()).toMatchObject({ equal: true, logs: 1 });
});

test("what the logs say otherwise than the ledger is told", async () => {
  const text = callLine(1) + callLine(2);
  // Of the same length and of the same time: nothing tells the engine that it was written anew.
  const write = (lines: string) => {
    bench.write(lines);
    utimesSync(bench.log(), 1_780_000_000, 1_780_000_000);
  };
  write(text);
  await startWith(2);
  write(text.replace('"output_tokens":2', '"output_tokens":9'));
  const { equal, rows } = await verify();
  expect(equal).toBe(false);
  expect(rows.at(-1)).toEqual({ name: "output", ledger: 3, again: 10 });
});

test("an engine that ends while logs are counted again ends at once, and says so", async () => {
  bench.write(Array.from({ length: 3000 }, (_, n) => callLine(n)).join(""));
  await startWith(3000);
  const refused = expect(verify()).rejects.toThrow(/could not answer \(it was stopped\)/);
  await engine?.stop();
  engine = undefined;
  await refused;
});
