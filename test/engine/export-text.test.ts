import { Writable } from "node:stream";
import { setTimeout as sleep } from "node:timers/promises";
import { describe, expect, test } from "vitest";
import { usdText } from "../../electron/engine/export/cell-text.ts";
import type { ExportColumn, ExportRow } from "../../electron/engine/export/columns.ts";
import { writeCsv, writeJson } from "../../electron/engine/export/text-files.ts";
import { guardFormula } from "../../shared/formula-guard.ts";
import { HOSTILE, parseCsv, unguarded } from "./export-reading.ts";

// Security check S28: docs/security.md.

const COLUMNS: readonly ExportColumn[] = [
  { name: "project", kind: "text" },
  { name: "models", kind: "texts" },
  { name: "calls", kind: "count" },
  { name: "costUsd", kind: "usd" },
  { name: "at", kind: "time" },
];

/** The text that a writer makes of rows. */
async function written(write: typeof writeCsv, rows: Iterable<ExportRow>): Promise<string> {
  let text = "";
  const target = new Writable({
    decodeStrings: false,
    write: (chunk: string, _, done) => {
      text += chunk;
      done();
    },
  });
  await write({ subject: "usage", columns: COLUMNS, rows }, target, new AbortController().signal);
  return text;
}

describe("CSV", () => {
  test("holds unknown as nothing, numbers bare, times in UTC and dollars without a power of ten", async () => {
    const rows = [
      ["p, q", ["a", "b"], 12, 1, 1_767_225_600_000],
      [undefined, [], 0, -24_142_250, undefined],
    ];
    expect(await written(writeCsv, rows)).toBe(
      'project,models,calls,costUsd,at\n"p, q",a; b,12,0.000000001,2026-01-01T00:00:00.000Z\n,,0,-0.02414225,\n',
    );
  });

  test("without a row is its head", async () => {
    expect(await written(writeCsv, [])).toBe("project,models,calls,costUsd,at\n");
  });

  test("guards what a spreadsheet might run, and gives every text back to a reader", async () => {
    const text = await written(
      writeCsv,
      HOSTILE.map((name) => [name, [name], 1, 1, 1]),
    );
    const cells = parseCsv(text).slice(1);
    expect(cells.map(([name = ""]) => unguarded(name))).toEqual(HOSTILE);
    expect(cells.map(([, models = ""]) => unguarded(models))).toEqual(HOSTILE);
    // However many blanks a program drops before it looks.
    const risky = cells.filter(([name = ""]) => /^[\s\p{Cf}]*[=+\-@＝＋－＠]|^[\t\r\n]/u.test(name));
    expect(risky).toEqual([]);
  });
});

describe("JSON", () => {
  test("is one document with a line for each row, and null for what is not known", async () => {
    const rows = [
      ["=1+1", ["a"], 12, 24_142_250, 0],
      [undefined, [], 0, undefined, undefined],
    ];
    const text = await written(writeJson, rows);
    expect(JSON.parse(text)).toEqual({
      schema: 1,
      what: "usage",
      rows: [
        { project: "=1+1", models: ["a"], calls: 12, costUsd: 0.02414225, at: "1970-01-01T00:00:00.000Z" },
        { project: null, models: [], calls: 0, costUsd: null, at: null },
      ],
    });
    expect(text.trimEnd().split("\n")).toHaveLength(4);
    expect(JSON.parse(await written(writeJson, []))).toEqual({ schema: 1, what: "usage", rows: [] });
  });
});

test.each([
  ["CSV", writeCsv],
  ["JSON", writeJson],
])("%s pulls rows only as fast as they are written, a few hundred ahead", async (_, write) => {
  let pulled = 0;
  function* endless(): Generator<ExportRow> {
    for (;;) {
      pulled += 1;
      yield ["a project", [], pulled, 1, 1];
    }
  }
  const stuck = new Writable({ write: () => undefined });
  const stop = new AbortController();
  const writing = write({ subject: "usage", columns: COLUMNS, rows: endless() }, stuck, stop.signal);
  await sleep(200);
  expect(pulled).toBeGreaterThan(0);
  expect(pulled).toBeLessThan(3_000);
  stop.abort();
  await expect(writing).rejects.toThrow();
});

test("guarding adds at most one apostrophe, and dollars keep every digit", () => {
  expect(["-home-dev", "a=b", "'=x", "'plain", "", "  plain"].map(guardFormula)).toEqual([
    "'-home-dev",
    "a=b",
    "''=x",
    "'plain",
    "",
    "  plain",
  ]);
  expect([0, 1, 1_500_000_000, 123_456_789_012_345, -5].map(usdText)).toEqual([
    "0",
    "0.000000001",
    "1.5",
    "123456.789012345",
    "-0.000000005",
  ]);
});
