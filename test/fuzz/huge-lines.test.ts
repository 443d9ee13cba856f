import { closeSync, ftruncateSync, mkdirSync, openSync, writeSync } from "node:fs";
import { dirname } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { BASE, call } from "./corpus-call.ts";
import { workbench, type Workbench } from "../engine/workbench.ts";

let bench: Workbench;
beforeEach(() => {
  bench = workbench();
});
afterEach(() => bench.clear());

const MB = 1024 * 1024;
/** What reading may add to the memory of the process, however long a line is. */
const MOST_MEMORY = 400 * MB;

/** A log of pieces; a number is that many bytes of one letter. */
function writeLog(pieces: readonly (string | number)[]): void {
  mkdirSync(dirname(bench.log()), { recursive: true });
  const fd = openSync(bench.log(), "w");
  const letters = Buffer.alloc(MB, "a");
  for (const piece of pieces) {
    if (typeof piece === "string") writeSync(fd, piece);
    else for (let left = piece; left > 0; left -= MB) writeSync(fd, letters, 0, Math.min(MB, left));
  }
  closeSync(fd);
}

const [head = "", tail = ""] = call("msg_long").split("reply text");

test("corpus row 20: a line of 16 MiB counts", () => {
  writeLog([`${BASE}\n`, head, 16 * MB, `${tail}\n`]);
  expect(bench.run()).toMatchObject({ totals: { calls: 2 }, health: { damagedRecords: 0, pending: 0 } });
});

test.each([
  [21, 256],
  [22, 600],
])(
  "corpus row %i: a line of %i MiB is told as damaged, the lines around it count, and the memory stays",
  (_, size) => {
    writeLog([`${BASE}\n`, head, size * MB, `${tail}\n`, `${call("msg_after")}\n`]);
    const before = process.memoryUsage().rss;
    const { totals, health } = bench.run();
    expect({ calls: totals.calls, damagedRecords: health.damagedRecords, pending: health.pending }).toEqual({
      calls: 2,
      damagedRecords: 1,
      pending: 0,
    });
    expect(health.damaged).toBe(size * MB + head.length + tail.length + 1);
    expect(process.memoryUsage().rss - before).toBeLessThan(MOST_MEMORY);
  },
);

test("corpus row 23: a line of 1.1 GiB without an end is pending, and the memory stays", () => {
  writeLog([`${BASE}\n`]);
  const fd = openSync(bench.log(), "r+");
  const size = Math.floor(1.1 * 1024 * MB);
  ftruncateSync(fd, size);
  closeSync(fd);
  const before = process.memoryUsage().rss;
  const { totals, health } = bench.run();
  expect({ calls: totals.calls, pending: health.pending }).toEqual({
    calls: 1,
    pending: size - BASE.length - 1,
  });
  expect(process.memoryUsage().rss - before).toBeLessThan(MOST_MEMORY);
});
