import { expect, test } from "vitest";
import { day, INVALIDATIONS, nearestDay, type InvalidationsView } from "../../renderer/invalidations-view.ts";
import { askedRange, dayBefore, weekOf, weekStart } from "../../renderer/selectors/asked-range.ts";
import { eventsByCall } from "../../renderer/selectors/event-of-call.ts";
import { causeCounts, eventKey, eventRows, passing, rowOf } from "../../renderer/selectors/event-rows.ts";
import {
  breaksPer100,
  mostPer100,
  per100,
  sortedTrend,
  tierDrift,
  weeklyRates,
} from "../../renderer/selectors/trend-series.ts";
import { parseView, viewHash } from "../../renderer/view-state.ts";
import type { CacheEvent } from "../../shared/cache/event.ts";
import type { GroupLosses, TrendRow } from "../../shared/question.ts";
import { sampleFeed } from "./sample-feed.ts";
import { sampleInvalidations } from "./sample-invalidations.ts";

const { details } = sampleFeed();
const answer = sampleInvalidations(details, {
  kind: "invalidations",
  from: undefined,
  to: undefined,
  zone: "UTC",
});
const NONE: GroupLosses = { events: 0, lost: 0, cost: 0, unpriced: 0 };

function row(key: string, calls: number, yours = 0, expected = 0): TrendRow {
  const losses = (events: number): GroupLosses => ({
    events,
    lost: events * 1000,
    cost: events,
    unpriced: 0,
  });
  return {
    key,
    calls,
    losses: { yours: losses(yours), expected: losses(expected), "not-yours": NONE, unknown: NONE },
  };
}

test("the view survives its hash, and what cannot be read is as usual", () => {
  const view: InvalidationsView = {
    ...INVALIDATIONS,
    range: "days",
    from: "2026-11-01",
    to: "2026-11-20",
    zone: "Asia/Tokyo",
    group: "not-yours",
    cause: "pinned",
    order: "costliest",
    event: "msg_1~caching-off",
  };
  expect(parseView(viewHash(view))).toEqual(view);
  expect(viewHash(INVALIDATIONS)).toBe("#/invalidations");
  const broken = "#/invalidations?range=x&zone=Nowhere/None&group=mine&order=up&from=2026-02-31";
  expect(parseView(broken)).toEqual(INVALIDATIONS);
});

test("a day is of the years that can be shown: what is typed on the way to one is none", () => {
  const typed = ["0002-08-01", "0202-08-01", "2019-12-31", "2020-01-01", "2199-12-31", "2200-01-01", ""];
  expect(typed.map(day)).toEqual([
    undefined,
    undefined,
    undefined,
    "2020-01-01",
    "2199-12-31",
    undefined,
    undefined,
  ]);
  const logged = ["1970-01-01", "2026-08-14", "9999-12-31", undefined];
  expect(logged.map(nearestDay)).toEqual(["2020-01-01", "2026-08-14", "2199-12-31", undefined]);
});

test("a range is whole days, today included; its ends may come in either order", () => {
  const ask = (part: Partial<InvalidationsView>) => askedRange({ ...INVALIDATIONS, ...part }, "2026-03-02");
  expect(ask({ range: "7d" })).toEqual({ from: "2026-02-24", to: "2026-03-02" });
  expect(ask({ range: "all" })).toEqual({ from: undefined, to: undefined });
  const swapped = ask({ range: "days", from: "2026-03-01", to: "2026-01-01" });
  expect(swapped).toEqual({ from: "2026-01-01", to: "2026-03-01" });
  expect(ask({ range: "days", from: "2026-01-05" })).toEqual({ from: "2026-01-05", to: undefined });
});

test("weeks begin on Monday, at a year's end too", () => {
  const days = ["2026-01-01", "2025-12-28", "2026-08-16", "2024-12-30", "2021-01-03"];
  expect(days.map((day) => [weekOf(day), weekStart(weekOf(day))])).toEqual([
    ["2026-W01", "2025-12-29"],
    ["2025-W52", "2025-12-22"],
    ["2026-W33", "2026-08-10"],
    ["2025-W01", "2024-12-30"],
    ["2020-W53", "2020-12-28"],
  ]);
  expect(dayBefore("2026-03-01", 1)).toBe("2026-02-28");
});

test("a run of breaks is one row that opens, newest first or as costly as all of it", () => {
  const closed = eventRows(answer.events, "newest", () => false);
  const run = closed.find(({ kind }) => kind === "incident");
  if (run?.kind !== "incident") throw new Error("The sample has a run");
  expect(run.events.length).toBe(7);
  expect(run.cost).toBeCloseTo(run.events.reduce((sum, { avoidable }) => sum + (avoidable ?? 0), 0));
  expect(closed.length).toBe(answer.events.length - 6);

  const open = eventRows(answer.events, "newest", (id) => id === run.incident);
  const place = open.findIndex(({ key }) => key === run.key);
  const inside = open.filter((one) => one.kind === "event" && one.inside);
  expect(open.slice(place + 1, place + 8)).toEqual(inside);
  expect(eventRows(answer.events, "costliest", () => false)[0]).toEqual(run);

  const [newest] = run.events;
  expect([rowOf(closed, newest), rowOf(open, newest), rowOf([], newest)]).toEqual([
    run,
    inside[0],
    undefined,
  ]);
});

