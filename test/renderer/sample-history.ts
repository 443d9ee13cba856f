import type { Totals } from "../../shared/feed.ts";
import type {
  CallFilter,
  MonthsAnswer,
  PartTotals,
  PreviousTotals,
  Question,
} from "../../shared/question.ts";
import { addTotals, NO_TOTALS } from "../../shared/usage/totals.ts";
import { dayBefore, noonOf } from "../../renderer/selectors/asked-range.ts";
import { costOf, costWithoutCache, generator } from "./sample-calls.ts";

/** Totals of one day in one project, model and lane. */
type Portion = {
  readonly day: string;
  readonly project: string;
  readonly model: string;
  readonly lane: "main" | "sub";
  readonly totals: Totals;
};

const FIRST_DAY = "2025-10-06";
const LAST_DAY = "2026-11-21";
const DAYS = 412;
/** Weight of each in the month; the last three come and go. */
const PROJECTS = [
  ["parser-rewrite", 8],
  ["docs-site", 3],
  ["infra", 4],
  ["billing", 2],
  ["mobile-app", 3],
  ["search", 2],
  ["design-system", 1],
  ["monorepo", 5],
] as const;
const MODELS = ["claude-opus-5-5", "claude-sonnet-5-20261001", "experimental-x1"];

/** Fourteen months of somebody who works on weekdays, was away for two weeks in July, and once had a bad week. */
const PORTIONS: readonly Portion[] = Array.from({ length: DAYS }, (_, place) =>
  portionsOf(dayBefore(FIRST_DAY, -place), place),
).flat();

export function sampleMonths(question: Extract<Question, { kind: "months" }>): MonthsAnswer {
  const { from, to, split, filter, today } = question;
  const passing = PORTIONS.filter((portion) => passes(portion, filter));
  const within = passing.filter(({ day }) => isWithin(day, from, to));
  const keyOf = (portion: Portion) => (split === "kind" ? "" : portion[split]);
  return {
    days: [...Map.groupBy(within, ({ day }) => day)].map(([day, portions]) => ({
      day,
      totals: sumOf(portions),
      parts: split === "kind" ? [] : partsOf(portions, keyOf),
    })),
    totals: sumOf(within),
    parts: split === "kind" ? [] : partsOf(within, keyOf),
    previous:
      from === undefined || to === undefined ? undefined : previousOf(passing, from, to, today ?? LAST_DAY),
    undated: NO_TOTALS,
    projects: PROJECTS.map(([name]) => folder(name)),
    models: MODELS,
    firstDay: FIRST_DAY,
    lastDay: LAST_DAY,
  };
}

export function sampleCalendar(question: Extract<Question, { kind: "calendar" }>): MonthsAnswer["days"] {
  return sampleMonths({ ...question, kind: "months", split: "kind", today: undefined }).days;
}

/** The portions of one day by project, each as one or two sessions. */
export function sampleDay({ day, filter }: Extract<Question, { kind: "day" }>) {
  const portions = PORTIONS.filter((portion) => portion.day === day && passes(portion, filter));
  return [...Map.groupBy(portions, ({ project }) => project)].map(([project, some]) => ({
    session: `${project.replace("-home-ada-code-", "")}-${((noonOf(day) / 86_400_000) % 40) | 0}`,
    project,
    totals: sumOf(some),
  }));
}

