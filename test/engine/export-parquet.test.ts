import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { cellText } from "../../electron/engine/export/cell-text.ts";
import type { ExportColumn, ExportRow } from "../../electron/engine/export/columns.ts";
import { openExporter, type ExportOutcome } from "../../electron/engine/export/exporter.ts";
import { ROWS_IN_GROUP, writeParquet } from "../../electron/engine/export/parquet-files.ts";
import { stageFiles } from "../../electron/engine/export/staged-files.ts";
import { drawLog } from "../transcript.ts";
import { askDuckDb } from "./export-reading.ts";
import { fillLedger } from "./export-ledger.ts";
import { workbench, type Workbench } from "./workbench.ts";

const ALL = { from: undefined, to: undefined };
const NEVER = new AbortController().signal;

let bench: Workbench;
let out: string;
beforeEach(() => {
  bench = workbench();
  out = mkdtempSync(join(tmpdir(), "prefixwatch-parquet-"));
});
afterEach(() => {
  bench.clear();
  rmSync(out, { recursive: true, force: true });
});

/** Works with an exporter of the bench's ledger. */
async function exporting<T>(
  work: (exporter: Extract<ReturnType<typeof openExporter>, { kind: "exporter" }>) => T | Promise<T>,
): Promise<T> {
  const exporter = openExporter(bench.data, [{ path: join(bench.root, "projects"), named: true }]);
  if (exporter.kind !== "exporter") throw new Error(exporter.message);
  try {
    return await work(exporter);
  } finally {
    exporter.close();
  }
}

function exportCalls(zone: string): Promise<ExportOutcome> {
  const request = { subject: "calls", range: { ...ALL, zone }, hashProjects: false } as const;
  const target = { format: "parquet", path: out, overwrite: false } as const;
  return exporting((exporter) =>
    exporter.write(request, target, { signal: NEVER, onProgress: () => undefined }),
  );
}

function files(): readonly string[] {
  return readdirSync(out, { recursive: true, encoding: "utf8" })
    .filter((name) => name.endsWith(".parquet"))
    .map((name) => name.replace(/part-[0-9a-f]{12}/, "part-machine"))
    .sort();
}

