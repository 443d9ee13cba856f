import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";

const ROOT = join(import.meta.dirname, "..");
const read = (path: string) => readFileSync(join(ROOT, path), "utf8");

type Row = { readonly check: string; readonly where: string; readonly heldBy: string };

function rowsOf(text: string): readonly Row[] {
  return [...text.matchAll(/^\| (S\d+) +\|[^|]+\|([^|]+)\|([^|]+)\|$/gm)].map(
    ([, check = "", where = "", heldBy = ""]) => ({ check, where: where.trim(), heldBy: heldBy.trim() }),
  );
}

function filesOf({ heldBy }: Row): readonly string[] {
  return [...heldBy.matchAll(/`([^`]+\.(?:ts|yml))`/g)].map(([, path = ""]) => path);
}

/** One sentence for each row that does not say truly where its check runs. */
function rowProblems(rows: readonly Row[]): readonly string[] {
  return rows.flatMap((row) => {
    const problems: string[] = [];
    const files = filesOf(row);
    const tests = files.filter((path) => /\.(?:test|spec)\.ts$/.test(path));
    const onReleaseOnly = row.where === "Release machine only";
    if (!/^(?:(?:Node|Chromium|Fake|raw sockets|as root)(?:, |$))+$/.test(row.where) && !onReleaseOnly)
      problems.push(`${row.check} runs nowhere: ${row.where}`);
    if (tests.length === 0) problems.push(`${row.check} names no test`);
    if (onReleaseOnly && row.heldBy.length < 60) problems.push(`${row.check} gives no reason`);
    for (const path of files) {
      if (!existsSync(join(ROOT, path))) problems.push(`${row.check} names ${path}, which does not exist`);
      else if (tests.includes(path) && !new RegExp(`\\b${row.check}\\b`).test(read(path)))
        problems.push(`${path} does not mention ${row.check}`);
    }
    if (row.where.includes("Chromium") && !tests.some((path) => /\.spec\.ts$|host\/|shell\//.test(path)))
      problems.push(`${row.check} runs in no browser`);
    return problems;
  });
}

const rows = rowsOf(read("docs/security.md"));

describe("the list of security checks", () => {
  test("has every check once, in order", () => {
    expect(rows.map(({ check }) => check)).toEqual(Array.from({ length: 56 }, (_, at) => `S${at + 1}`));
  });

  test("says truly where each one runs", () => {
    expect(rowProblems(rows)).toEqual([]);
  });

  test("leaves few to a release machine", () => {
    expect(rows.filter(({ where }) => where === "Release machine only").map(({ check }) => check)).toEqual([
      "S55",
    ]);
  });
});

describe("a planted fault is found", () => {
  const [first] = rows;
  test.each([
    ["a file that is gone", { heldBy: "`test/host/gone.test.ts`" }],
    ["a file without the number", { heldBy: "`test/docs.test.ts`" }],
    ["no test", { heldBy: "by care" }],
    ["no place", { where: "Somewhere" }],
    [
      "a release machine without a reason",
      { where: "Release machine only", heldBy: "`test/host/serve.test.ts`" },
    ],
  ])("%s", (_what, change) => {
    if (first === undefined) throw new Error("The list is empty.");
    expect(rowProblems([{ ...first, ...change }])).not.toEqual([]);
  });
});