function portionsOf(day: string, place: number): readonly Portion[] {
  const random = generator(place + 1);
  const weekday = new Date(noonOf(day)).getUTCDay();
  const away = day >= "2026-07-06" && day <= "2026-07-19";
  const weekend = weekday === 0 || weekday === 6;
  if (away || (weekend && random() < 0.4)) return [];
  const bad = day >= "2026-11-09" && day <= "2026-11-13";
  // Use grows over the year.
  const pace = (weekend ? 0.15 : 1) * (0.35 + place / 500) * (0.6 + 0.8 * random());
  return PROJECTS.filter((_, index) => index < 5 || random() < 0.5).flatMap(([name, weight]) => {
    const model = name === "search" && random() < 0.1 ? 2 : random() < 0.65 ? 0 : 1;
    const lanes = random() < 0.6 ? (["main", "sub"] as const) : (["main"] as const);
    return lanes.map((lane) => ({
      day,
      project: folder(name),
      model: MODELS[model] ?? "",
      lane,
      totals: totalsOf(weight * pace * (lane === "sub" ? 0.3 : 1), bad, lane, model === 2, random),
    }));
  });
}

function totalsOf(size: number, bad: boolean, lane: string, unpriced: boolean, random: () => number): Totals {
  const written = Math.round(size * 420_000 * (bad ? 2.1 : 0.8 + 0.4 * random()));
  const long = lane === "main" ? 0.5 + 0.3 * random() : 0;
  const usage = {
    uncachedInput: Math.round(size * 2_600),
    cacheRead: Math.round(size * 9_800_000 * (lane === "sub" ? 0.5 : 1)),
    cacheWrite5m: Math.round(written * (1 - long)),
    cacheWrite1h: Math.round(written * long),
    cacheWriteUnknownTtl: 0,
    output: Math.round(size * 5_400),
  };
  const breaks = random() < (bad ? 0.7 : 0.07) ? 1 + Math.floor(random() * 2) : 0;
  const lost = breaks * Math.round(60_000 + random() * 140_000);
  const lostCost = unpriced ? 0 : lost * 6e-6;
  const avoidable = random() < 0.7;
  return {
    calls: Math.max(1, Math.round(size * 92)),
    usage,
    cost: unpriced ? 0 : costOf(usage),
    costWithoutCache: unpriced ? 0 : costWithoutCache(usage),
    unpricedCalls: unpriced ? Math.max(1, Math.round(size * 92)) : 0,
    invalidations: breaks,
    expectedRebuilds: Math.floor(random() * 2),
    lost,
    lostCost,
    avoidableCost: avoidable ? lostCost : 0,
    avoidableBreaks: avoidable ? breaks : 0,
  };
}

function previousOf(portions: readonly Portion[], from: string, to: string, today: string): PreviousTotals {
  const wholeMonth =
    from.endsWith("-01") && dayBefore(to, -1).endsWith("-01") && to.startsWith(from.slice(0, 7));
  const length = Math.round((noonOf(to) - noonOf(from)) / 86_400_000) + 1;
  const last = dayBefore(from, 1);
  const start = wholeMonth ? `${last.slice(0, 7)}-01` : dayBefore(from, length);
  const come = Math.round((noonOf(today) - noonOf(from)) / 86_400_000);
  const end = today >= from && today < to ? dayBefore(start, -come) : last;
  return { from: start, to: end, totals: sumOf(portions.filter(({ day }) => isWithin(day, start, end))) };
}

function passes(portion: Portion, { project, model, lane }: CallFilter): boolean {
  return (
    (project === undefined || portion.project === project) &&
    (model === undefined || portion.model === model) &&
    (lane === undefined || portion.lane === lane)
  );
}

function isWithin(day: string, from: string | undefined, to: string | undefined): boolean {
  return (from === undefined || day >= from) && (to === undefined || day <= to);
}

function partsOf(portions: readonly Portion[], keyOf: (portion: Portion) => string): readonly PartTotals[] {
  return [...Map.groupBy(portions, keyOf)]
    .map(([key, some]) => ({ key, totals: sumOf(some) }))
    .sort((a, b) => b.totals.usage.cacheRead - a.totals.usage.cacheRead);
}

function sumOf(portions: readonly { readonly totals: Totals }[]): Totals {
  return portions.reduce((sum, { totals }) => addTotals(sum, totals), NO_TOTALS);
}

function folder(name: string): string {
  return `-home-ada-code-${name}`;
}
