import { afterEach, beforeEach, expect, test } from "vitest";
import { calendarAnswer, monthsAnswer, previousRange } from "../../electron/engine/answer-months.ts";
import { catchUp } from "../../electron/engine/catch-up.ts";
import { openLedgerSession, type LedgerSession } from "../../electron/engine/ledger-session.ts";
import type { CallFilter, MonthSplit } from "../../shared/question.ts";
import { drawLog } from "../transcript.ts";
import { workbench, type Workbench } from "./workbench.ts";

const ALL: CallFilter = { project: undefined, model: undefined, lane: undefined };

let bench: Workbench;
let session: LedgerSession;
beforeEach(() => {
  bench = workbench();
  const draw = (day: string, prefix: string, table: string) =>
    drawLog(table, { day, prefix, session: `s-${prefix}` });
  bench.write(draw("2026-09-30", "a", "23:30:00  msg_1  read 1k  write 1k"), "a.jsonl");
  bench.write(
    draw("2026-10-01", "b", "10:00:00  msg_1  read 2k  write 1k\n10:01:00  msg_2  read 3k  write 1k"),
    "b.jsonl",
  );
  bench.write(
    draw("2026-10-02", "c", "10:00:00  msg_1  read 9k  write 1k  model claude-sonnet-5"),
    "../-home-dev-other/c.jsonl",
  );
  bench.write(
    drawLog("10:00:00  msg_x  read 5k", { session: "s-x" }).replaceAll(/"timestamp":"[^"]*",/g, ""),
    "x.jsonl",
  );
  const opened = openLedgerSession({ roots: [bench.root], dataDir: bench.data });
  if (opened.kind !== "ledger-session") throw new Error(JSON.stringify(opened));
  session = opened;
  catchUp(session, () => undefined);
});
afterEach(() => {
  session.close();
  bench.clear();
});

function october(zone: string, split: MonthSplit = "kind", filter: CallFilter = ALL) {
  const { db, scope } = session.answerParts;
  return monthsAnswer(db, scope, {
    from: "2026-10-01",
    to: "2026-10-31",
    zone,
    split,
    filter,
    today: undefined,
  });
}

test("a month is its own days in the zone asked for, beside the month before", () => {
  const utc = october("UTC");
  expect(utc.days.map(({ day, totals }) => [day, totals.usage.cacheRead])).toEqual([
    ["2026-10-01", 5_000],
    ["2026-10-02", 9_000],
  ]);
  expect(utc.totals).toMatchObject({ calls: 3 });
  expect(utc.previous).toMatchObject({
    from: "2026-09-01",
    to: "2026-09-30",
    totals: { calls: 1, usage: { cacheRead: 1_000 } },
  });
  // Half past eleven in London is the first of October in Berlin.
  expect(october("Europe/Berlin").days[0]).toMatchObject({ day: "2026-10-01", totals: { calls: 3 } });
});

test("calls without a time are in no month and told apart", () => {
  expect(october("UTC").undated).toMatchObject({ calls: 1, usage: { cacheRead: 5_000 } });
});

test("a split gives each day its parts, the largest first, and a filter leaves the rest out", () => {
  const byModel = october("UTC", "model");
  expect(byModel.parts.map(({ key, totals }) => [key, totals.calls])).toEqual([
    ["claude-sonnet-5", 1],
    ["claude-opus-5", 2],
  ]);
  expect(byModel.days[1]?.parts).toMatchObject([{ key: "claude-sonnet-5" }]);
  const one = october("UTC", "project", { ...ALL, project: "-home-dev-other" });
  expect(one).toMatchObject({ totals: { calls: 1 }, parts: [{ key: "-home-dev-other" }] });
  // The pickers offer everything all the same.
  expect(one.projects).toEqual(["-home-dev-other", "-home-dev-parser"]);
  expect([one.firstDay, one.lastDay]).toEqual(["2026-09-30", "2026-10-02"]);
});

