import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { guardFormula } from "../../shared/formula-guard.ts";
import { csvRecords, HOSTILE, unguarded } from "../engine/export-reading.ts";
import { drawLog } from "../transcript.ts";
import { runCommand } from "./run-command.ts";

/** A pause that outlasted the cache. */
const BREAK = `
  10:00:00  msg_1  read 0    write 60k  out 5
  10:14:59  msg_2  read 10k  write 52k  out 5
`;

let home: string;
beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), "prefixwatch-report-"));
  mkdirSync(join(home, "logs"));
});
afterEach(() => rmSync(home, { recursive: true, force: true }));

/** A log of its own, named after what is before its messages' ids. */
function write(prefix: string, model: string, session = prefix): void {
  const text = drawLog(BREAK, { session: "SESSION", prefix, model });
  writeFileSync(
    join(home, "logs", `${prefix}.jsonl`),
    text.replaceAll('"SESSION"', () => JSON.stringify(session)),
  );
}

function run(...args: readonly string[]): string {
  const place = [`--root=${join(home, "logs")}`, `--data=${join(home, "data")}`];
  const { code, stdout, stderr } = runCommand([...args, ...place]);
  expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
  return stdout;
}

const totals = (...args: readonly string[]): object =>
  (JSON.parse(run("report", "--format=json", ...args)) as { readonly totals: object }).totals;

test("dollars lost at no known price are unknown, in every format", () => {
  write("a", "claude-opus-99");
  expect(totals()).toMatchObject({ calls: 2, costUsd: null, avoidableUsd: null });
  expect(csvRecords(run("report", "--format=csv"))).toMatchObject([{ costUsd: "", avoidableUsd: "" }]);
  expect(run("report")).toMatch(/^Total .* – +–$/m);
});

test("dollars lost at a known price are a sum of those", () => {
  write("a", "claude-opus-99");
  write("b", "claude-opus-4-6");
  expect(totals()).toMatchObject({ calls: 4, unpricedCalls: 2, avoidableUsd: 0.2875 });
});

test("a range without calls has no cost and no hit rate, and nothing to avoid", () => {
  write("a", "claude-opus-4-6");
  expect(totals("--to=2020-01-01")).toMatchObject({
    calls: 0,
    hitRate: null,
    costUsd: null,
    avoidableUsd: 0,
  });
});

test("names in CSV are guarded as in exports, and come back as they were", () => {
  HOSTILE.forEach((name, index) => write(`s${index}-`, "claude-opus-4-6", name));
  const reported = csvRecords(run("report", "--by=session", "--format=csv")).map(
    ({ session = "" }) => session,
  );
  const told = csvRecords(run("events", "--format=csv")).map(({ session = "" }) => session);
  for (const names of [reported, told]) {
    expect(new Set(names.map(unguarded))).toEqual(new Set(HOSTILE));
    expect(names.filter((name) => name !== guardFormula(unguarded(name)))).toEqual([]);
  }
});
