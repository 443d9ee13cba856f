import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { askDuckDb, csvRecords } from "../engine/export-reading.ts";
import { drawLog } from "../transcript.ts";
import { runCommand } from "./run-command.ts";

const PAUSE = `
  10:00:00  msg_1  read 0    write 60k
  10:14:59  msg_2  read 10k  write 52k
`;
const SERVER = `
  11:00:00  msg_1  read 0    write1h 60k
  11:00:40  msg_2  read 0    write1h 61k  reason none
  11:01:20  msg_3  read 61k  write1h 2k   reason none
`;
const CLEARING = `
  12:00:00  msg_1  read 0    write 90k
  12:00:40  microcompaction
  12:00:41  msg_2  read 20k  write 40k
`;
const UNCACHED = `
  13:00:00  msg_1  in 30k
  13:00:40  msg_2  in 32k
  13:01:20  msg_3  in 34k
`;
const PRICED = "claude-opus-4-6";
const UNPRICED = "claude-opus-99";

/** Each event's call, then `kind group lostUsd avoidableUsd`. */
const EXPECTED = {
  pause_msg_2: "invalidation yours 0.2875 0.2875",
  server_msg_2: "invalidation not-yours 0.57 0",
  clearing_msg_2: "expected-rebuild expected 0.23 0",
  uncached_msg_1: "note yours 0 0",
  dear_pause_msg_2: "invalidation yours unknown unknown",
  dear_server_msg_2: "invalidation not-yours unknown 0",
};

type Rows = readonly Readonly<Record<string, unknown>>[];

let home: string;
beforeAll(() => {
  home = mkdtempSync(join(tmpdir(), "prefixwatch-events-"));
  mkdirSync(join(home, "logs"));
  for (const [name, table, model] of [
    ["pause", PAUSE, PRICED],
    ["server", SERVER, PRICED],
    ["clearing", CLEARING, PRICED],
    ["uncached", UNCACHED, PRICED],
    ["dear_pause", PAUSE, UNPRICED],
    ["dear_server", SERVER, UNPRICED],
  ] as const) {
    const log = drawLog(table, { session: name, prefix: `${name}_`, model });
    writeFileSync(join(home, "logs", `${name}.jsonl`), log);
  }
});
afterAll(() => rmSync(home, { recursive: true, force: true }));

function run(...args: readonly string[]): string {
  const { code, stdout, stderr } = runCommand([
    ...args,
    `--root=${join(home, "logs")}`,
    `--data=${join(home, "data")}`,
    "--tz=UTC",
  ]);
  expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
  return stdout;
}

/** Where an export lies. */
function exported(what: "calls" | "events", format: "csv" | "json" | "parquet"): string {
  const path = join(home, `${what}-${format}`);
  run("export", `--what=${what}`, `--format=${format}`, `--out=${path}`);
  return path;
}

const rowsOf = (json: string): Rows => (JSON.parse(json) as { readonly rows: Rows }).rows;

function costs(rows: Rows): Readonly<Record<string, string>> {
  const dollars = (cell: unknown) => (cell === null || cell === "" ? "unknown" : Number(cell));
  return Object.fromEntries(
    rows.map(({ messageId, key, kind, group, lostUsd, avoidableUsd }) => [
      messageId ?? key,
      [kind, group, dollars(lostUsd), dollars(avoidableUsd)].join(" "),
    ]),
  );
}

test("an event tells its whole extra cost, and apart from it what of that was avoidable", () => {
  expect(costs(rowsOf(run("events", "--format=json")))).toEqual(EXPECTED);
  expect(costs(csvRecords(run("events", "--format=csv")))).toEqual(EXPECTED);
});

test("the export of events says the same in every format", async () => {
  expect(costs(csvRecords(readFileSync(exported("events", "csv"), "utf8")))).toEqual(EXPECTED);
  expect(costs(rowsOf(readFileSync(exported("events", "json"), "utf8")))).toEqual(EXPECTED);
  const sql = "SELECT * FROM read_parquet('events/*/*/*.parquet', hive_partitioning = false)";
  expect(costs(await askDuckDb(exported("events", "parquet"), sql))).toEqual(EXPECTED);
});

test("so does the export of calls, of the same losses", () => {
  const { uncached_msg_1: _, ...losses } = EXPECTED;
  const calls = rowsOf(readFileSync(exported("calls", "json"), "utf8"));
  expect(costs(calls.filter(({ kind }) => kind !== null))).toEqual(losses);
  const whole = calls.filter(({ kind }) => kind === null);
  expect(new Set(whole.flatMap(({ lostUsd, avoidableUsd }) => [lostUsd, avoidableUsd]))).toEqual(
    new Set([0]),
  );
});