test("a project that all calls have left for another is offered no longer", () => {
  const row = "10:00:00  msg_1  read 9k  write 1k  model claude-sonnet-5";
  const log = drawLog(row, { day: "2026-10-02", prefix: "c", session: "s-c" });
  // Of two copies of one call the ledger keeps the place of the first by name.
  bench.write(log, "../-home-dev-able/c.jsonl");
  catchUp(session, () => undefined);
  const { projects, parts } = october("UTC", "project");
  expect(projects).toEqual(["-home-dev-able", "-home-dev-parser"]);
  expect(parts.map(({ key }) => key)).toEqual(["-home-dev-able", "-home-dev-parser"]);
});

test.each([
  ["2026-10-01", "2026-10-31", "2026-09-01", "2026-09-30"],
  ["2026-03-01", "2026-03-31", "2026-02-01", "2026-02-28"],
  ["2026-01-01", "2026-03-31", "2025-10-01", "2025-12-31"],
  ["2024-02-01", "2024-02-29", "2024-01-01", "2024-01-31"],
  ["2026-10-05", "2026-10-11", "2026-09-28", "2026-10-04"],
  ["2026-10-31", "2026-10-31", "2026-10-30", "2026-10-30"],
])("before %s to %s comes %s to %s", (from, to, earlier, last) => {
  expect(previousRange({ from, to, zone: "UTC" })).toEqual({ from: earlier, to: last, zone: "UTC" });
});

test.each([
  ["2026-11-01", "2026-11-30", "2026-11-21", "2026-10-01", "2026-10-21"],
  ["2026-11-01", "2026-11-30", "2026-11-30", "2026-10-01", "2026-10-31"],
  ["2026-03-01", "2026-03-31", "2026-03-30", "2026-02-01", "2026-02-28"],
  ["2026-11-16", "2026-11-22", "2026-11-18", "2026-11-09", "2026-11-11"],
  ["2026-10-01", "2026-10-31", "2026-11-21", "2026-09-01", "2026-09-30"],
  ["2026-12-01", "2026-12-31", "2026-11-21", "2026-11-01", "2026-11-30"],
])("%s to %s, on %s, is compared with %s to %s", (from, to, today, earlier, asFar) => {
  expect(previousRange({ from, to, zone: "UTC" }, today)).toMatchObject({ from: earlier, to: asFar });
});

test("a calendar is the same days without anything else", () => {
  const { db, scope } = session.answerParts;
  const range = { from: "2026-09-30", to: "2026-10-01", zone: "UTC", filter: ALL };
  expect(calendarAnswer(db, scope, range).days.map(({ day, totals }) => [day, totals.calls])).toEqual([
    ["2026-09-30", 1],
    ["2026-10-01", 2],
  ]);
});

test("an open range has nothing before it", () => {
  expect(previousRange({ from: undefined, to: "2026-10-31", zone: "UTC" })).toBeUndefined();
});

test("days that were added up for another question are the same, and a new call is in its day", () => {
  const { db, scope } = session.answerParts;
  const ranges = [
    ["2026-10-02", "2026-10-31"],
    ["2026-09-01", "2026-10-01"],
    ["2026-10-01", "2026-10-01"],
    ["2026-09-01", "2026-10-31"],
  ] as const;
  const answers = () =>
    ["UTC", "Europe/Berlin", "Pacific/Auckland"].flatMap((zone) =>
      (["kind", "project"] as const).flatMap((split) =>
        [ALL, { ...ALL, project: "-home-dev-other" }].flatMap((filter) =>
          ranges.map(([from, to]) =>
            monthsAnswer(db, scope, { from, to, zone, split, filter, today: undefined }),
          ),
        ),
      ),
    );
  const kept = answers();
  expect(answers()).toEqual(kept);
  // In an open transaction nothing is kept.
  db.exec("BEGIN");
  expect(answers()).toEqual(kept);
  db.exec("ROLLBACK");
  bench.append(
    drawLog("11:00:00  msg_9  read 4k", { day: "2026-10-01", prefix: "z", session: "s-b" }),
    "b.jsonl",
  );
  catchUp(session, () => undefined);
  expect(october("UTC").days[0]).toMatchObject({ day: "2026-10-01", totals: { calls: 3 } });
});
