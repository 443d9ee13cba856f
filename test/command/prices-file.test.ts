import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { drawLog } from "../transcript.ts";
import { runCommand, type Ran } from "./run-command.ts";

let home: string;
beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), "prefixwatch-prices-"));
  mkdirSync(join(home, "logs"));
  mkdirSync(join(home, "data"));
  writeFileSync(join(home, "logs", "s.jsonl"), drawLog("10:00:00  msg_1  read 1000k  model house-model-1"));
});
afterEach(() => rmSync(home, { recursive: true, force: true }));

function report(): Ran {
  return runCommand([
    "report",
    "--format=json",
    `--root=${join(home, "logs")}`,
    `--data=${join(home, "data")}`,
  ]);
}

const ROW = {
  model: "house-model-1",
  aliases: [],
  from: "2026-01-01",
  input: 5,
  write5m: 6.25,
  write1h: 10,
  read: 0.5,
  output: 25,
  source: "our contract",
  checkedOn: "2026-11-21",
};

test("a model without a price is counted and has no cost; a price of one's own gives it one, also for what was read before", () => {
  expect(JSON.parse(report().stdout)).toMatchObject({
    totals: { calls: 1, costUsd: null, unpricedCalls: 1 },
  });
  writeFileSync(join(home, "data", "prices.json"), JSON.stringify([ROW]));
  // A million tokens read at half a dollar, and one token of output.
  expect(JSON.parse(report().stdout)).toMatchObject({
    totals: { calls: 1, costUsd: 0.500025, unpricedCalls: 0 },
  });
  rmSync(join(home, "data", "prices.json"));
  expect(JSON.parse(report().stdout)).toMatchObject({ totals: { costUsd: null } });
});

test.each([
  ["that is no JSON", "{"],
  ["with a misspelt field", JSON.stringify([{ ...ROW, reed: 1 }])],
  ["with a negative price", JSON.stringify([{ ...ROW, read: -1 }])],
])("a price file %s is left out whole, and told", (_, text) => {
  writeFileSync(join(home, "data", "prices.json"), text);
  const { code, stdout, stderr } = report();
  expect(code).toBe(0);
  expect(stderr).toContain("Your price file");
  expect(JSON.parse(stdout)).toMatchObject({ totals: { costUsd: null } });
});
