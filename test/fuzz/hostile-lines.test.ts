import { expect, test, vi } from "vitest";
import { hostileLog, type Truth } from "./hostile-lines.ts";
import { readInChunks } from "./read-with-chunk.ts";
import { FULL } from "../faults/machine.ts";
import { workbench } from "../engine/workbench.ts";
import type { LogReading } from "../../electron/engine/read-log.ts";

/** Bytes that the ledger's reader takes at a time; `undefined` is its own size. */
const reader = vi.hoisted(() => ({ chunk: undefined as number | undefined }));

vi.mock("../../electron/engine/read-log.ts", async (original) => {
  const { readLog, ...others } = await original<typeof import("../../electron/engine/read-log.ts")>();
  return {
    ...others,
    readLog: (...[fd, file, offset, memory, chunk]: Parameters<typeof readLog>) =>
      readLog(fd, file, offset, memory, chunk ?? reader.chunk),
  };
});

const CHUNKS = [61, 1021, 4096, 4099, 65_536, 262_144, 1_000_003];
/** A byte at a time is a system call for each byte, so these read fewer lines. */
const TINY_CHUNKS = [1, 2, 3, 5, 7, 13, 16];
const TINY = 500;
/** `npm run test:faults` reads 50,000 lines, the ordinary suite 20,000; `PREFIXWATCH_FUZZ_SEEDS=100` a million. */
const SEEDS = Array.from(
  { length: Number(process.env["PREFIXWATCH_FUZZ_SEEDS"] ?? (FULL ? 5 : 2)) },
  (_, n) => n + 1,
);
const LINES = 10_000;

test.each(SEEDS)(
  `${LINES} hostile lines of seed %i are read as they are, in chunks of ${CHUNKS.join(", ")} bytes`,
  (seed) => {
    const { bytes, truth } = hostileLog(seed, LINES);
    for (const { chunk, reading } of readInChunks(bytes, CHUNKS)) expectTrue(reading, truth, { seed, chunk });
  },
);

test(`${TINY} hostile lines are read as they are, in chunks of ${TINY_CHUNKS.join(", ")} bytes`, () => {
  const { bytes, truth } = hostileLog(77, TINY);
  for (const { chunk, reading } of readInChunks(bytes, TINY_CHUNKS))
    expectTrue(reading, truth, { seed: 77, chunk });
});

test.each([
  [78, 4099],
  [79, 262_144],
])("4,000 hostile lines of seed %i give the ledger their true totals, appended in pieces", (seed, chunk) => {
  const { bytes, truth } = hostileLog(seed, 4_000);
  const bench = workbench();
  reader.chunk = chunk;
  bench.write("");
  for (let at = 0; at < bytes.length; at += 1_300_003) {
    bench.append(bytes.subarray(at, at + 1_300_003));
    bench.run();
  }
  const { totals, health } = bench.run();
  expect({ seed, calls: totals.calls, usage: totals.usage }).toEqual({
    seed,
    calls: truth.calls.size,
    usage: truth.usage,
  });
  expect(health).toMatchObject({ bytes: bytes.length, pending: 0, ...truth.bytes });
  bench.clear();
});

function expectTrue(
  reading: LogReading,
  truth: Truth,
  run: { readonly seed: number; readonly chunk: number },
): void {
  const found = new Map(reading.calls.map(({ call }) => [call.key, call.figures.usage]));
  // One difference at a time: a map of thousands says nothing.
  const wrong = [...truth.calls].find(
    ([id, usage]) => JSON.stringify(found.get(id)) !== JSON.stringify(usage),
  );
  expect({ ...run, wrong, found: wrong && found.get(wrong[0]) }).toEqual({
    ...run,
    wrong: undefined,
    found: undefined,
  });
  const invented = [...found.keys()].filter((key) => !truth.calls.has(key));
  expect({ ...run, invented }).toEqual({ ...run, invented: [] });
  expect({ ...run, ...reading.bytes }).toEqual({ ...run, ...truth.bytes });
}
