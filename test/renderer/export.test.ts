import { exportPlace } from "../../renderer/export-place.ts";
import { describe, expect, test } from "vitest";
import { EXPORT_SOURCES } from "../../electron/engine/export/tables.ts";
import { columnText } from "../../renderer/export-columns.ts";
import type { ExportRun } from "../../renderer/export-run.ts";
import { daysNote, requestOf, type ExportForm } from "../../renderer/selectors/export-form.ts";
import { exportOutcome, exportProgress } from "../../renderer/selectors/export-outcome.ts";
import { previewCell, previewColumns, previewNote } from "../../renderer/selectors/export-preview.ts";
import { NO_FILTER, EXPORT_SUBJECTS, type ExportJob } from "../../shared/question.ts";

const FORM: ExportForm = {
  subject: "usage",
  format: "csv",
  hashProjects: false,
  filter: NO_FILTER,
  sessions: undefined,
  from: "2026-10-01",
  to: "2026-10-31",
  zone: "Europe/Lisbon",
};
const JOB: ExportJob = {
  id: 4,
  of: { subject: "calls", format: "csv" },
  state: "running",
  done: 0,
  total: 0,
  path: "/home/ada/Downloads/prefixwatch-calls-all.csv",
  rows: undefined,
  message: undefined,
};
const RUN: ExportRun = { subject: "calls", format: "csv", job: JOB, failed: undefined };

function outcome(job: Partial<ExportJob>, run: Partial<ExportRun> = {}) {
  return exportOutcome({ ...RUN, ...run, job: { ...JOB, ...job } });
}

describe("what the columns mean", () => {
  test.each(EXPORT_SUBJECTS)("is told of every column of %s, with what the engine puts in it", (subject) => {
    const { columns } = EXPORT_SOURCES[subject].table;
    const told = columns.map(({ name }) => ({ name, kind: columnText(subject, name)?.kind }));
    expect(told).toEqual(columns.map(({ name, kind }) => ({ name, kind })));
    for (const { name } of columns) {
      const means = columnText(subject, name)?.means ?? "";
      expect(means, name).toMatch(/^.{10,80}$/);
    }
  });

  test.each(["calls", "events"] as const)(
    "says of what %s lost how it adds up to the other exports",
    (what) => {
      for (const column of ["lost", "lostUsd"]) {
        expect(columnText(what, column)?.means).toContain("add up where kind is invalidation");
      }
    },
  );

  test("is the same of avoidable dollars in every export", () => {
    for (const subject of EXPORT_SUBJECTS) {
      expect(columnText(subject, "avoidableUsd")).toEqual(columnText("usage", "avoidableUsd"));
    }
  });

  test("is left open of a column that only a newer engine has", () => {
    const columns = previewColumns("usage", { columns: ["day", "moonPhase", "cacheRead"] });
    expect(columns.map(({ means, isNumber, swatch }) => [means === "", isNumber, swatch])).toEqual([
      [false, false, undefined],
      [true, false, undefined],
      [false, true, "read"],
    ]);
  });
});

describe("the request", () => {
  test("has the days in the right order, and nothing of the format", () => {
    const { format: _, ...request } = FORM;
    expect(requestOf(FORM)).toEqual(request);
    expect(requestOf({ ...FORM, from: FORM.to, to: FORM.from })).toEqual(request);
    expect(requestOf({ ...FORM, from: undefined })).toEqual({ ...request, from: undefined });
  });

  test("tells its zone, and whether calls without a time are in it", () => {
    const everything = { ...FORM, from: undefined, to: undefined, zone: "America/New_York" };
    expect(daysNote(everything)).toBe(
      "Days of America/New York; times in the file are UTC. Everything, calls without a time in the log too.",
    );
    expect(daysNote({ ...everything, to: "2026-10-31" })).toContain("are left out");
  });
});

