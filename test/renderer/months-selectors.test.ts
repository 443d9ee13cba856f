import { expect, test } from "vitest";
import { historyChange } from "../../renderer/selectors/history-change.ts";
import { heatMap, heatRange } from "../../renderer/selectors/heat-map.ts";
import {
  historyPoints,
  OTHER,
  rateFloor,
  seriesOf,
  stackOf,
} from "../../renderer/selectors/history-series.ts";
import { finestUnit, stretchesOf, sumOf } from "../../renderer/selectors/history-stretches.ts";
import { daysIn, monthAfter, shownRange, stepped } from "../../renderer/selectors/months-range.ts";
import type { Totals } from "../../shared/feed.ts";
import type { MonthsAnswer } from "../../shared/question.ts";
import { changeText, pointsText } from "../../shared/format.ts";
import { NO_TOTALS } from "../../shared/usage/totals.ts";
import { promptTokens } from "../../shared/usage/token-usage.ts";
import { sampleMonths } from "./sample-history.ts";

const OWN = { month: undefined, from: undefined, to: undefined };
const ALL = { project: undefined, model: undefined, lane: undefined };

function read(tokens: number, cost = 1): Totals {
  return { ...NO_TOTALS, calls: 1, cost, usage: { ...NO_TOTALS.usage, cacheRead: tokens } };
}

function daysOf(...days: readonly (readonly [string, Totals])[]): MonthsAnswer["days"] {
  return days.map(([day, totals]) => ({ day, totals, parts: [] }));
}

function sample(from: string, to: string, split: "kind" | "project" = "kind"): MonthsAnswer {
  return sampleMonths({ kind: "months", from, to, split, zone: "UTC", today: undefined, filter: ALL });
}

test("without days of one's own the range is a whole month, by default today's", () => {
  expect(shownRange(OWN, "2026-11-21")).toEqual({ from: "2026-11-01", to: "2026-11-30", month: "2026-11" });
  expect(shownRange({ ...OWN, month: "2028-02" }, "2026-11-21").to).toBe("2028-02-29");
  expect(shownRange({ ...OWN, month: "2100-02" }, "2026-11-21").to).toBe("2100-02-28");
});

test("days of one's own are put in order, and those of a whole month are that month", () => {
  const turned = { month: undefined, from: "2026-11-03", to: "2026-10-30" };
  expect(shownRange(turned, "2026-11-21")).toEqual({
    from: "2026-10-30",
    to: "2026-11-03",
    month: undefined,
  });
  const whole = { month: undefined, from: "2026-09-01", to: "2026-09-30" };
  expect(shownRange(whole, "2026-11-21").month).toBe("2026-09");
});

test("a step leads to the next month, or as many days further, over years and the change of the clock", () => {
  const step = (month: string, by: -1 | 1) => stepped(shownRange({ ...OWN, month }, "2026-11-21"), by).month;
  expect([step("2026-12", 1), step("2026-01", -1), monthAfter("2026-01", -14)]).toEqual([
    "2027-01",
    "2025-12",
    "2024-11",
  ]);
  const week = { from: "2026-03-23", to: "2026-03-29", month: undefined };
  expect(stepped(week, 1)).toEqual({ month: undefined, from: "2026-03-30", to: "2026-04-05" });
  expect(stepped(week, -1)).toEqual({ month: undefined, from: "2026-03-16", to: "2026-03-22" });
  expect([daysIn(week), daysIn({ from: "2028-02-28", to: "2028-03-01" })]).toEqual([7, 3]);
});

test("there are never more than 90 bars: days, then weeks, then months, then years", () => {
  const to = "2026-11-21";
  const ranges = ["2026-11-21", "2026-08-24", "2026-08-23", "2025-03-09", "2020-01-01", "1999-01-01"];
  const found = ranges.map((from) => {
    const unit = finestUnit({ from, to });
    return [unit, stretchesOf([], { from, to }, unit).length];
  });
  expect(found.map(([unit]) => unit)).toEqual(["day", "day", "week", "week", "month", "year"]);
  for (const [, bars] of found) expect(bars).toBeLessThanOrEqual(90);
  expect(found[1]?.[1]).toBe(90);
});

