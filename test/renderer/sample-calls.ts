import { causeGroup } from "../../shared/cache/cause-group.ts";
import type { Cause, CacheEvent, Confidence, Ttl } from "../../shared/cache/event.ts";
import type { CallView } from "../../shared/feed.ts";
import type { Lane } from "../../shared/usage/api-call.ts";
import { cacheWrite, promptTokens, type TokenUsage } from "../../shared/usage/token-usage.ts";
import type { EpochMs, Tokens, Usd } from "../../shared/units.ts";

/** What goes wrong at one call of a planned lane. */
export type Trouble = {
  readonly at: number;
  readonly cause: Cause;
  readonly confidence: Confidence;
  /** Tokens that are still read. */
  readonly keeps: Tokens;
  /** Minutes of pause before the call, instead of the usual. */
  readonly pause?: number;
  readonly serverReason?: string;
  readonly evidence: readonly string[];
  /** What only some events have. */
  readonly more?: Partial<
    Pick<CacheEvent, "also" | "ruledOut" | "ttl" | "avoidableIf1h" | "inflation" | "incident">
  >;
};

export type LanePlan = {
  readonly session: string;
  readonly agent?: string;
  readonly model: string;
  readonly priced?: boolean;
  readonly calls: number;
  readonly endsAt: EpochMs;
  /** Seconds between calls, about. */
  readonly every: number;
  readonly ttl: Ttl;
  /** Of Claude Code; the newest when left out. */
  readonly version?: string;
  readonly starts: Tokens;
  readonly grows: Tokens;
  readonly seed: number;
  readonly troubles: readonly Trouble[];
};

export type SampleLane = { readonly calls: readonly CallView[]; readonly events: readonly CacheEvent[] };

const USD = { read: 0.5e-6, write5m: 6.25e-6, write1h: 10e-6, input: 5e-6, output: 25e-6 } as const;

/** The calls of a plan, each reading what the one before left in the cache, but for the troubles. */
export function sampleLane(plan: LanePlan): SampleLane {
  const random = generator(plan.seed);
  const gaps = Array.from({ length: plan.calls }, (_, place) => {
    const pause = plan.troubles.find(({ at }) => at === place)?.pause;
    return pause === undefined ? Math.round(plan.every * 1000 * (0.4 + 1.2 * random())) : pause * 60_000;
  });
  let at = plan.endsAt - gaps.slice(1).reduce((sum, gap) => sum + gap, 0);
  let cached = Math.round(plan.starts * 0.82);
  let prompt = plan.starts;
  const calls: CallView[] = [];
  const events: CacheEvent[] = [];
  for (let place = 0; place < plan.calls; place += 1) {
    const trouble = plan.troubles.find((one) => one.at === place);
    if (place > 0) {
      at += gaps[place] ?? 0;
      prompt = trouble?.cause === "compaction" ? trouble.keeps + 13_000 : prompt + grown(plan.grows, random);
    }
    const expected = place === 0 ? undefined : Math.min(cached, prompt);
    const read = trouble === undefined ? Math.min(cached, prompt) : Math.min(trouble.keeps, cached);
    const uncachedInput =
      3 + Math.floor(random() * 9) + (place % 17 === 11 ? Math.round(plan.grows * 0.6) : 0);
    const wrote = Math.max(0, prompt - read - uncachedInput);
    const usage = usageOf(plan.ttl, read, wrote, uncachedInput, 120 + Math.floor(random() * 1900));
    const gap = place === 0 ? undefined : gaps[place];
    const key = `${plan.session}/${plan.agent ?? "main"}/${place}`;
    const lane: Lane = plan.agent === undefined ? "main" : "sub";
    calls.push({
      key,
      messageId: `msg_${key}`,
      order: place * 4 + (plan.agent === undefined ? 0 : 1),
      at,
      lane,
      agent: plan.agent,
      model: plan.model,
      version: plan.version ?? "2.1.329",
      effort: "high",
      usage,
      expected,
      gap,
      cost: plan.priced === false ? undefined : costOf(usage),
      serverReason:
        trouble?.serverReason === undefined
          ? undefined
          : { type: trouble.serverReason, missedTokens: undefined },
      finished: place < plan.calls - 1,
    });
    if (place === 0) events.push(startOf(plan, { key, at, lane, gap, read, lost: 0 }));
    if (trouble !== undefined && expected !== undefined) {
      const lost = trouble.cause === "compaction" ? cached - read : expected - read;
      events.push(eventOf(plan, trouble, { key, at, lane, gap, read, lost }));
    }
    cached = read + wrote;
  }
  return { calls, events };
}

