import { expect, test } from "vitest";
import { filesThatDiffer, unaccounted } from "../../renderer/selectors/byte-classes.ts";
import { fileRows, pathInProject } from "../../renderer/selectors/file-rows.ts";
import { otherCounts, otherRates } from "../../renderer/selectors/other-figures.ts";
import { ledgerFigures, verdict, verifyName } from "../../renderer/selectors/verify-text.ts";
import { FILE_COLUMNS } from "../../renderer/sources-view.ts";
import { NO_TOTALS } from "../../shared/usage/totals.ts";
import { sampleSources, sampleVerify } from "./sample-sources.ts";

const { files, health, totals } = sampleSources();
const usage = {
  uncachedInput: 10,
  cacheRead: 900,
  cacheWrite5m: 40,
  cacheWrite1h: 50,
  cacheWriteUnknownTtl: 0,
  output: 7,
};

test("every byte of the sample is in one class, and a byte that is in none is noticed", () => {
  expect(unaccounted(health)).toBe(0);
  expect(unaccounted({ ...health, bytes: health.bytes + 3 })).toBe(3);
  expect(filesThatDiffer(files)).toBe(0);
  expect(filesThatDiffer(files.map((file, place) => (place === 4 ? { ...file, blank: 9 } : file)))).toBe(1);
});

test("files can be put in the order of each column, and those that still exist have no day of going", () => {
  for (const sort of FILE_COLUMNS) {
    const up = fileRows(files, { text: "", sort, descending: false });
    expect(up).toHaveLength(files.length);
    expect(new Set(up).size).toBe(files.length);
  }
  const largest = fileRows(files, { text: "", sort: "size", descending: true });
  expect(largest[0]?.size).toBe(Math.max(...files.map(({ size }) => size)));
  for (const descending of [true, false]) {
    const byGone = fileRows(files, { text: "", sort: "gone", descending });
    expect(byGone[0]?.goneAt).toBeDefined();
    expect(byGone.at(-1)?.goneAt).toBeUndefined();
  }
});

test("the filter finds a part of the path, in any case", () => {
  const rows = fileRows(files, { text: " Docs-Site ", sort: "size", descending: true });
  expect(rows.length).toBeGreaterThan(10);
  expect(new Set(rows.map(({ project }) => project))).toEqual(new Set(["-home-ada-code-docs-site"]));
});

test("a path is shown from below its project on, on either system", () => {
  const project = "-home-ada-x";
  const shown = (path: string) => pathInProject({ path, project });
  expect(shown("/home/ada/.claude/projects/-home-ada-x/ab/subagents/agent-1.jsonl")).toBe(
    "ab/subagents/agent-1.jsonl",
  );
  expect(shown(String.raw`C:\Users\ada\.claude\projects\-home-ada-x\ab.jsonl`)).toBe("ab.jsonl");
  expect(shown("/mnt/elsewhere/ab.jsonl")).toBe("/mnt/elsewhere/ab.jsonl");
});

test("the same tokens give each tool's rate, and how far it is from the hit rate", () => {
  expect(otherRates({ ...NO_TOTALS, usage }).map(({ figure, difference }) => [figure, difference])).toEqual([
    ["90.0\u202F%", ""],
    ["90.9\u202F%", "+0.9 points"],
    ["98.9\u202F%", "+8.9 points"],
    ["90 to 1", "no rate"],
    ["10 to 1", "no rate"],
  ]);
  expect(otherRates(NO_TOTALS).map(({ figure }) => figure)).toEqual(["–", "–", "–", "–", "–"]);
});

test("what is counted differently says what it does to the reader's own figures", () => {
  const all = { ...NO_TOTALS, calls: 10, usage, unpricedCalls: 2 };
  const agents = { ...NO_TOTALS, calls: 4, usage: { ...NO_TOTALS.usage, cacheRead: 250 }, cost: 1.5 };
  const effects = Object.fromEntries(otherCounts(all, agents).map(({ name, effect }) => [name, effect]));
  expect(effects).toMatchObject({
    "Subagents left out": "−40.0\u202F% calls, −25.0\u202F% prompt tokens, $1.50 less cost",
    "Writes left out of the rate": "+8.9 points on your hit rate",
    "1 h writes at the price of 5 min": "37.5\u202F% too little for 50 written tokens",
    "Unknown models priced like a relative, or at zero": "2 calls of yours would get a made-up price",
  });
  expect(otherCounts(NO_TOTALS, undefined).map(({ effect }) => effect)).toEqual([
    "tokens and cost come out two to three times as high",
    "–",
    "output comes out too low, the rest is the same",
    "–",
    "nothing: you have no writes for an hour",
    "nothing: all your models have a price",
  ]);
});

test("the verdict says whether both counts agree, and in how many figures they do not", () => {
  expect(verdict(sampleVerify(true))).toBe("Both counts agree to the token, over 1\u202F212 logs.");
  expect(verdict(sampleVerify(false))).toMatch(/^The counts differ in 3 of 7 figures, over/);
});

test("before the second count the ledger's figures stand in the same order and by the same names", () => {
  const before = ledgerFigures(totals).map(({ name }) => verifyName(name));
  expect(before).toEqual(sampleVerify(true).rows.map(({ name }) => verifyName(name)));
});