test("a month's folder is of the zone asked for, and calls without a time have one of their own", async () => {
  const undated = drawLog("10:00:00  lost  read 1k  write 1k", { session: "undated" });
  bench.write(undated.replaceAll(/"timestamp":"[^"]*"/g, '"timestamp":""'), "undated.jsonl");
  bench.write(drawLog("20:00:00  msg_1  read 1k  write 1k", { day: "2026-07-31" }));
  bench.run();
  await exportCalls("Asia/Tokyo");
  expect(files()).toEqual([
    "calls/year=2026/month=08/part-machine.parquet",
    "calls/year=__HIVE_DEFAULT_PARTITION__/month=__HIVE_DEFAULT_PARTITION__/part-machine.parquet",
  ]);
  const sql =
    "SELECT key, day, year, month FROM read_parquet('calls/*/*/*.parquet', hive_partitioning = true) ORDER BY key";
  expect(await askDuckDb(out, sql)).toEqual([
    { key: "lost", day: null, year: null, month: null },
    { key: "msg_1", day: "2026-08-01", year: "2026", month: "08" },
  ]);
});

test("columns have types that engines sum and compare, and the file tells the version of its schema", async () => {
  bench.write(drawLog("20:00:00  msg_1  read 1k  write 1k"));
  bench.run();
  await exportCalls("UTC");
  const described = await askDuckDb(out, "DESCRIBE SELECT * FROM 'calls/*/*/*.parquet'");
  const types = new Map(described.map((row) => [row["column_name"], row["column_type"]]));
  expect(Object.fromEntries(types)).toMatchObject({
    key: "VARCHAR",
    at: "TIMESTAMP WITH TIME ZONE",
    day: "DATE",
    cacheRead: "BIGINT",
    costUsd: "DECIMAL(18,9)",
    avoidableUsd: "DECIMAL(18,9)",
  });
  const meta = await askDuckDb(
    out,
    "SELECT decode(key) AS key, decode(value) AS value FROM parquet_kv_metadata('calls/*/*/*.parquet')",
  );
  expect(meta).toEqual([
    { key: "prefixwatch.schema", value: "1" },
    { key: "prefixwatch.what", value: "calls" },
  ]);
});

test("a group of rows is on disk before the next one is pulled", async () => {
  const columns: readonly ExportColumn[] = [
    { name: "day", kind: "day" },
    { name: "calls", kind: "count" },
  ];
  const sizes: number[] = [];
  const staged = stageFiles(out, false);
  const temporary: string[] = [];
  const watched = {
    ...staged,
    begin: (path: string) => {
      const name = staged.begin(path);
      temporary.push(name);
      return name;
    },
  };
  function* rows(): Generator<ExportRow> {
    for (let i = 0; i < 3 * ROWS_IN_GROUP; i += 1) {
      if (i % ROWS_IN_GROUP === 0 && temporary[0] !== undefined) sizes.push(sizeOf(temporary[0]));
      yield ["2026-08-14", (i * 2_654_435_761) % 4_294_967_296];
    }
  }
  const sizeOf = (path: string) => statSync(path).size;
  await writeParquet({ subject: "usage", columns, rows: rows(), machine: "m" }, out, watched, NEVER);
  staged.commit();
  expect(sizes).toHaveLength(2);
  expect(sizes.every((size, index) => size >= (index + 1) * ROWS_IN_GROUP * 4)).toBe(true);
});

test("a preview is the first rows of the file and tells how many there are", async () => {
  fillLedger(bench.root, bench.data, 4_000);
  for (const subject of ["usage", "calls", "sessions", "events"] as const) {
    const request = {
      subject,
      range: { from: "2026-01-02", to: undefined, zone: "UTC" },
      hashProjects: false,
    };
    const path = join(out, `${subject}.json`);
    const target = { format: "json", path, overwrite: false } as const;
    const [preview, outcome] = await exporting(async (exporter) => [
      exporter.preview(request, 3),
      await exporter.write(request, target, { signal: NEVER, onProgress: () => undefined }),
    ]);
    const { rows } = JSON.parse(readFileSync(path, "utf8")) as { rows: Record<string, unknown>[] };
    expect({ kind: "exported", rows: rows.length }).toMatchObject({
      kind: outcome.kind,
      rows: preview.rowCount,
    });
    expect(rows.length).toBeGreaterThan(3);
    const first = rows.slice(0, 3).map((row) => row[preview.columns[0]?.name ?? ""]);
    expect(preview.rows.map(([cell]) => cell)).toEqual(first);
    expect(preview.rows.every((row) => row.length === preview.columns.length)).toBe(true);
  }
  expect(cellText({ name: "x", kind: "usd" }, undefined)).toBeUndefined();
});

test.each(["csv", "json", "parquet"] as const)("%s that is cancelled leaves nothing", async (format) => {
  fillLedger(bench.root, bench.data, 12_000);
  const stop = new AbortController();
  const told: number[] = [];
  const outcome = await exporting((exporter) =>
    exporter.write(
      { subject: "calls", range: { ...ALL, zone: "UTC" }, hashProjects: false },
      { format, path: format === "parquet" ? join(out, "team") : join(out, "calls"), overwrite: false },
      {
        signal: stop.signal,
        onProgress: (done, total) => {
          told.push(done / total);
          if (done > total / 4) stop.abort();
        },
      },
    ),
  );
  expect(outcome).toEqual({ kind: "cancelled" });
  expect(readdirSync(out)).toEqual([]);
  expect(told[0]).toBe(0);
  expect(told.at(-1)).toBeLessThan(1);
});
