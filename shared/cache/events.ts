import { ChainFold } from "./chain-fold.ts";
import { floorsBefore, olderPrefixes, type ChainCall, type ChainMark, type Step } from "./chain.ts";
import { explainMiss } from "./explain.ts";
import type { CacheEvent } from "./event.ts";
import type { Neighbour } from "./starts.ts";
import type { Shortfall } from "./miss.ts";
import { avoidableCost } from "../cost/cost-of.ts";
import { priceOfCall, type PriceTable } from "../cost/price-table.ts";
import { cacheWrite } from "../usage/token-usage.ts";
import { exactCount } from "../format.ts";
import { NANO_PER_USD } from "../units.ts";

export type ChainAnalysis = {
  /** In the order of the calls given. */
  readonly steps: readonly Step[];
  readonly marks: readonly ChainMark[];
  readonly events: readonly CacheEvent[];
};

export type ChainFacts = {
  /** Calls of one log file in the order of the file, and what stands between them. */
  readonly calls: readonly ChainCall[];
  readonly marks: readonly ChainMark[];
  /** First calls of other lanes in the same project, for starts that raced. */
  readonly neighbours: readonly Neighbour[];
};

/**
 * Finds what happened to the cached prefix along the calls of one log file: starts, losses with their causes, and states
 * such as a cache that never engaged. Pure: the same facts give the same events.
 */
export function analyzeChain(facts: ChainFacts, prices: PriceTable): ChainAnalysis {
  return new ChainFold(prices).fold(facts, 0);
}

/** The call before already had a successor: the conversation goes on from an older message, and reads what it left. */
export function rewindNote(step: Step): CacheEvent {
  const kept = `Goes on from an older message and read its ${exactCount(step.chainCall.call.figures.usage.cacheRead)} tokens`;
  return {
    ...eventBase(step),
    kind: "note",
    cause: "rewind",
    confidence: "certain",
    group: "expected",
    evidence: [kept],
  };
}

export type Surroundings = { readonly marks: readonly ChainMark[]; readonly after: Step | undefined };

export function lossEvent(
  before: Step,
  step: Step,
  shortfall: Shortfall,
  { marks, after }: Surroundings,
  prices: PriceTable,
): CacheEvent {
  const verdict = explainMiss({
    before,
    step,
    shortfall,
    marks,
    after,
    floors: floorsBefore(step),
    olderPrefixes: olderPrefixes(step),
  });
  const { usage } = step.chainCall.call.figures;
  const { expected, lost, rewritten, resent } = shortfall;
  const price = priceOfCall(prices, step.chainCall.call);
  const untold = usage.cacheWriteUnknownTtl > 0 && usage.cacheWriteUnknownTtl === cacheWrite(usage);
  const asAnHour = { ...usage, cacheWriteUnknownTtl: 0, cacheWrite1h: usage.cacheWriteUnknownTtl };
  return {
    ...eventBase(step),
    ...verdict,
    expected,
    lost,
    rewritten,
    resent,
    avoidable: price && avoidableCost({ rewritten, resent, usage }, price) / NANO_PER_USD,
    avoidableIf1h:
      price && untold
        ? avoidableCost({ rewritten, resent, usage: asAnHour }, price) / NANO_PER_USD
        : undefined,
  };
}

/** What every event of a call says of it, before anything is found. */
export function eventBase(step: Step) {
  const { call, agent } = step.chainCall;
  return {
    callKey: call.key,
    messageId: call.messageId,
    requestId: call.requestId,
    at: call.place.at,
    session: call.place.session,
    lane: call.place.lane,
    agent,
    model: call.figures.model,
    version: call.place.version,
    also: [],
    expected: 0,
    read: call.figures.usage.cacheRead,
    lost: 0,
    rewritten: 0,
    resent: 0,
    gap: step.gap,
    ttl: undefined,
    avoidable: undefined,
    avoidableIf1h: undefined,
    inflation: undefined,
    incident: undefined,
    serverReason: typeof call.serverReason === "object" ? call.serverReason.type : undefined,
    evidence: [],
    ruledOut: [],
  } satisfies Partial<CacheEvent>;
}
