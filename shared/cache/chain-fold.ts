import { marksBetween, marksOfBranch, nextStep, type ChainMark, type Step } from "./chain.ts";
import type { CacheEvent } from "./event.ts";
import { lossEvent, rewindNote, type ChainAnalysis, type ChainFacts } from "./events.ts";
import { withInflation } from "./inflation.ts";
import { withPatterns, type Found } from "./patterns.ts";
import { startEvent } from "./starts.ts";
import { stateNotes } from "./state-notes.ts";
import type { PriceTable } from "../cost/price-table.ts";

/**
 * Folds the calls of one log along their predecessors, and goes on from where it stood when the log grows: what was found
 * at a call rests on what stands before it, on marks up to it and on the call after it, so an append changes little.
 * The same facts give the same analysis, however they came.
 */
export class ChainFold {
  readonly #prices: PriceTable;
  readonly #steps: Step[] = [];
  /** What was found at each step, starts apart: those are judged by their neighbours, which may change. */
  readonly #found: (CacheEvent | undefined)[] = [];
  readonly #places = new Map<string, number>();
  /** The first step that goes on from one. */
  readonly #after = new Map<Step, Step>();

  constructor(prices: PriceTable) {
    this.#prices = prices;
  }

  /** All facts as they are now; the calls before place `from` are those of the last time. */
  fold(facts: ChainFacts, from: number): ChainAnalysis {
    const changed = this.#forgetFrom(from);
    for (let place = from; place < facts.calls.length; place++) {
      const chainCall = facts.calls[place];
      if (chainCall === undefined) break;
      const { predecessor, call } = chainCall;
      const before = predecessor === undefined ? undefined : this.#stepOf(predecessor);
      const step = nextStep(before, chainCall);
      this.#places.set(call.key, this.#steps.push(step) - 1);
      changed.add(place);
      if (before === undefined || this.#after.has(before)) continue;
      this.#after.set(before, step);
      changed.add(this.#placeOf(before));
    }
    for (const place of changed) this.#found[place] = this.#findAt(place, facts);
    return this.#analysis(facts);
  }

  /** Undoes the steps from a place on. Places of those before it whose next step is not known any more. */
  #forgetFrom(from: number): Set<number> {
    const changed = new Set<number>();
    for (const step of this.#steps.splice(from)) {
      this.#places.delete(step.chainCall.call.key);
      if (step.before === undefined || this.#after.get(step.before) !== step) continue;
      this.#after.delete(step.before);
      const place = this.#places.get(step.before.chainCall.call.key);
      if (place !== undefined && place < from) changed.add(place);
    }
    this.#found.length = from;
    return changed;
  }

  #findAt(place: number, facts: ChainFacts): CacheEvent | undefined {
    const step = this.#steps[place];
    const { before, shortfall } = step ?? {};
    if (step === undefined || before === undefined) return undefined;
    const after = this.#after.get(step);
    if (shortfall?.miss !== true) {
      return this.#after.get(before) === step ? undefined : withInflation(rewindNote(step), step);
    }
    const marks = this.#marksOf(step, place, facts);
    return withInflation(lossEvent(before, step, shortfall, { marks, after }, this.#prices), step);
  }

  #marksOf(step: Step, place: number, { marks }: ChainFacts): readonly ChainMark[] {
    const isBranch = step.before !== undefined && this.#after.get(step.before) !== step;
    const { agent } = step.chainCall;
    const last = isBranch
      ? this.#steps.slice(0, place).findLast((other) => other.chainCall.agent === agent)
      : undefined;
    return last === undefined ? marksBetween(marks, step) : marksOfBranch(marks, step, last.chainCall);
  }

  #analysis({ marks, neighbours }: ChainFacts): ChainAnalysis {
    const steps = [...this.#steps];
    const found: Found[] = [];
    steps.forEach((step, place) => {
      const isStart = step.before === undefined;
      const start = () => withInflation(startEvent(step, marksBetween(marks, step), neighbours), step);
      const event = isStart ? start() : this.#found[place];
      if (event !== undefined) found.push({ step, event });
    });
    return { steps, marks, events: [...withPatterns(found), ...stateNotes(steps, this.#prices)] };
  }

  #stepOf(key: string): Step | undefined {
    return this.#steps[this.#places.get(key) ?? -1];
  }

  #placeOf(step: Step): number {
    return this.#places.get(step.chainCall.call.key) ?? -1;
  }
}
