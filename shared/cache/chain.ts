import { explainMiss } from "./explain.ts";
import type { CacheEvent } from "./event.ts";
import { shortfall, type Shortfall } from "./miss.ts";
import { segmentsAfter, type Segment } from "./segments.ts";
import { avoidableCost } from "../cost/cost-of.ts";
import { priceOf, type PriceTable } from "../cost/price-table.ts";
import { isAnthropicServed } from "../cost/served-by.ts";
import type { MarkKind } from "../log/entry.ts";
import type { ApiCall } from "../usage/api-call.ts";
import { promptTokens } from "../usage/token-usage.ts";
import { NANO_PER_USD, type DurationMs, type EpochMs } from "../units.ts";

/** A call as one log file shows it: where it stands, what came before it, when its request began and its answer ended. */
export type ChainCall = {
  readonly call: ApiCall;
  readonly order: number;
  readonly predecessor: string | undefined;
  readonly agent: string | undefined;
  readonly requestAt: EpochMs | undefined;
  readonly endedAt: EpochMs | undefined;
};

export type ChainMark = {
  readonly order: number;
  readonly agent: string | undefined;
  readonly at: EpochMs | undefined;
  readonly mark: MarkKind;
  readonly detail: string | undefined;
};

/** What the fold knows after one call. */
export type Step = {
  readonly chainCall: ChainCall;
  /** `undefined` on the first call of a lane, and where the invariant does not hold (third parties, server-side tools). */
  readonly shortfall: Shortfall | undefined;
  readonly gap: DurationMs | undefined;
  readonly segments: readonly Segment[];
};

export type ChainAnalysis = {
  /** In the order of the calls given. */
  readonly steps: readonly Step[];
  readonly marks: readonly ChainMark[];
  readonly events: readonly CacheEvent[];
};

/**
 * Follows the calls of one log file, given in the order of the file, along their predecessors, and finds every call that
 * read less than its predecessor left. Pure: the same calls and marks give the same events.
 */
export function analyzeChain(
  calls: readonly ChainCall[],
  marks: readonly ChainMark[],
  prices: PriceTable,
): ChainAnalysis {
  const byKey = new Map<string, Step>();
  const steps: Step[] = [];
  const events: CacheEvent[] = [];
  for (const chainCall of calls) {
    const before = chainCall.predecessor === undefined ? undefined : byKey.get(chainCall.predecessor);
    const step = nextStep(before, chainCall);
    steps.push(step);
    byKey.set(chainCall.call.key, step);
    if (before !== undefined && step.shortfall?.miss === true) {
      events.push(eventOf(before, step, step.shortfall, marksBetween(marks, before, step), prices));
    }
  }
  return { steps, marks, events };
}

function nextStep(before: Step | undefined, chainCall: ChainCall): Step {
  const { call, requestAt, endedAt } = chainCall;
  const touch = { touchedAt: requestAt, releasedAt: endedAt };
  const comparable = before !== undefined && isComparable(before.chainCall.call) && isComparable(call);
  return {
    chainCall,
    shortfall: comparable ? shortfall(before.chainCall.call.figures.usage, call.figures.usage) : undefined,
    gap: before === undefined ? undefined : gapBetween(before.chainCall, chainCall),
    segments: segmentsAfter(before?.segments ?? [], call.figures.usage, touch),
  };
}

/** Models behind third-party gateways report estimates (3.7 % exact), server-side tools add inner prompts up. */
function isComparable(call: ApiCall): boolean {
  return isAnthropicServed(call.figures.model) && call.figures.serverToolUses === 0;
}

/** Request to request. The clock steps back in real logs: never negative. */
function gapBetween(before: ChainCall, after: ChainCall): DurationMs | undefined {
  if (before.requestAt === undefined || after.requestAt === undefined) return undefined;
  return Math.max(0, after.requestAt - before.requestAt);
}

function marksBetween(marks: readonly ChainMark[], before: Step, after: Step): readonly ChainMark[] {
  const { order: from } = before.chainCall;
  const { order: to, agent } = after.chainCall;
  return marks.slice(firstAfter(marks, from), firstAfter(marks, to)).filter((mark) => mark.agent === agent);
}

function firstAfter(marks: readonly ChainMark[], order: number): number {
  let low = 0;
  let high = marks.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((marks[middle]?.order ?? Infinity) > order) high = middle;
    else low = middle + 1;
  }
  return low;
}

function eventOf(
  before: Step,
  step: Step,
  found: Shortfall,
  marks: readonly ChainMark[],
  prices: PriceTable,
): CacheEvent {
  const { call, agent } = step.chainCall;
  const { model, usage, speed, geo } = call.figures;
  const verdict = explainMiss({ before, step, shortfall: found, marks });
  const price = priceOf(prices, { model, at: call.place.at, speed, geo, promptTokens: promptTokens(usage) });
  const { expected, lost, rewritten, resent } = found;
  return {
    callKey: call.key,
    messageId: call.messageId,
    at: call.place.at,
    session: call.place.session,
    lane: call.place.lane,
    agent,
    model,
    ...verdict,
    expected,
    read: usage.cacheRead,
    lost,
    rewritten,
    resent,
    gap: step.gap,
    avoidable:
      price === undefined ? undefined : avoidableCost({ rewritten, resent, usage }, price) / NANO_PER_USD,
    serverReason: typeof call.serverReason === "object" ? call.serverReason.type : undefined,
  };
}
