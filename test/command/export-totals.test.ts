import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { CORPUS, hasCorpus, NEEDS_CORPUS } from "../corpus.ts";
import { askDuckDb, csvRecords, HOSTILE, unguarded } from "../engine/export-reading.ts";
import { drawLog } from "../transcript.ts";
import { runCommand } from "./run-command.ts";

const TOKENS = [
  "uncachedInput",
  "cacheRead",
  "cacheWrite5m",
  "cacheWrite1h",
  "cacheWriteUnknownTtl",
  "output",
] as const;
const DOLLARS = ["costUsd", "avoidableUsd"] as const;
type Sums = { readonly [name in "calls" | (typeof TOKENS)[number] | (typeof DOLLARS)[number]]: number };
type Rows = readonly Readonly<Record<string, unknown>>[];

let home: string;
beforeAll(() => {
  home = mkdtempSync(join(tmpdir(), "prefixwatch-totals-"));
});
afterAll(() => rmSync(home, { recursive: true, force: true }));

function run(args: readonly string[]): string {
  const { code, stdout, stderr } = runCommand(args);
  expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
  return stdout;
}

/** The same rows out of the three formats. */
async function exported(
  what: string,
  place: readonly string[],
): Promise<readonly (readonly [string, Rows])[]> {
  const [csv, json, parquet] = ["csv", "json", "parquet"].map((name) => join(home, `${what}-${name}`));
  if (csv === undefined || json === undefined || parquet === undefined) throw new Error("three formats");
  for (const [format, path] of [
    ["csv", csv],
    ["json", json],
    ["parquet", parquet],
  ] as const) {
    rmSync(path, { recursive: true, force: true });
    run(["export", `--what=${what}`, `--format=${format}`, `--out=${path}`, ...place]);
  }
  const { rows } = JSON.parse(readFileSync(json, "utf8")) as { readonly rows: Rows };
  const sql = `SELECT * FROM read_parquet('${what}/*/*/*.parquet', hive_partitioning = false)`;
  return [
    ["csv", csvRecords(readFileSync(csv, "utf8"))],
    ["json", rows],
    ["parquet", await askDuckDb(parquet, sql)],
  ];
}

type Losses = { readonly lost: number; readonly lostUsd: number; readonly avoidableUsd: number };

/** What was lost in invalidations, dollars to the micro-dollar: of calls and events only the rows of that kind. */
function lossesOf(rows: Rows): Losses {
  const own = rows.filter(({ kind }) => kind === undefined || kind === "invalidation");
  const sum = (name: string) => own.reduce((all, row) => all + Number(row[name] ?? 0), 0);
  const micro = (name: string) => Math.round(sum(name) * 1e6) / 1e6;
  return { lost: sum("lost"), lostUsd: micro("lostUsd"), avoidableUsd: micro("avoidableUsd") };
}

/** Sums of rows, dollars to the micro-dollar. A call is a row, or as many as `calls` says. */
function sumsOf(rows: Rows): Sums {
  const sum = (name: string) => rows.reduce((all, row) => all + Number(row[name] ?? 0), 0);
  const micro = (name: string) => Math.round(sum(name) * 1e6) / 1e6;
  return Object.fromEntries([
    ["calls", rows[0]?.["calls"] === undefined ? rows.length : sum("calls")],
    ...TOKENS.map((name) => [name, sum(name)]),
    ...DOLLARS.map((name) => [name, micro(name)]),
  ]) as Sums;
}

/** What the report says of the same range. */
function reported(place: readonly string[]): Sums {
  const { totals } = JSON.parse(run(["report", "--format=json", ...place])) as { readonly totals: Sums };
  return Object.fromEntries(
    (["calls", ...TOKENS, ...DOLLARS] as const).map((name) => [name, totals[name]]),
  ) as Sums;
}

const RANGES: readonly (readonly string[])[] = [
  [],
  ["--tz=Asia/Kolkata", "--from=2026-05-03", "--to=2026-07-19"],
  ["--tz=America/Los_Angeles", "--to=2026-05-31"],
];