test("weeks are cut to the range, days without calls are there without figures, and nothing is lost", () => {
  const answer = sample("2026-10-01", "2026-11-21");
  const range = { from: "2026-10-01", to: "2026-11-21" };
  const weeks = stretchesOf(answer.days, range, "week");
  expect(weeks.map(({ key, from, to }) => `${key} ${from} ${to}`)).toEqual([
    "2026-W40 2026-10-01 2026-10-04",
    "2026-W41 2026-10-05 2026-10-11",
    "2026-W42 2026-10-12 2026-10-18",
    "2026-W43 2026-10-19 2026-10-25",
    "2026-W44 2026-10-26 2026-11-01",
    "2026-W45 2026-11-02 2026-11-08",
    "2026-W46 2026-11-09 2026-11-15",
    "2026-W47 2026-11-16 2026-11-21",
  ]);
  for (const unit of ["day", "week", "month", "year"] as const) {
    const stretches = stretchesOf(answer.days, range, unit);
    const sum = sumOf(stretches.flatMap(({ totals }) => (totals === undefined ? [] : { totals })));
    expect(sum.usage).toEqual(answer.totals.usage);
    expect(sum.calls).toBe(answer.totals.calls);
  }
  const days = stretchesOf(answer.days, range, "day");
  expect(days).toHaveLength(52);
  expect(days.find(({ key }) => key === "2026-10-03")?.totals).toBeUndefined();
});

test("the six largest parts have a layer of their own, the rest is one, and a bar is as tall as its prompt", () => {
  const answer = sample("2026-10-01", "2026-10-31", "project");
  const range = { from: "2026-10-01", to: "2026-10-31" };
  const stretches = stretchesOf(answer.days, range, "week");
  const series = seriesOf("project", stretches, answer.parts, (key) => key);
  expect(series.map(({ key }) => key)).toEqual([...answer.parts.slice(0, 6).map(({ key }) => key), OTHER]);
  expect(series.at(-1)?.label).toBe("2 others");
  for (const { stack, prompt } of historyPoints("project", stretches, series)) {
    expect(stack.reduce((sum, tokens) => sum + tokens, 0)).toBe(prompt);
  }
  const seven = seriesOf("project", stretches, answer.parts.slice(0, 7), (key) => key);
  expect(seven).toHaveLength(7);
  expect(seven.map(({ key }) => key)).not.toContain(OTHER);
});

test("split by kind, a bar has the kinds that occur, and a stretch without calls has none and no rate", () => {
  const days = daysOf(["2026-10-02", read(50)]);
  const stretches = stretchesOf(days, { from: "2026-10-01", to: "2026-10-02" }, "day");
  const series = seriesOf("kind", stretches, [], (key) => key);
  expect(series.map(({ key }) => key)).toEqual(["read", "uncached"]);
  expect(historyPoints("kind", stretches, series).map(({ stack, rate }) => [stack, rate])).toEqual([
    [[0, 0], undefined],
    [[50, 0], 1],
  ]);
  expect(stackOf("kind", { totals: undefined, parts: [] }, series)).toEqual([0, 0]);
});

test("the axis of the hit rate begins at a round share below the lowest point", () => {
  const floorOf = (...days: readonly Totals[]) => {
    const named = days.map((totals, place) => [`2026-10-0${place + 1}`, totals] as const);
    const stretches = stretchesOf(daysOf(...named), { from: "2026-10-01", to: "2026-10-05" }, "day");
    return rateFloor(historyPoints("kind", stretches, []));
  };
  const rated = (rate: number): Totals => ({
    ...read(rate * 1000),
    usage: { ...NO_TOTALS.usage, cacheRead: rate * 1000, uncachedInput: (1 - rate) * 1000 },
  });
  expect([floorOf(), floorOf(rated(0.97)), floorOf(rated(0.94)), floorOf(rated(0.6), rated(0.99))]).toEqual([
    0.95, 0.95, 0.9, 0.5,
  ]);
  expect(floorOf(rated(0.2))).toBe(0);
});

test("the calendar shows the 53 weeks that end with this month, each day once, from Monday down", () => {
  const range = heatRange({ from: "2026-10-01", to: "2026-10-31" }, "2026-10-14");
  expect(range).toEqual({ from: "2025-10-27", to: "2026-10-31" });
  const { blocks } = heatMap([], range, "rate");
  expect(blocks).toHaveLength(1);
  expect(blocks[0]?.weeks).toBe(53);
  const cells = blocks[0]?.cells ?? [];
  expect(cells).toHaveLength(daysIn(range));
  expect(new Set(cells.map(({ day }) => day)).size).toBe(cells.length);
  expect(cells[0]).toMatchObject({ day: "2025-10-27", column: 0, row: 0 });
  // Both changes of the clock in Europe are Sundays: the last square of their week, and one only.
  expect(cells.filter(({ day }) => day === "2026-03-29" || day === "2026-10-25")).toMatchObject([
    { row: 6, column: 21 },
    { row: 6, column: 51 },
  ]);
  expect(cells.at(-1)).toMatchObject({ day: "2026-10-31", column: 52, row: 5 });
});

