import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, test } from "vitest";
import { TRAPS, writeTraps } from "./adversarial.ts";
import { FIRST_LINE } from "./figure-traps.ts";
import { writeTree } from "./log-tree.ts";
import { sumOf, type Sums, type Truth } from "./truth.ts";
import { walkRoots } from "../../electron/engine/discover.ts";
import { workbench, runOnce } from "../engine/workbench.ts";
import type { Totals } from "../../shared/feed.ts";

const home = mkdtempSync(join(tmpdir(), "prefixwatch-trees-"));
afterAll(() => rmSync(home, { recursive: true, force: true }));

const SMALL = { bytes: 2_000_000, files: 60, days: 90 };
const LARGER = { bytes: 12_000_000, files: 200, days: 90 };
const UNTIL = Date.UTC(2026, 10, 20);

type MadeTree = { readonly truth: Truth; readonly root: string };

function tree(name: string, seed: number, size = SMALL): MadeTree {
  const root = join(home, name);
  return { truth: writeTree(root, size, seed, UNTIL), root };
}

/** Its logs by their path below the root. */
function logsOf({ root }: MadeTree): ReadonlyMap<string, string> {
  const { files } = walkRoots([{ path: join(root, "projects"), named: true }]);
  const paths = files.map(({ path }) => path).sort();
  return new Map(paths.map((path) => [path.slice(root.length), readFileSync(path, "latin1")]));
}

test("the same seed gives the same bytes and totals, another seed others", () => {
  const [once, again, other] = [tree("once", 7), tree("again", 7), tree("other", 8)];
  expect(again.truth).toEqual(once.truth);
  expect(logsOf(again)).toEqual(logsOf(once));
  expect(logsOf(other)).not.toEqual(logsOf(once));
});

describe("trees of logs", () => {
  // Chosen so that together they hold all that the last test asks for.
  const trees = [5, 6].map((seed) => ({ seed, ...tree(`counted-${seed}`, seed, LARGER) }));

  test.each(trees)("of seed $seed are counted exactly", ({ seed, truth, root }) => {
    expect(sumsOf(runOnce(root, join(home, `data-${seed}`)).totals)).toEqual(truth.totals);
  });

  test.each(trees)("of seed $seed are as large as was wished", ({ truth }) => {
    expect(Math.abs(truth.bytes / LARGER.bytes - 1)).toBeLessThan(0.25);
    expect(truth.files).toBe(LARGER.files);
  });

  test.each([
    ["forks", /"forkedFrom"/],
    ["replays by an internal agent", /"agentId":"aside_question-/],
    ["agents in the session's own log", /"isSidechain":true,"userType":"external",.{1,200}"version":"1\.0/],
    ["Claude Code's own words", /"model":"<synthetic>"/],
    ["compactions", /"subtype":"compact_boundary"/],
    ["usage in progress lines", /"agent_progress".*"usage":\{/],
    ["the server's word on a miss", /"cache_miss_reason":\{"type"/],
    ["images", /"type":"image"/],
    ["usage in a tool's input", /"input":\{"usage":\{/],
    ["quoted log lines", /\\"usage\\":\{\\"input_tokens\\"/],
    ["a last line cut off", /[^\n]$/],
  ])("hold %s", (_, pattern) => {
    expect(trees.some((made) => [...logsOf(made).values()].some((log) => pattern.test(log)))).toBe(true);
  });
});

test("all traps in one log are counted exactly", () => {
  const root = join(home, "traps");
  const truth = writeTraps(root);
  expect(sumsOf(runOnce(root, join(home, "data-traps")).totals)).toEqual(truth.totals);
});

describe("a trap alone behind a plain call", () => {
  test.each(TRAPS)("$name", ({ bytes, counts }) => {
    const bench = workbench();
    bench.write(Buffer.concat([Buffer.from(FIRST_LINE.bytes), Buffer.from(bytes)]));
    expect(sumsOf(bench.run().totals)).toEqual(sumOf([...FIRST_LINE.counts, ...counts]));
    bench.clear();
  });
});

/** The report's totals in the words of a truth. */
function sumsOf({ calls, usage }: Totals): Sums {
  const [creation5m, creation1h] = [usage.cacheWrite5m, usage.cacheWrite1h];
  const creationUnknown = usage.cacheWriteUnknownTtl;
  return {
    calls,
    input: usage.uncachedInput,
    creation: creation5m + creation1h + creationUnknown,
    creation5m,
    creation1h,
    creationUnknown,
    read: usage.cacheRead,
    output: usage.output,
  };
}
