import { shortfall, type Shortfall } from "./miss.ts";
import { segmentsAfter, type Segment } from "./segments.ts";
import { isAnthropicServed } from "../cost/served-by.ts";
import type { MarkKind } from "../log/entry.ts";
import { NO_MODEL, type ApiCall } from "../usage/api-call.ts";
import { cacheWrite } from "../usage/token-usage.ts";
import type { DurationMs, EpochMs, Tokens } from "../units.ts";

/** A call as one log file shows it: where it stands, what came before it, when its request began and its answer ended. */
export type ChainCall = {
  readonly call: ApiCall;
  readonly order: number;
  readonly predecessor: string | undefined;
  readonly agent: string | undefined;
  readonly requestAt: EpochMs | undefined;
  readonly endedAt: EpochMs | undefined;
  /** Content blocks that came into the conversation since the predecessor began to answer; 0 where the log has none. */
  readonly blocksSince: number;
};

export type ChainMark = {
  readonly order: number;
  readonly agent: string | undefined;
  readonly at: EpochMs | undefined;
  readonly mark: MarkKind;
  readonly detail: string | undefined;
};

/** What is known after one call. */
export type Step = {
  readonly chainCall: ChainCall;
  /** The step of the predecessor; `undefined` on the first call of a lane. */
  readonly before: Step | undefined;
  /** `undefined` on the first call of a lane, and where the invariant does not hold (third parties, server-side tools). */
  readonly shortfall: Shortfall | undefined;
  /** From request to request; `undefined` on the first call or when a time is missing. */
  readonly gap: DurationMs | undefined;
  readonly segments: readonly Segment[];
};

/** The step of a call; `before` is that of its predecessor. */
export function nextStep(before: Step | undefined, chainCall: ChainCall): Step {
  const { call, requestAt, endedAt } = chainCall;
  const touch = { touchedAt: requestAt, releasedAt: endedAt };
  const comparable = before !== undefined && isComparable(before.chainCall.call) && isComparable(call);
  return {
    chainCall,
    before,
    shortfall: comparable ? shortfall(before.chainCall.call.figures.usage, call.figures.usage) : undefined,
    gap: before === undefined ? undefined : gapBetween(before.chainCall, chainCall),
    segments: segmentsAfter(before?.segments ?? [], call.figures.usage, touch),
  };
}

/** Models behind third-party gateways report estimates (3.7 % exact), server-side tools add inner prompts up. */
export function isComparable(call: ApiCall): boolean {
  const { model, serverToolUses } = call.figures;
  return (isAnthropicServed(model) || model === NO_MODEL) && serverToolUses === 0;
}

/** The clock steps back in real logs: never negative. */
function gapBetween(before: ChainCall, after: ChainCall): DurationMs | undefined {
  if (before.requestAt === undefined || after.requestAt === undefined) return undefined;
  return Math.max(0, after.requestAt - before.requestAt);
}

/** What the log holds between a step and its predecessor, on their lane. `marks` are in the order of the file. */
export function marksBetween(marks: readonly ChainMark[], step: Step): readonly ChainMark[] {
  const from = step.before?.chainCall.order ?? -1;
  const { order: to, agent } = step.chainCall;
  return marks.slice(firstAfter(marks, from), firstAfter(marks, to)).filter((mark) => mark.agent === agent);
}

const SHORTENS: ReadonlySet<MarkKind> = new Set(["compaction", "compact-summary", "microcompaction"]);

/**
 * The same for a step whose predecessor had a successor already: a boundary before `last`, the lane's call before it in
 * the file, shortened that other branch and not this one.
 */
export function marksOfBranch(
  marks: readonly ChainMark[],
  step: Step,
  last: ChainCall,
): readonly ChainMark[] {
  return marksBetween(marks, step).filter(({ mark, order }) => order > last.order || !SHORTENS.has(mark));
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

/** How far back an explanation looks; a longer session's beginning says nothing about its hundredth turn. */
const LONGEST_MEMORY = 500;

/** Ends of the prefixes of the calls before the predecessor, newest first. */
export function olderPrefixes(step: Step): readonly Tokens[] {
  const ends: Tokens[] = [];
  for (
    let older = step.before?.before;
    older !== undefined && ends.length < LONGEST_MEMORY;
    older = older.before
  ) {
    const { usage } = older.chainCall.call.figures;
    ends.push(usage.cacheRead + cacheWrite(usage));
  }
  return ends;
}

/** What earlier starts and losses of the conversation still read: its head of tools and system prompt. */
export function floorsBefore(step: Step): readonly Tokens[] {
  const floors: Tokens[] = [];
  let steps = 0;
  for (
    let older = step.before;
    older !== undefined && steps < LONGEST_MEMORY;
    older = older.before, steps++
  ) {
    if (older.before === undefined || older.shortfall?.miss === true) {
      floors.push(older.chainCall.call.figures.usage.cacheRead);
    }
  }
  return floors;
}
