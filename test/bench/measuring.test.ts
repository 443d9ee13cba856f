import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { delays, shownAt, within } from "./delays.ts";
import { isMet } from "./goals.ts";
import { measure, median, type Measured } from "./measured-run.ts";
import { writeIfQuiet } from "./performance-page.ts";
import { peakOf, ratio, runRounds, wall, type Results, type RowResult } from "./rounds.ts";
import type { RowKey, ScanRow } from "./scan-rows.ts";

function rowOf(key: RowKey, differences: readonly string[] = []): ScanRow {
  const command = () => ({ program: process.execPath, args: ["-e", ""], env: {} });
  return { key, name: key, isOurs: true, command, differences: () => differences };
}

function ran(key: RowKey, wallTimes: readonly number[], peakBytes?: number): [RowKey, RowResult] {
  const runs = wallTimes.map((wallMs): Measured => ({ wallMs, cpuMs: undefined, peakBytes, stdout: "" }));
  return [key, { row: rowOf(key), runs, differences: [] }];
}

describe("a ratio", () => {
  test("is the median of the rounds', so that one slow round of both changes nothing", () => {
    const results: Results = new Map([ran("cold", [100, 900, 110]), ran("ccusage", [200, 1800, 200])]);
    expect(ratio(results, "cold", "ccusage", wall)).toBe(0.5);
  });

  test("to a row that was not run is none", () => {
    expect(ratio(new Map([ran("cold", [100])]), "cold", "ccusage", wall)).toBeUndefined();
  });
});

test("the median of an even number of figures is between the middle ones, and of none is none", () => {
  expect(median([4, 1, 3, 2])).toBe(2.5);
  expect(median([])).toBeUndefined();
});

test("the peak of memory is the largest, and unknown when one run's is", () => {
  expect(peakOf(ran("cold", [1, 2], 7)[1])).toBe(7);
  expect(peakOf(ran("cold", [1, 2])[1])).toBeUndefined();
});

test("a wrong total of any round is kept, each once", () => {
  const { results } = runRounds([rowOf("cold", ["output 1 instead of 2"])], 2, () => undefined);
  expect(results.get("cold")?.differences).toEqual(["output 1 instead of 2"]);
  expect(results.get("cold")?.runs).toHaveLength(2);
});

test("a program that fails is no row", () => {
  const fails = { program: process.execPath, args: ["-e", "process.exit(3)"], env: {} };
  expect(() => measure(fails)).toThrow("ended with 3");
});

describe("delays", () => {
  test("count what never came as lost, and later than all that came", () => {
    const found = delays([0, 10, 20, 30], [5, undefined, 21, 33]);
    expect(found).toEqual({ sorted: [1, 3, 5], lost: 1 });
    expect([within(found, 0.5), within(found, 0.75), within(found, 1)]).toEqual([3, 5, undefined]);
  });

  test("to the page end when it shows as many calls of that session", () => {
    const calls = [1, 2, 3, 4].map((count) => ({ number: count, session: "a", count }));
    const shown = [
      { at: -5, session: "a", calls: 0 },
      { at: 6, session: "b", calls: 9 },
      { at: 7, session: "a", calls: 2 },
      { at: 9, session: "a", calls: 3 },
    ];
    expect(shownAt({ calls }, shown)).toEqual([7, 7, 9, undefined]);
  });
});

test("a goal that was not measured is neither met nor missed", () => {
  const goal = { text: "", atMost: 1, unit: "times" } as const;
  expect([0.9, 1.1, undefined].map((found) => isMet({ ...goal, found }))).toEqual([true, false, undefined]);
});

test("figures go to their place on the page, and those of a busy computer nowhere", () => {
  const root = mkdtempSync(join(tmpdir(), "prefixwatch-page-"));
  const page = join(root, "docs", "performance.md");
  mkdirSync(join(root, "docs"));
  writeFileSync(join(root, "package.json"), '{"version":"9.9.9"}');
  const begun = "# Fast\n<!-- measured 1gb -->\nold\n<!-- end 1gb -->\nprose\n";
  writeFileSync(page, begun);
  writeIfQuiet(root, "1gb", "busy figures", 1.2);
  writeIfQuiet(root, "1gb", "unknown figures", undefined);
  expect(readFileSync(page, "utf8")).toBe(begun);
  writeIfQuiet(root, "1gb", "new figures", 0.1);
  const written = readFileSync(page, "utf8");
  expect(written).toMatch(
    /measured 1gb -->[^]*Prefixwatch 9\.9\.9\.\n\nnew figures\n[^]*<!-- end 1gb -->\nprose\n$/,
  );
  expect(written).not.toContain("old");
  rmSync(root, { recursive: true });
});