test.each([
  ["of the same year it stands still", "2026-03-01", "2026-03-31", "2025-12-01", "2026-11-30"],
  ["also under a few of its days", "2026-11-02", "2026-11-08", "2025-12-01", "2026-11-30"],
  ["it ends with days before that year", "2025-11-01", "2025-11-30", "2024-11-25", "2025-11-30"],
  ["it ends with days to come", "2026-12-01", "2026-12-31", "2025-12-29", "2026-12-31"],
])("under a month %s", (_, from, to, first, last) => {
  expect(heatRange({ from, to }, "2026-11-21")).toEqual({ from: first, to: last });
});

test("a leap year has its 366 squares, and a longer range is cut into rows of 53 weeks from the end", () => {
  const leap = heatMap([], { from: "2028-01-01", to: "2028-12-31" }, "rate");
  const cells = leap.blocks.flatMap((block) => block.cells);
  expect(cells).toHaveLength(366);
  expect(cells.find(({ day }) => day === "2028-02-29")).toMatchObject({ row: 1 });
  expect(cells[0]).toMatchObject({ day: "2028-01-01", column: 0, row: 5 });

  const long = heatMap([], heatRange({ from: "2025-10-06", to: "2026-11-21" }, "2026-11-21"), "rate");
  expect(long.blocks.map(({ weeks }) => weeks)).toEqual([6, 53]);
  const days = long.blocks.flatMap((block) => block.cells.map(({ day }) => day));
  expect(days).toEqual(days.toSorted());
  expect([days[0], days.at(-1), days.length]).toEqual(["2025-10-06", "2026-11-21", 412]);
});

test("of more than ten years the calendar shows the last ten rows of 53 weeks", () => {
  const range = heatRange({ from: "2020-01-01", to: "2199-12-31" }, "2026-11-21");
  expect(range).toEqual({ from: "2189-11-09", to: "2199-12-31" });
  expect(heatMap([], range, "rate").blocks.map(({ weeks }) => weeks)).toEqual(Array(10).fill(53));
});

test("a square's level follows its hit rate, or its share of the dearest day; without calls it has none", () => {
  const range = { from: "2026-10-05", to: "2026-10-11" };
  const days = daysOf(
    ["2026-10-05", read(100, 480)],
    ["2026-10-06", read(100, 90)],
    ["2026-10-07", { ...read(100, 0), unpricedCalls: 1 }],
  );
  const levels = (measure: "rate" | "cost") =>
    heatMap(days, range, measure).blocks.flatMap(({ cells }) => cells.map(({ level }) => level));
  expect(levels("rate").slice(0, 4)).toEqual([4, 4, 4, undefined]);
  expect(levels("cost").slice(0, 4)).toEqual([4, 0, undefined, undefined]);
  expect(heatMap(days, range, "cost").bounds).toEqual([100, 200, 300, 400]);
});

test("differences to the period before have a sign, and no share of nothing", () => {
  expect([pointsText(0.008), pointsText(-0.0124), pointsText(0.0001), pointsText(undefined)]).toEqual([
    "+0.8 points",
    "−1.2 points",
    "±0.0 points",
    "–",
  ]);
  expect([changeText(112.4, 100), changeText(0, 50), changeText(5, 0), changeText(40, 2)]).toEqual([
    "+12.4\u202F%",
    "−100.0\u202F%",
    "–",
    "+1\u202F900\u202F%",
  ]);
});

test("a period without a known price has no change of cost, and its other figures have one", () => {
  const known: Totals = { ...read(200, 4), calls: 2, avoidableCost: 1, invalidations: 1 };
  const unpriced: Totals = { ...read(300, 0), calls: 3, unpricedCalls: 3, invalidations: 2 };
  const change = (now: Totals, before: Totals) => Object.fromEntries(historyChange(now, before));
  expect(change(unpriced, known)).toEqual({
    calls: "+50.0\u202F%",
    read: "+50.0\u202F%",
    written: "–",
    output: "–",
    rate: "±0.0 points",
    cost: "–",
    avoidable: "–",
    breaks: "+100.0\u202F%",
  });
  expect(change(known, unpriced)).toMatchObject({ cost: "–", avoidable: "–" });
  const half = { ...unpriced, cost: 2, avoidableCost: 0, unpricedCalls: 1 };
  expect(change(half, known)).toMatchObject({ cost: "−50.0\u202F%", avoidable: "−100.0\u202F%" });
});

test("the sample's months add up over its projects", () => {
  const { totals, parts } = sample("2026-10-01", "2026-10-31", "project");
  const sum = parts.reduce((tokens, part) => tokens + promptTokens(part.totals.usage), 0);
  expect(sum).toBe(promptTokens(totals.usage));
});