describe("the preview", () => {
  const text = { isNumber: false };

  test("shows a cell as the file has it: guarded in CSV, bare elsewhere", () => {
    expect(previewCell("csv", text, "-home-ada")).toEqual({ text: "'-home-ada", known: true });
    expect(previewCell("json", text, "-home-ada")).toEqual({ text: "-home-ada", known: true });
    expect(previewCell("csv", { isNumber: true }, "-0.5")).toEqual({ text: "-0.5", known: true });
    expect(previewCell("csv", text, "")).toEqual({ text: "", known: true });
  });

  test("tells what is not known apart from text, also as JSON carries it", () => {
    expect(previewCell("csv", text, undefined)).toEqual({ text: "empty", known: false });
    expect(previewCell("csv", text, null)).toEqual({ text: "empty", known: false });
    expect(previewCell("parquet", text, null)).toEqual({ text: "null", known: false });
  });

  test("tells how many rows there will be", () => {
    const answer = { columns: ["a", "b"], rows: [["1", "2"]], rowCount: 1204 };
    expect(previewNote(answer, "json")).toMatch(/^1\u202F204 rows, 2 columns; the first 1 are below\. /);
    expect(previewNote({ ...answer, rowCount: 1 }, "csv")).toMatch(/^1 row, 2 columns\. /);
    expect(previewNote({ ...answer, rows: [], rowCount: 0 }, "csv")).toBe(
      "No rows: nothing of this kind happened in these days.",
    );
  });
});

describe("an export", () => {
  test("tells how far it is, by calls or by events, once it is known how many there are", () => {
    expect(exportProgress(RUN, JOB)).toBeUndefined();
    const half = { ...JOB, done: 1500, total: 3000 };
    expect(exportProgress(RUN, half)).toEqual({
      share: 0.5,
      text: "1\u202F500 of 3\u202F000 calls, 50%",
    });
    expect(exportProgress({ ...RUN, subject: "events" }, half)?.text).toContain("events");
  });

  test("tells where it is written, and where it was", () => {
    expect(exportOutcome({ ...RUN, job: undefined })).toMatchObject({ tone: "running", path: undefined });
    expect(outcome({})).toMatchObject({ tone: "running", said: "Exporting calls…", path: JOB.path });
    expect(outcome({ state: "done", rows: 1 })).toMatchObject({ said: "1 row saved to", path: JOB.path });
    expect(outcome({ state: "done", rows: 2 }, { format: "parquet" }).said).toBe(
      "2 rows saved in the folder",
    );
    // Without a row Parquet has no file.
    expect(outcome({ state: "done", rows: 0 }, { format: "parquet" })).toMatchObject({ path: undefined });
    expect(outcome({ state: "cancelled" })).toMatchObject({ tone: "ended", path: undefined });
  });

  test.each([
    ["Another export is still running.", "cancel it"],
    [
      `${JOB.path} exists already. Choose another name, or replace it with --overwrite.`,
      "takes another name",
    ],
    [`${JOB.path} cannot be written (ENOSPC: no space left on device, write).`, "Make room"],
    [`${JOB.path} cannot be written (EACCES: permission denied, open).`, "Allow Prefixwatch to write"],
    ["There is no folder /home/ada.", "Make that folder"],
    [`${JOB.path} is where the ledger is. Choose another folder.`, "--out"],
    ["The ledger is damaged. Start Prefixwatch once, which puts it aside.", "Save again"],
    [undefined, "Save again"],
  ])("that failed tells why and what to do: %s", (message, next) => {
    const told = outcome({ state: "failed", message });
    expect(told.tone).toBe("failed");
    expect(told.next).toContain(next);
    expect(told.said).not.toMatch(/--|Choose/);
  });

  test("that the engine does not know or cannot be asked about does not pass for one that ended well", () => {
    expect(outcome({ state: "unknown" }).tone).toBe("failed");
    expect(exportOutcome({ ...RUN, job: undefined, failed: "It does not answer." })).toMatchObject({
      tone: "failed",
      said: "The export did not begin. It does not answer.",
    });
    expect(outcome({}, { failed: "It does not answer." })).toMatchObject({ tone: "running" });
  });
});

test("a tab names the folder that files go to, and the desktop window says that it asks", () => {
  expect(exportPlace("http:").button).toBe("Save to Downloads");
  expect(exportPlace("app:")).toEqual({ note: "You are asked where. Nothing is sent.", button: "Save…" });
});
