import { expect, test } from "vitest";
import { tokenTicks, evenPlaces } from "../../renderer/selectors/axis-ticks.ts";
import { dragged, nudged, rangeHolding, rangeWithin } from "../../renderer/selectors/call-range.ts";
import { annotations, depthPoints, drawnPoints, rateOf } from "../../renderer/selectors/depth-series.ts";
import { happenings } from "../../renderer/selectors/happenings.ts";
import { healthIssues } from "../../renderer/selectors/health-issues.ts";
import { laneTimeline } from "../../renderer/selectors/lane-timeline.ts";
import { warmState } from "../../shared/live.ts";
import { alsoLive, shownSession } from "../../renderer/selectors/live-session.ts";
import { nearest, pointAt } from "../../renderer/selectors/nearest.ts";
import { sessionRows } from "../../renderer/selectors/session-rows.ts";
import { placeLabels } from "../../renderer/charts/annotation-layout.ts";
import { eventReason, eventSentence } from "../../renderer/wording.ts";
import { ALL_SESSIONS, type SessionColumn } from "../../renderer/view-state.ts";
import { emptyOverview, hugeFeed, SAMPLE_NOW, sampleFeed } from "./sample-feed.ts";

const { overview, details } = sampleFeed();
const main = details.find(({ id }) => id === "parser-rewrite-1");
const huge = hugeFeed().details.find(({ id }) => id === "monorepo-1");
if (main === undefined || huge === undefined) throw new Error("The sample lost its sessions");
const mainCalls = main.calls.filter(({ agent }) => agent === undefined);

test("the Live page follows the newest call, unless a session is pinned that still exists", () => {
  expect(shownSession(overview.sessions, undefined, undefined)?.id).toBe("parser-rewrite-1");
  expect(shownSession(overview.sessions, "infra-1", "parser-rewrite-1")?.id).toBe("infra-1");
  expect(shownSession(overview.sessions, "gone", "gone too")?.id).toBe("parser-rewrite-1");
  expect(shownSession([], "gone", undefined)).toBeUndefined();
});

test("sessions that run side by side do not take turns: the shown one stays until it was silent for half a minute", () => {
  const { summary } = main;
  const at = summary.lastAt ?? 0;
  const beside = (later: number) => [summary, { ...summary, id: "beside", lastAt: at + later }];
  expect(shownSession(beside(29_000), undefined, summary.id)?.id).toBe(summary.id);
  expect(shownSession(beside(30_000), undefined, summary.id)?.id).toBe("beside");
  expect(shownSession(beside(1), undefined, undefined)?.id).toBe("beside");
});

test("also live: a warm subagent of the shown session, then other sessions, newest first", () => {
  const rows = alsoLive(overview.sessions, main.summary, main, SAMPLE_NOW);
  expect(rows.map(({ name, agent }) => [name, agent])).toEqual([
    ["agent a4f09c17", "a4f09c17e2"],
    ["docs-site", undefined],
    ["infra", undefined],
  ]);
});

test("a prefix is safe, then perhaps warm, then cold", () => {
  const { warm } = main.summary;
  if (warm === undefined) throw new Error("The sample's main session is warm");
  const times = [warm.safeUntil - 1, warm.safeUntil, warm.maybeUntil - 1, warm.maybeUntil];
  expect(times.map((at) => warmState(warm, at))).toEqual(["safe", "maybe", "maybe", "cold"]);
});

test("the hit rate of some calls is of their tokens, not of the session's", () => {
  const points = depthPoints(mainCalls, main.events);
  const some = points.slice(20, 30);
  const sum = (of: "read" | "prompt") => some.reduce((tokens, point) => tokens + point[of], 0);
  expect(rateOf(some)).toBe(sum("read") / sum("prompt"));
  expect(rateOf(some)).not.toBe(rateOf(points));
  expect(rateOf([])).toBeUndefined();
});

test("few calls are drawn as they are; of many at most 600 with every event, the first and the last", () => {
  const points = depthPoints(mainCalls, main.events);
  expect(drawnPoints(points)).toBe(points);

  const many = depthPoints(huge.calls, huge.events);
  const drawn = drawnPoints(many);
  const order = drawn.map(({ index }) => index);
  expect(drawn.length).toBeLessThanOrEqual(600);
  expect(drawn.length).toBeGreaterThan(400);
  expect(drawn.filter(({ event }) => event !== undefined).length).toBe(huge.events.length);
  expect([order[0], order.at(-1)]).toEqual([0, 1999]);
  expect(order).toEqual(order.toSorted((a, b) => a - b));
});