describe.skipIf(!hasCorpus)(`the corpus ${NEEDS_CORPUS}`, () => {
  const place = () => [`--root=${CORPUS}`, `--data=${join(home, "corpus")}`];

  test.each(["usage", "calls", "sessions"])(
    "%s adds up to the report, to the token and micro-dollar",
    async (what) => {
      let lost = 0;
      for (const range of RANGES) {
        const asked = [...place(), ...range];
        const expected = reported(asked);
        expect(expected.calls).toBeGreaterThan(100);
        const { rows: events } = JSON.parse(run(["events", "--format=json", ...asked])) as {
          readonly rows: Rows;
        };
        const losses = lossesOf(events);
        lost += losses.lost;
        for (const [format, rows] of await exported(what, asked)) {
          expect(sumsOf(rows), `${format} ${range.join(" ")}`).toEqual(expected);
          expect(lossesOf(rows), `${format} ${range.join(" ")}`).toEqual(losses);
        }
      }
      expect(lost).toBeGreaterThan(1_000_000);
    },
  );

  test("events are those of the events command, with the same figures", async () => {
    const { rows: told } = JSON.parse(run(["events", "--format=json", ...place()])) as {
      readonly rows: Rows;
    };
    const order = (rows: Rows) =>
      [...rows].sort((a, b) => (String(a["messageId"]) < String(b["messageId"]) ? -1 : 1));
    for (const [format, rows] of await exported("events", place())) {
      expect(rows.length, format).toBe(told.length);
      expect(lossesOf(rows), format).toEqual(lossesOf(told));
      if (format === "json") expect(order(rows)).toMatchObject(order(told));
    }
  });

  test("losses of events add up to those of calls and usage, the avoidable part of them too", async () => {
    let [avoidable, others] = [0, 0];
    // Both with events: without a row Parquet has no file.
    for (const range of [[], ["--tz=America/Los_Angeles", "--to=2026-05-31"]]) {
      const asked = [...place(), ...range];
      const [expected, ofUsage] = await Promise.all(
        ["calls", "usage"].map(async (what) => lossesOf((await exported(what, asked))[0]?.[1] ?? [])),
      );
      if (expected === undefined) throw new Error("two exports");
      expect(ofUsage).toEqual(expected);
      avoidable += expected.avoidableUsd;
      others += expected.lostUsd - expected.avoidableUsd;
      for (const [format, rows] of await exported("events", asked)) {
        expect(lossesOf(rows), `${format} ${range.join(" ")}`).toEqual(expected);
      }
    }
    expect(avoidable).toBeGreaterThan(1);
    expect(others).toBeGreaterThan(1);
  });
});

describe("hostile names", () => {
  let place: readonly string[];
  beforeAll(() => {
    const root = join(home, "hostile");
    mkdirSync(join(root, "projects", "＝1+1"), { recursive: true });
    HOSTILE.forEach((name, index) => {
      const calls = `10:00:0${index % 10}  msg_1  read 1k  write 2k  out 3\n10:01:00  msg_2  read 3k  write 1k`;
      const text = drawLog(calls, { session: `s ${index}`, prefix: `m${index}_`, model: "MODEL" });
      writeFileSync(
        join(root, "projects", "＝1+1", `s${index}.jsonl`),
        text.replaceAll('"MODEL"', JSON.stringify(name)),
      );
    });
    place = [`--root=${root}`, `--data=${join(home, "hostile-data")}`, "--tz=UTC"];
  });

  test.each(["usage", "calls", "sessions"])(
    "come back as they were out of every format of %s",
    async (what) => {
      const [csv, json, parquet] = (await exported(what, place)).map(([, rows]) => rows);
      const column = what === "sessions" ? "models" : "model";
      const names = (rows: Rows = [], read: (cell: string) => string = (cell) => cell) =>
        new Set(rows.map((row) => read(String(row[column]))));
      expect(names(csv, unguarded)).toEqual(new Set(HOSTILE));
      expect(names(json)).toEqual(new Set(HOSTILE));
      // Not the file: DuckDB's client for Node takes a byte order mark off every text.
      expect(names(parquet)).toEqual(new Set(HOSTILE.map((name) => name.replace("\ufeff", ""))));
      expect(new Set(csv?.map(({ project }) => project))).toEqual(new Set(["'＝1+1"]));
      expect(new Set(parquet?.map(({ project }) => project))).toEqual(new Set(["＝1+1"]));
    },
  );

  test("add up like any others, and without a price their dollars are unknown, not zero", async () => {
    const expected = reported(place);
    expect(expected.calls).toBe(2 * HOSTILE.length);
    for (const what of ["usage", "calls", "sessions"]) {
      for (const [format, rows] of await exported(what, place)) {
        expect({ ...sumsOf(rows), costUsd: null }, `${what} ${format}`).toEqual({
          ...expected,
          costUsd: null,
        });
        const unknown = format === "csv" ? "" : null;
        expect(new Set(rows.map(({ costUsd }) => costUsd)), `${what} ${format}`).toEqual(new Set([unknown]));
      }
    }
  });
});
