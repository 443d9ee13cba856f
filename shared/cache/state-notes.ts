import { isComparable, type Step } from "./chain.ts";
import { causeGroup } from "./cause-group.ts";
import type { CacheEvent, Cause } from "./event.ts";
import { eventBase } from "./events.ts";
import { priceOfCall, type PriceTable } from "../cost/price-table.ts";
import { compactTokens, exactCount } from "../format.ts";
import { cacheWrite, promptTokens } from "../usage/token-usage.ts";
import type { Tokens } from "../units.ts";

type State = "off" | "under-minimum" | "uncached" | "cached";

/** The smallest prompt that any model caches; used where a model's own minimum is not known. */
const SMALLEST_MINIMUM: Tokens = 1_024;

/** How many calls in a row a state must last before it is said. */
const LEAST_CALLS: { readonly [state in Exclude<State, "cached">]: number } = {
  off: 2,
  "under-minimum": 2,
  uncached: 3,
};

/** Says once for each run of calls that no cache was at work: not engaged, too short, or stripped on the way. */
export function stateNotes(steps: readonly Step[], prices: PriceTable): readonly CacheEvent[] {
  // Nearly always, and what follows looks at each of thousands of calls.
  if (steps.every((step) => stateOf(step, prices) === "cached")) return [];
  const notes: CacheEvent[] = [];
  // By its first call, not by its agent: one log may hold many conversations.
  const starts = new Map<Step, Step>();
  for (const step of steps) {
    starts.set(step, (step.before === undefined ? undefined : starts.get(step.before)) ?? step);
  }
  const lanes = Map.groupBy(steps, (step) => starts.get(step));
  for (const lane of lanes.values()) {
    const states = lane.map((step) => stateOf(step, prices));
    for (let from = 0; from < lane.length;) {
      const state = states[from] ?? "cached";
      let to = from + 1;
      while (to < lane.length && states[to] === state) to++;
      if (state !== "cached" && to - from >= LEAST_CALLS[state])
        notes.push(note(lane.slice(from, to), state));
      from = to;
    }
  }
  return notes;
}

function stateOf(step: Step, prices: PriceTable): State {
  const { call } = step.chainCall;
  if (!isComparable(call)) return "cached";
  const { usage } = call.figures;
  const prompt = promptTokens(usage);
  if (usage.cacheRead === 0 && cacheWrite(usage) === 0) {
    const minimum = priceOfCall(prices, call)?.minimumCacheable ?? SMALLEST_MINIMUM;
    return prompt < minimum ? "under-minimum" : "off";
  }
  return usage.uncachedInput >= Math.max(2_000, 0.2 * prompt) ? "uncached" : "cached";
}

function note(run: readonly Step[], state: Exclude<State, "cached">): CacheEvent {
  const [first] = run;
  if (first === undefined) throw new Error("a run has at least one call");
  const cause = CAUSES[state];
  const uncached = run.reduce((sum, step) => sum + step.chainCall.call.figures.usage.uncachedInput, 0);
  const sentence = {
    off: `${exactCount(run.length)} calls in a row neither read nor wrote the cache: ${compactTokens(uncached)} tokens at full price`,
    "under-minimum": `${exactCount(run.length)} prompts in a row were shorter than the model caches at all`,
    uncached: `${exactCount(run.length)} calls in a row sent ${compactTokens(uncached)} tokens outside the cache beside a cached head`,
  }[state];
  return {
    ...eventBase(first),
    kind: "note",
    cause,
    confidence: state === "uncached" ? "likely" : "certain",
    group: causeGroup(cause, true),
    evidence: [sentence],
  };
}

const CAUSES: { readonly [state in Exclude<State, "cached">]: Cause } = {
  off: "caching-off",
  "under-minimum": "under-minimum",
  uncached: "gateway-uncached",
};
