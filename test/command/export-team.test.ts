import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { CORPUS, hasCorpus, NEEDS_CORPUS } from "../corpus.ts";
import { askDuckDb } from "../engine/export-reading.ts";
import { runCommand } from "./run-command.ts";

const PAGE = readFileSync(join(import.meta.dirname, "..", "..", "docs", "team.md"), "utf8");

/** The queries of one engine's section, as they are printed. */
function queriesOf(engine: string): readonly string[] {
  const section = PAGE.split(/^## /m).find((part) => part.startsWith(`${engine}\n`)) ?? "";
  return [...section.matchAll(/^```sql\n(.*?)^```/gms)].map(([, sql = ""]) => sql);
}

type Report = {
  readonly totals: Readonly<Record<string, number>>;
  readonly rows: readonly (Readonly<Record<string, number>> & { readonly key: string })[];
};

test("docs/team.md has three questions for each engine", () => {
  expect(queriesOf("DuckDB")).toHaveLength(3);
  expect(queriesOf("ClickHouse")).toHaveLength(3);
  // And one that makes the tables.
  expect(queriesOf("BigQuery")).toHaveLength(4);
});

describe.skipIf(!hasCorpus)(`two people's exports in one folder ${NEEDS_CORPUS}`, () => {
  const USERS = ["user-a", "user-b"] as const;
  let home: string;
  beforeAll(() => {
    home = mkdtempSync(join(tmpdir(), "prefixwatch-team-"));
    const people = ["machine,person"];
    for (const user of USERS) {
      for (const what of ["usage", "events"]) {
        const args = [`--what=${what}`, "--format=parquet", `--out=${join(home, "team")}`];
        const { code, stdout, stderr } = runCommand(["export", ...args, ...placeOf(user)]);
        expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
        if (what === "usage") people.push(`${/as machine (\w+)/.exec(stdout)?.[1]},${user}`);
      }
    }
    writeFileSync(join(home, "team", "people.csv"), `${people.join("\n")}\n`);
  });
  afterAll(() => rmSync(home, { recursive: true, force: true }));

  function placeOf(...users: readonly string[]): readonly string[] {
    const roots = users.map((user) => `--root=${join(CORPUS, user)}`);
    return [...roots, `--data=${join(home, users.join())}`, "--tz=UTC"];
  }

  function report(users: readonly string[], by: string): Report {
    const { stdout } = runCommand(["report", "--format=json", `--by=${by}`, ...placeOf(...users)]);
    return JSON.parse(stdout) as Report;
  }

  test("each has files of their own", () => {
    const names = readdirSync(join(home, "team", "usage"), { recursive: true, encoding: "utf8" });
    const parts = names.flatMap((name) => /part-(\w+)\.parquet$/.exec(name)?.[1] ?? []);
    expect(new Set(parts).size).toBe(USERS.length);
  });

  test("month totals of each person are those of their reports", async () => {
    const rows = await askDuckDb(home, queriesOf("DuckDB")[0] ?? "");
    const expected = USERS.flatMap((user) =>
      report([user], "month").rows.map((row) => ({
        person: user,
        month: row.key,
        calls: row["calls"],
        uncachedInput: row["uncachedInput"],
        cacheRead: row["cacheRead"],
        cacheWrite:
          Number(row["cacheWrite5m"]) + Number(row["cacheWrite1h"]) + Number(row["cacheWriteUnknownTtl"]),
        output: row["output"],
        costUsd: row["costUsd"],
      })),
    );
    const numbers = rows.map(({ person, month, ...figures }) => ({
      person,
      month,
      ...Object.fromEntries(Object.entries(figures).map(([name, value]) => [name, micro(value)])),
    }));
    expect(numbers).toEqual(expected);
    expect(expected.length).toBeGreaterThan(USERS.length);
  });

  test("hit rates of projects are those of the reports", async () => {
    const rows = await askDuckDb(home, queriesOf("DuckDB")[1] ?? "");
    const expected = USERS.flatMap((user) => report([user], "project").rows).map((row) => [
      row.key,
      row["hitRate"]?.toFixed(9),
    ]);
    expect(new Map(rows.map((row) => [row["project"], Number(row["hitRate"]).toFixed(9)]))).toEqual(
      new Map(expected as [string, string][]),
    );
  });

  test("avoidable dollars by cause add up to the reports'", async () => {
    const rows = await askDuckDb(home, queriesOf("DuckDB")[2] ?? "");
    // Both at once, since a report rounds what it prints: sums of two could differ in the last digit.
    const { totals, rows: causes } = report(USERS, "cause");
    expect(totals["avoidableUsd"]).toBeGreaterThan(0);
    const sum = rows.reduce((all, { avoidableUsd }) => all + Number(avoidableUsd), 0);
    expect(micro(sum)).toBe(totals["avoidableUsd"]);
    expect(rows.length).toBeGreaterThan(2);
    for (const { cause, avoidableUsd } of rows) {
      const own = causes.find(({ key }) => key === cause)?.["avoidableUsd"];
      expect(micro(avoidableUsd), String(cause)).toBe(own);
    }
  });
});

function micro(value: unknown): number {
  return Math.round(Number(value) * 1e6) / 1e6;
}