test("the deepest prompt is among the drawn points", () => {
  const many = depthPoints(huge.calls, huge.events);
  const most = (points: typeof many) => Math.max(...points.map(({ prompt }) => prompt));
  expect(most(drawnPoints(many))).toBe(most(many));
});

test("a loss is annotated at its call with its cause and size, a rebuild with its name alone", () => {
  const notes = annotations(depthPoints(mainCalls, main.events));
  expect(notes.map(({ index, kind }) => [index, kind])).toEqual([
    [15, "loss"],
    [26, "expected"],
    [46, "loss"],
  ]);
  expect(notes[1]?.text).toBe("compacted");
  expect(notes[2]?.text).toMatch(/^Tools changed · −\d+k$/);
});

test("labels never touch, and no line runs through one", () => {
  const notes = annotations(depthPoints(huge.calls, huge.events));
  const placed = placeLabels(notes, (index) => 40 + index / 2, 40, 1040);
  expect(placed.length).toBeGreaterThan(4);
  for (const label of placed) {
    const across = placed.filter(({ x, row }) => row < label.row && x === label.x);
    expect(across).toEqual([]);
  }
  const largest = notes.toSorted((a, b) => b.weight - a.weight)[0];
  expect(placed[0]?.annotation).toBe(largest);
});

test("what happened is told newest first, a compaction once, and the start last", () => {
  const told = happenings(main).map((row) => (row.kind === "event" ? row.event.cause : row.kind));
  expect(told).toEqual(["tools-changed", "ttl-expired-5m", "compaction", "unknown", "cold-start"]);
});

test("all lanes share one time axis, and prompts are not marks", () => {
  const timeline = laneTimeline(main);
  expect(timeline?.lanes.map(({ lane }) => lane.agent)).toEqual([undefined, "a4f09c17e2", "b81d55aa03"]);
  expect(timeline?.rows.map(({ name, marks }) => [name, marks.map(({ text }) => text)])).toEqual([
    ["compaction", ["Compacted: auto"]],
    ["tools, MCP", ["MCP servers changed"]],
    ["mode", ["Plan mode changed: on", "Plan mode changed: off"]],
  ]);
  const positions = timeline?.lanes.flatMap(({ ticks }) => ticks.map(({ position }) => position)) ?? [];
  expect(Math.min(...positions)).toBe(0);
  expect(Math.max(...positions)).toBe(1);
  expect(
    laneTimeline({ ...main, calls: main.calls.map((call) => ({ ...call, at: undefined })) }),
  ).toBeUndefined();
});

test("a lane of two thousand calls is drawn with no more ticks than there are places, and all its losses", () => {
  const ticks = laneTimeline(huge)?.lanes[0]?.ticks ?? [];
  expect(ticks.length).toBeLessThanOrEqual(501);
  expect(ticks.filter(({ event }) => event !== undefined).length).toBe(
    huge.events.filter(({ kind }) => kind !== "start").length,
  );
});

test("a click on a lane means the event within reach, else the nearest call", () => {
  const ticks = laneTimeline(main)?.lanes[0]?.ticks ?? [];
  const at = ({ position }: { readonly position: number }) => position;
  const event = ticks.find((tick) => tick.event !== undefined);
  if (event === undefined) throw new Error("The sample's main lane has events");
  expect(nearest(ticks, at, event.position + 0.009, 0.01)).toBe(event);
  expect(nearest(ticks, at, 2, 0.01)).toBe(ticks.at(-1));
  expect(nearest([], at, 0.5, 0.01)).toBeUndefined();
});

test("a click on a chart selects the call in whose room it falls", () => {
  const points = depthPoints(mainCalls, main.events);
  expect([0, 0.5, 1].map((share) => pointAt(points, share, 0)?.index)).toEqual([0, 27, 54]);
  expect(pointAt(points.slice(10, 20), 0.05, 0)?.index).toBe(10);
  const many = drawnPoints(depthPoints(huge.calls, huge.events));
  expect(pointAt(many, 83 / 2000, 0.005)?.index).toBe(80);
  expect(pointAt([], 0.5, 0)).toBeUndefined();
});

test("sessions are filtered by every word, the project and the model", () => {
  const ids = (part: Partial<typeof ALL_SESSIONS>) =>
    sessionRows(overview.sessions, { ...ALL_SESSIONS, ...part });
  expect(ids({ text: "GATEWAY experimental" }).map(({ id }) => id)).toEqual(["gateway-lab-1"]);
  expect(ids({ model: "experimental-x1" }).map(({ id }) => id)).toEqual(["gateway-lab-1"]);
  expect(ids({ project: "-home-ada-code-gateway-lab" }).length).toBe(1);
  expect(ids({ text: "nothing has this" })).toEqual([]);
});

