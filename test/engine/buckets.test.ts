import { mkdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { BUCKET_TOTALS, bucketsOf } from "../../electron/engine/bucket-schema.ts";
import { CORPUS, hasCorpus, NEEDS_CORPUS } from "../corpus.ts";
import { asLog, drawLog, drawRecords } from "../transcript.ts";
import { runOnce, workbench, type Workbench } from "./workbench.ts";

let bench: Workbench;
beforeEach(() => {
  bench = workbench();
});
afterEach(() => bench.clear());

/** Every bucket as the triggers moved it, beside the same sums made from the calls now. */
function expectInStep(data: string): void {
  const db = new DatabaseSync(join(data, "ledger.sqlite"), { readOnly: true });
  const keys = "quarter, project, model, lane, price_class";
  const sums = (source: string) =>
    db
      .prepare(
        `SELECT ${keys}, ${BUCKET_TOTALS} FROM ${source} WHERE calls <> 0 GROUP BY ${keys} ORDER BY ${keys}`,
      )
      .all();
  expect(sums("bucket")).toEqual(sums(bucketsOf("1")));
  expect(db.prepare("SELECT count(*) AS n FROM bucket WHERE calls < 0").get()).toEqual({ n: 0 });
  db.close();
}

test("buckets follow calls that grow, move to an earlier time, change their owner and gain or lose a loss", () => {
  const records = drawRecords(`
    10:00:00  msg_1  read 0    write 60k  out 5
    10:14:59  msg_2  read 10k  write 52k  out 5
    10:31:00  msg_3  read 62k  write 2k   out 5
  `);
  const log = asLog(records);
  for (const cut of [0.3, 0.55, 0.8, 1]) {
    bench.write(log.slice(0, Math.floor(log.length * cut)));
    bench.run();
    expectInStep(bench.data);
  }
  // The same calls in an agent's replay with more output, then in a file with earlier times.
  bench.write(
    log
      .replaceAll('"output_tokens":5', '"output_tokens":50')
      .replaceAll('"isSidechain":false', '"isSidechain":true'),
    "agent.jsonl",
  );
  bench.run();
  expectInStep(bench.data);
  bench.write(log.replaceAll("2026-08-14", "2026-08-13"), "earlier.jsonl");
  bench.run();
  expectInStep(bench.data);
  rmSync(bench.log("earlier.jsonl"));
  const found = bench.run();
  expectInStep(bench.data);
  expect(found.totals).toMatchObject({ calls: 3, usage: { output: 150 }, invalidations: 1 });
});

test("calls without a time are in a bucket of their own, and in the totals", () => {
  bench.write(
    drawLog("10:00:00  msg_1  read 1k  write 1k").replaceAll(/"timestamp":"[^"]*"/g, '"timestamp":"9999-99"'),
  );
  expect(bench.run().totals.calls).toBe(1);
  expectInStep(bench.data);
});

describe.skipIf(!hasCorpus)(`the corpus ${NEEDS_CORPUS}`, () => {
  test("its buckets equal the sums of its calls", () => {
    mkdirSync(bench.data, { recursive: true });
    runOnce(CORPUS, bench.data);
    expectInStep(bench.data);
  });
});