test("events filter by group and cause, and every one has a key of its own", () => {
  const shown = passing(answer.events, { group: "unknown", cause: "unknown" });
  expect(shown.length).toBeGreaterThan(0);
  expect(shown.every(({ group, cause }) => group === "unknown" && cause === "unknown")).toBe(true);
  expect(new Set(answer.events.map(eventKey)).size).toBe(answer.events.length);
});

test("causes are counted within their groups, what the user can change first", () => {
  const counts = causeCounts(answer.events);
  expect(counts.reduce((sum, { events }) => sum + events, 0)).toBe(answer.eventCount);
  expect([...new Set(counts.map(({ group }) => group))]).toEqual([
    "yours",
    "not-yours",
    "unknown",
    "expected",
  ]);
});

test("of several events of one call a loss is shown before a note before a start", () => {
  const [loss] = answer.events;
  if (loss === undefined) throw new Error("The sample has losses");
  const events = (["start", "invalidation", "note"] as const).map((kind): CacheEvent => ({ ...loss, kind }));
  expect(eventsByCall(events).get(loss.callKey)?.kind).toBe("invalidation");
  expect(eventsByCall(events.filter(({ kind }) => kind !== "invalidation")).get(loss.callKey)?.kind).toBe(
    "note",
  );
});

test("a rate sums first and then divides; rebuilds on purpose are not breaks", () => {
  const week = row("2026-W33", 200, 3, 5);
  expect([breaksPer100(week), per100(week, "expected")]).toEqual([1.5, 2.5]);
  expect(breaksPer100(row("", 0))).toBeUndefined();
  expect(mostPer100([week, row("2026-W34", 10, 5)])).toBe(4);
});

test("a week without calls is a gap, and more than ninety weeks are joined", () => {
  const points = weeklyRates([row("2026-W01", 100, 1), row("2026-W03", 50, 1)]);
  expect(points.map(({ from, calls, few, yours }) => [from, calls, few, yours])).toEqual([
    ["2025-12-29", 100, false, 1],
    ["2026-01-05", 0, false, undefined],
    ["2026-01-12", 50, true, 2],
  ]);
  const long = weeklyRates([row("2020-W01", 100, 1), row("2020-W02", 300, 1), row("2026-W01", 100, 1)]);
  expect(long.length).toBeLessThanOrEqual(90);
  expect(long.reduce((sum, { calls }) => sum + calls, 0)).toBe(500);
  expect(long[0]).toMatchObject({ from: "2019-12-30", calls: 400, yours: 0.5 });
});

test("lifetimes are shares of a day, of a week beyond ninety days", () => {
  const day = (name: string, write5m: number, write1h: number) => ({
    day: name,
    write5m,
    write1h,
    writeUnknown: 0,
  });
  const few = tierDrift([day("2026-01-01", 25, 75), day("2026-01-03", 0, 0)]);
  expect(few.map(({ from, to, write1h }) => [from, to, write1h])).toEqual([
    ["2026-01-01", "2026-01-01", 0.75],
    ["2026-01-02", "2026-01-02", undefined],
    ["2026-01-03", "2026-01-03", undefined],
  ]);
  const many = tierDrift([day("2026-01-01", 25, 75), day("2026-01-02", 75, 25), day("2026-06-30", 1, 0)]);
  expect(many[0]).toMatchObject({ from: "2025-12-29", to: "2026-01-04", write1h: 0.5, write5m: 0.5 });
  expect(many.at(-1)).toMatchObject({ from: "2026-06-29", write5m: 1 });
  expect(many.length).toBe(27);
});

test("by rate, rows of few calls come last in either direction", () => {
  const rows = [row("a", 1000, 1), row("b", 5, 5), row("c", 1000, 9)];
  const keys = (descending: boolean) =>
    sortedTrend(rows, "rate", descending, (key) => key).map(({ key }) => key);
  expect([keys(true), keys(false)]).toEqual([
    ["c", "a", "b"],
    ["a", "c", "b"],
  ]);
  const versions = [row("2.1.9", 1), row("2.1.10", 1)];
  expect(sortedTrend(versions, "key", true, (key) => key)[0]?.key).toBe("2.1.10");
});

test("by dollars, rows whose losses have no known price come last in either direction", () => {
  const unpriced = {
    ...row("unknown", 10, 2),
    losses: { ...row("", 10).losses, yours: { ...NONE, events: 2, unpriced: 2 } },
  };
  const rows = [unpriced, row("dear", 10, 9), row("free", 10), row("cheap", 10, 1)];
  const keys = (descending: boolean) =>
    sortedTrend(rows, "avoidable", descending, (key) => key).map(({ key }) => key);
  expect([keys(true), keys(false)]).toEqual([
    ["dear", "cheap", "free", "unknown"],
    ["free", "cheap", "dear", "unknown"],
  ]);
});