test("every column sorts both ways, and a session without the value comes last in both", () => {
  const unknown = overview.sessions.map((session, place) =>
    place === 3 ? { ...session, lastAt: undefined } : session,
  );
  for (const descending of [true, false]) {
    expect(sessionRows(unknown, { ...ALL_SESSIONS, descending }).at(-1)?.lastAt).toBeUndefined();
  }
  const costs = sessionRows(overview.sessions, { ...ALL_SESSIONS, sort: "cost" }).map(
    ({ totals }) => totals.cost,
  );
  expect(costs).toEqual(costs.toSorted((a, b) => b - a));
  for (const sort of [
    "project",
    "model",
    "calls",
    "context",
    "hit-rate",
    "tokens",
    "lost",
    "breaks",
  ] satisfies SessionColumn[]) {
    const rows = sessionRows(overview.sessions, { ...ALL_SESSIONS, sort });
    expect(new Set(rows).size).toBe(overview.sessions.length);
  }
});

test("by cost, sessions without any known price come last in either direction", () => {
  for (const descending of [true, false]) {
    const rows = sessionRows(overview.sessions, { ...ALL_SESSIONS, sort: "cost", descending });
    const priced = rows.map(({ totals }) => totals.unpricedCalls < totals.calls);
    expect(new Set(priced)).toEqual(new Set([true, false]));
    expect(priced.slice(priced.indexOf(false))).not.toContain(true);
  }
});

test("axis ticks are round and reach the largest value", () => {
  expect(tokenTicks(0, 5)).toEqual([0]);
  expect(tokenTicks(214_600, 5)).toEqual([0, 50_000, 100_000, 150_000, 200_000]);
  expect(tokenTicks(9, 5)).toEqual([0, 2, 4, 6, 8]);
  expect(evenPlaces(0, 6)).toEqual([]);
  expect(evenPlaces(55, 6)).toEqual([0, 10, 20, 30, 40, 50]);
});

test("the window of calls stays inside the lane and is never empty", () => {
  expect(rangeWithin(undefined, 55)).toEqual({ from: 0, to: 55 });
  expect(rangeWithin({ from: 50, to: 90 }, 55)).toEqual({ from: 50, to: 55 });
  expect(rangeWithin({ from: 70, to: 90 }, 55)).toEqual({ from: 0, to: 55 });
  const range = { from: 10, to: 20 };
  expect(rangeHolding(range, 15, 55)).toBe(range);
  expect(rangeHolding(range, 54, 55)).toEqual({ from: 45, to: 55 });
  expect(dragged("window", range, 12, 500, 55)).toEqual({ from: 45, to: 55 });
  expect(dragged("from", range, 10, 90, 55)).toEqual({ from: 19, to: 20 });
  expect(dragged("to", range, 20, -4, 55)).toEqual({ from: 10, to: 11 });
  expect(dragged("new", range, 30, 24.6, 55)).toEqual({ from: 25, to: 30 });
  expect(dragged("new", range, 55, 55, 55)).toEqual({ from: 54, to: 55 });
  expect(nudged("from", range, "ArrowRight", 55)).toEqual({ from: 11, to: 20 });
  expect(nudged("to", range, "End", 55)).toEqual({ from: 10, to: 55 });
  expect(nudged("to", range, "x", 55)).toBeUndefined();
});

test("nothing that was skipped is silent, and a healthy scan says nothing", () => {
  expect(healthIssues(overview.health)).toEqual([
    "1 folder missing",
    "1 unreadable",
    "3 damaged records",
    "1 model without price",
  ]);
  const { health } = emptyOverview();
  expect(healthIssues({ ...health, roots: [] })).toEqual([]);
  const notSaving = { since: 0, reason: "the disk is full", nextStep: "Free some space.", counting: true };
  expect(healthIssues({ ...health, roots: [], notSaving })).toEqual(["not saving"]);
});

test("the reason beside an event is the first evidence that is not its figures again, as a sentence", () => {
  const event = main.events.find(({ cause }) => cause === "tools-changed");
  if (event === undefined) throw new Error("The sample has a change of tools");
  const evidence = ["read 1 of 2 tokens that could have been read", "an MCP server reconnected"];
  expect(eventReason({ ...event, evidence })).toBe("An MCP server reconnected.");
  expect(eventReason({ ...event, evidence: evidence.slice(0, 1) })).toBeUndefined();
  expect(eventSentence({ ...event, lost: 0, evidence: ["caching never engaged"] })).toBe(
    "Caching never engaged.",
  );
  expect(eventSentence({ ...event, lost: 139_000, expected: 157_000, gap: 38_000, avoidable: 1.08 })).toBe(
    "139k of 157k lost after a 0:38 pause. $1.08, avoidable.",
  );
});