export function costOf(usage: TokenUsage): Usd {
  return (
    usage.cacheRead * USD.read +
    usage.cacheWrite5m * USD.write5m +
    usage.cacheWrite1h * USD.write1h +
    usage.uncachedInput * USD.input +
    usage.output * USD.output
  );
}

export function costWithoutCache(usage: TokenUsage): Usd {
  return promptTokens(usage) * USD.input + usage.output * USD.output;
}

/** Cost of reading a prefix, and of writing it again. */
export function prefixCosts(tokens: Tokens, ttl: Ttl): { readonly warm: Usd; readonly cold: Usd } {
  return { warm: tokens * USD.read, cold: tokens * (ttl === "1h" ? USD.write1h : USD.write5m) };
}

/** A repeatable series in [0, 1) (mulberry32). */
export function generator(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

/** What only some events have. */
const PLAIN = {
  also: [],
  avoidableIf1h: undefined,
  inflation: undefined,
  incident: undefined,
  ruledOut: [],
} as const;

type EventFacts = Pick<CacheEvent, "at" | "lane" | "gap" | "read" | "lost"> & { readonly key: string };

function eventOf(plan: LanePlan, trouble: Trouble, facts: EventFacts): CacheEvent {
  const { warm, cold } = prefixCosts(facts.lost, plan.ttl);
  return {
    ...PLAIN,
    version: plan.version ?? "2.1.329",
    group: causeGroup(trouble.cause, trouble.confidence === "certain"),
    callKey: facts.key,
    messageId: `msg_${facts.key}`,
    requestId: `req_${facts.key}`,
    at: facts.at,
    session: plan.session,
    lane: facts.lane,
    agent: plan.agent,
    model: plan.model,
    kind: trouble.cause === "compaction" ? "expected-rebuild" : "invalidation",
    cause: trouble.cause,
    confidence: trouble.confidence,
    expected: facts.read + facts.lost,
    read: facts.read,
    lost: facts.lost,
    rewritten: trouble.cause === "compaction" ? Math.min(facts.lost, 13_000) : facts.lost,
    resent: 0,
    gap: facts.gap,
    ttl: plan.ttl,
    avoidable: plan.priced === false ? undefined : trouble.cause === "compaction" ? 0.13 : cold - warm,
    serverReason: trouble.serverReason,
    evidence: trouble.evidence,
    ...trouble.more,
  };
}

function startOf(plan: LanePlan, facts: EventFacts): CacheEvent {
  const { key, at, lane, gap, read } = facts;
  const { session, agent, model } = plan;
  return {
    ...PLAIN,
    version: plan.version ?? "2.1.329",
    group: "expected",
    callKey: key,
    messageId: `msg_${key}`,
    requestId: `req_${key}`,
    at,
    session,
    lane,
    agent,
    model,
    kind: "start",
    cause: "cold-start",
    confidence: "certain",
    expected: 0,
    read,
    lost: 0,
    rewritten: 0,
    resent: 0,
    gap,
    ttl: undefined,
    avoidable: undefined,
    serverReason: undefined,
    evidence: [`${read} tokens of its head were already cached by another session`],
  };
}

function usageOf(ttl: Ttl, read: Tokens, wrote: Tokens, uncachedInput: Tokens, output: Tokens): TokenUsage {
  const usage: TokenUsage = {
    uncachedInput,
    cacheRead: read,
    cacheWrite5m: ttl === "5m" ? wrote : 0,
    cacheWrite1h: ttl === "1h" ? wrote : 0,
    cacheWriteUnknownTtl: 0,
    output,
  };
  if (cacheWrite(usage) !== wrote) throw new Error("The sample lost tokens on the way");
  return usage;
}

function grown(by: Tokens, random: () => number): Tokens {
  return Math.round(by * (0.45 + 1.1 * random()));
}
