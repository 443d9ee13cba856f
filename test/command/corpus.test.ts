import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { CORPUS, hasCorpus, labels, NEEDS_CORPUS, truth, type TruthTotals } from "../corpus.ts";
import { runCommand } from "./run-command.ts";

type Figures = TruthTotals & { readonly hitRate: number | null };
type ReportJson = {
  readonly totals: Figures;
  readonly rows: readonly (Figures & { readonly key: string })[];
};
type EventsJson = {
  readonly rows: readonly {
    messageId: string;
    expected: number;
    read: number;
    lost: number;
    model: string;
  }[];
};

let data: string;
beforeAll(() => {
  data = mkdtempSync(join(tmpdir(), "prefixwatch-corpus-"));
});
afterAll(() => rmSync(data, { recursive: true, force: true }));

function report(root: string, ...more: readonly string[]): ReportJson {
  const { code, stdout, stderr } = runCommand([
    "report",
    "--format=json",
    `--root=${root}`,
    `--data=${data}`,
    ...more,
  ]);
  expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
  return JSON.parse(stdout) as ReportJson;
}

describe.skipIf(!hasCorpus)(`the corpus ${NEEDS_CORPUS}`, () => {
  test("adds up to the independent count, on the first start and on the second", () => {
    expect(report(CORPUS).totals).toMatchObject(truth().totals);
    expect(report(CORPUS).totals).toMatchObject(truth().totals);
  });

  test("adds up for each user, although one ledger knows them all", () => {
    for (const [user, totals] of Object.entries(truth().byUser)) {
      expect(report(join(CORPUS, user)).totals, user).toMatchObject(totals);
    }
  });

  test("adds up for each UTC month and each model", () => {
    const { byUtcMonth, byModel } = truth();
    for (const [by, groups, more] of [
      ["month", byUtcMonth, ["--tz=UTC"]],
      ["model", byModel, []],
    ] as const) {
      const { rows } = report(CORPUS, `--by=${by}`, ...more);
      expect(Object.keys(groups).sort()).toEqual(rows.map(({ key }) => key));
      for (const row of rows) expect(row, row.key).toMatchObject(groups[row.key] ?? {});
    }
  });

  test("every table fits 80 columns", () => {
    for (const by of ["month", "week", "day", "session", "project", "model", "cause"]) {
      const { stdout } = runCommand(["report", `--by=${by}`, `--root=${CORPUS}`, `--data=${data}`]);
      expect(
        stdout.split("\n").filter((line) => line.length > 80),
        by,
      ).toEqual([]);
      expect(stdout.split("\n").length).toBeGreaterThan(3);
    }
    const { stdout } = runCommand(["events", `--root=${CORPUS}`, `--data=${data}`]);
    expect(stdout.split("\n").filter((line) => line.length > 80)).toEqual([]);
    expect(stdout.split("\n").length).toBeGreaterThan(150);
  });

  test("verify agrees", () => {
    const { code, stdout } = runCommand(["verify", `--root=${CORPUS}`, `--data=${data}`]);
    expect(stdout).toContain("Equal.");
    expect(code).toBe(0);
  });

  test("every labelled miss is found with the labelled figures, and nothing else is flagged", () => {
    const { stdout } = runCommand(["events", "--format=json", `--root=${CORPUS}`, `--data=${data}`]);
    const found = (JSON.parse(stdout) as EventsJson).rows.map(({ messageId, expected, read, lost }) => ({
      messageId,
      expected,
      read,
      lost,
    }));
    const labelled = labels()
      .filter(({ officialMiss }) => officialMiss)
      .map(({ messageId, reachableRead, read }) => ({
        messageId,
        expected: reachableRead,
        read,
        lost: reachableRead - read,
      }));
    const byId = (a: { messageId: string }, b: { messageId: string }) => (a.messageId < b.messageId ? -1 : 1);
    expect([...found].sort(byId)).toEqual([...labelled].sort(byId));
  });
});
