import type { Warmth } from "../../shared/cache/warm.ts";
import type {
  CallView,
  LaneSummary,
  MarkView,
  Overview,
  SessionDetail,
  SessionSummary,
  Totals,
} from "../../shared/feed.ts";
import { DEFAULT_SETTINGS } from "../../shared/settings.ts";
import { addUsage, NO_USAGE, promptTokens, type TokenUsage } from "../../shared/usage/token-usage.ts";
import type { CacheEvent, Ttl } from "../../shared/cache/event.ts";
import { costWithoutCache, prefixCosts, sampleLane, type SampleLane } from "./sample-calls.ts";
import { HUGE, LANES, manyLanes, MARKS, SAMPLE_NOW } from "./sample-lanes.ts";
import { TROUBLED } from "./sample-troubles.ts";

export { SAMPLE_NOW } from "./sample-lanes.ts";

export type Sample = { readonly overview: Overview; readonly details: readonly SessionDetail[] };

const HEALTH: Overview["health"] = {
  roots: [
    { path: "/home/ada/.claude/projects", state: "ok", files: 1243 },
    { path: "/home/ada/.config/claude/projects", state: "missing", files: 0 },
  ],
  files: 1243,
  filesGone: 31,
  bytes: 1_240_113_207,
  counted: 214_900_310,
  other: 1_024_101_889,
  blank: 1201,
  damaged: 1_108_204,
  damagedRecords: 3,
  pending: 1603,
  unreadable: [{ path: "/home/ada/.claude/projects/-srv-infra/0b5e.jsonl", reason: "permission denied" }],
  unknownModels: ["experimental-x1"],
  unknownShapes: [],
  watcher: "watching",
  notSaving: undefined,
  pricesCheckedOn: "2026-11-14",
};

/** The sample as it is read in full; deterministic. */
export function sampleFeed(): Sample {
  return assemble(
    [...LANES, ...TROUBLED, ...manyLanes(240)].map((plan) => ({ plan, lane: sampleLane(plan) })),
  );
}

/** One session of 2 000 calls besides the others. */
export function hugeFeed(): Sample {
  return assemble([HUGE, ...LANES].map((plan) => ({ plan, lane: sampleLane(plan) })));
}

/** Nothing found, in a folder that is missing and in one that is empty. */
export function emptyOverview(): Overview {
  return {
    totals: totalsOf([], []),
    sessions: [],
    events: [],
    scan: { phase: "watching", filesDone: 0, filesTotal: 0, bytesDone: 0, bytesTotal: 0 },
    health: {
      ...HEALTH,
      roots: [
        { path: "/home/ada/.claude/projects", state: "ok", files: 0 },
        { path: "/home/ada/.config/claude/projects", state: "missing", files: 0 },
      ],
      files: 0,
      filesGone: 0,
      bytes: 0,
      counted: 0,
      other: 0,
      blank: 0,
      damaged: 0,
      damagedRecords: 0,
      pending: 0,
      unreadable: [],
      unknownModels: [],
      unknownShapes: [],
    },
    demo: false,
    notices: [],
    settings: DEFAULT_SETTINGS,
  };
}

type Planned = { readonly plan: (typeof LANES)[number]; readonly lane: SampleLane };

function assemble(planned: readonly Planned[]): Sample {
  const sessions = Map.groupBy(planned, ({ plan }) => plan.session);
  const details = [...sessions.values()].map(detailOf);
  const events = details.flatMap((detail) => detail.events);
  const calls = details.flatMap((detail) => detail.calls);
  return {
    details,
    overview: {
      totals: totalsOf(calls, events),
      sessions: details.map(({ summary }) => summary),
      events: events.toSorted((a, b) => (b.at ?? 0) - (a.at ?? 0)).slice(0, 200),
      scan: {
        phase: "watching",
        filesDone: HEALTH.files,
        filesTotal: HEALTH.files,
        bytesDone: HEALTH.bytes,
        bytesTotal: HEALTH.bytes,
      },
      health: HEALTH,
      demo: false,
      notices: [],
      settings: DEFAULT_SETTINGS,
    },
  };
}

