import { afterEach, beforeEach, expect, test } from "vitest";
import { CORPUS_ROWS, NEIGHBOURS, type CorpusRow } from "./corpus-lines.ts";
import { readInChunks } from "./read-with-chunk.ts";
import { workbench, type Workbench } from "../engine/workbench.ts";

const SMALL_CHUNKS = [1, 2, 7, 61, 4_096, 65_536, 262_144];
/** For inputs of many bytes: a system call for each of them would take minutes. */
const LARGE_CHUNKS = [1_021, 4_096, 4_099, 16_384, 65_536, 262_144, 1_000_003];

const POSITIONS = ["first", "middle", "last", "alone"] as const;
type Position = (typeof POSITIONS)[number];

let bench: Workbench;
beforeEach(() => {
  bench = workbench();
});
afterEach(() => bench.clear());

test.each(CORPUS_ROWS.map((row) => [row.row, row.name, row] as const))(
  "corpus row %i: %s, first, in the middle, last and alone",
  (_, __, row) => {
    for (const position of POSITIONS) {
      const bytes = logOf(row, position);
      const chunks = bytes.length < 20_000 ? SMALL_CHUNKS : LARGE_CHUNKS;
      for (const { chunk, reading } of readInChunks(bytes, chunks)) {
        const { calls, bytes: told, offset } = reading;
        const found = {
          calls: calls.length,
          output: calls.reduce((sum, { call }) => sum + call.figures.usage.output, 0),
          damagedRecords: told.damagedRecords,
        };
        const where = { position, chunk };
        expect({ ...where, ...found }).toEqual({ ...where, ...expected(row, position) });
        expect(offset).toBe(bytes.length);
        expect(told.counted + told.other + told.blank + told.damaged).toBe(bytes.length);
      }
      bench.write(bytes, `${position}.jsonl`);
    }
    const { totals, health } = bench.run();
    const all = POSITIONS.map((position) => expected(row, position));
    expect({
      calls: totals.calls,
      output: totals.usage.output,
      damagedRecords: health.damagedRecords,
      pending: health.pending,
    }).toEqual({
      calls: sum(all.map(({ calls }) => calls)),
      output: sum(all.map(({ output }) => output)),
      damagedRecords: sum(all.map(({ damagedRecords }) => damagedRecords)),
      pending: 0,
    });
    expect(({} as { polluted?: unknown }).polluted).toBeUndefined();
  },
);

/** The input between sound neighbours; every position with calls of its own. */
function logOf({ text }: CorpusRow, position: Position): Buffer {
  const [before = "", after = ""] = NEIGHBOURS;
  const input = Buffer.from(text);
  const parts = {
    first: [input, Buffer.from(before), Buffer.from(after)],
    middle: [Buffer.from(before), input, Buffer.from(after)],
    last: [Buffer.from(before), Buffer.from(after), input],
    alone: [input],
  }[position];
  const bytes = Buffer.concat(parts.flatMap((part) => [part, Buffer.from("\n")]));
  const own = bytes
    .toString("latin1")
    .replaceAll("msg_", `msg_${position}_`)
    .replaceAll("req_", `req_${position}_`);
  return Buffer.from(own.replaceAll("session-base", `session-${position}`), "latin1");
}

function expected({ calls, output, damagedRecords }: CorpusRow, position: Position) {
  const neighbours = position === "alone" ? 0 : 2;
  return { calls: calls + neighbours, output: (output ?? calls * 9) + neighbours * 9, damagedRecords };
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + number, 0);
}