function detailOf(planned: readonly Planned[]): SessionDetail {
  const calls = planned.flatMap(({ lane }) => lane.calls);
  const events = planned.flatMap(({ lane }) => lane.events);
  const lanes = planned.map(laneSummary);
  const { plan } = first(planned);
  const main = calls.filter(({ agent }) => agent === undefined);
  const times = calls.flatMap(({ at }) => at ?? []);
  const project = plan.session.replace(/-\d+$/, "");
  const summary: SessionSummary = {
    id: plan.session,
    project: `-home-ada-code-${project}`,
    cwd: `/home/ada/code/${project}`,
    models: [...new Set(planned.map((one) => one.plan.model))],
    version: "2.1.329",
    effort: "high",
    firstAt: Math.min(...times),
    lastAt: Math.max(...times),
    agents: planned.length - 1,
    totals: totalsOf(calls, events),
    context: promptOf(main.at(-1)),
    contextBefore: promptOf(main.at(-2)),
    contextPeak: calls.reduce((peak, call) => Math.max(peak, promptTokens(call.usage)), 0),
    recent: sumOf(calls.toSorted((a, b) => (a.at ?? 0) - (b.at ?? 0)).slice(-8)),
    warm: lanes[0]?.warm,
    sourceGone: SAMPLE_NOW - Math.max(...times) > 25 * 86_400_000,
  };
  const marks: readonly MarkView[] = MARKS.filter(({ session }) => session === plan.session).map(
    ({ after, mark, detail }) => {
      const call = main[after];
      return { order: (call?.order ?? 0) + 2, at: (call?.at ?? 0) + 9000, agent: undefined, mark, detail };
    },
  );
  return { id: plan.session, summary, lanes, calls, events, marks };
}

function laneSummary({ plan, lane }: Planned): LaneSummary {
  const times = lane.calls.flatMap(({ at }) => at ?? []);
  return {
    agent: plan.agent,
    calls: lane.calls.length,
    usage: sumOf(lane.calls),
    firstAt: times[0],
    lastAt: times.at(-1),
    warm: plan.priced === false ? undefined : warmth(lane.calls.at(-1), plan.ttl),
  };
}

function warmth(last: CallView | undefined, ttl: Ttl): Warmth | undefined {
  if (last?.at === undefined) return undefined;
  const lifetime = ttl === "1h" ? 3_600_000 : 300_000;
  const tokens = promptTokens(last.usage);
  const { warm, cold } = prefixCosts(tokens, ttl);
  return {
    safeUntil: last.at + lifetime - 22_000,
    maybeUntil: last.at + lifetime + 15_000,
    ttl,
    ttlAssumed: false,
    tokens,
    warmCost: warm,
    coldCost: cold,
    whole: undefined,
    source: "log",
  };
}

function totalsOf(calls: readonly CallView[], events: readonly CacheEvent[]): Totals {
  const priced = calls.filter(({ cost }) => cost !== undefined);
  const losses = events.filter(({ kind }) => kind === "invalidation");
  return {
    calls: calls.length,
    usage: sumOf(calls),
    cost: priced.reduce((sum, { cost }) => sum + (cost ?? 0), 0),
    costWithoutCache: priced.reduce((sum, { usage }) => sum + costWithoutCache(usage), 0),
    unpricedCalls: calls.length - priced.length,
    invalidations: losses.length,
    expectedRebuilds: events.filter(({ kind }) => kind === "expected-rebuild").length,
    lost: losses.reduce((sum, { lost }) => sum + lost, 0),
    lostCost: losses.reduce((sum, { avoidable }) => sum + (avoidable ?? 0), 0),
    avoidableBreaks: losses.filter(({ group }) => group === "yours").length,
    avoidableCost: losses
      .filter(({ group }) => group === "yours")
      .reduce((sum, { avoidable }) => sum + (avoidable ?? 0), 0),
  };
}

function sumOf(calls: readonly { readonly usage: TokenUsage }[]): TokenUsage {
  return calls.reduce((sum, { usage }) => addUsage(sum, usage), NO_USAGE);
}

function promptOf(call: CallView | undefined): number | undefined {
  return call === undefined ? undefined : promptTokens(call.usage);
}

function first<T>(items: readonly T[]): T {
  const [item] = items;
  if (item === undefined) throw new Error("A sample session has at least one lane");
  return item;
}
