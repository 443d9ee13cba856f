import type { ChainMark, Step } from "../chain.ts";
import type { Cause, Confidence, Ttl } from "../event.ts";
import type { Shortfall } from "../miss.ts";
import type { MarkKind } from "../../log/entry.ts";
import type { Tokens } from "../../units.ts";

/** One miss with all that may explain it. */
export type Miss = {
  readonly before: Step;
  readonly step: Step;
  readonly shortfall: Shortfall;
  /** What the log holds between the two calls, on their lane. */
  readonly marks: readonly ChainMark[];
  /** The next call of the conversation; `undefined` at its end. */
  readonly after: Step | undefined;
  /** Reads that were seen to remain when only the head of a prompt survives: tools and system prompt. */
  readonly floors: readonly Tokens[];
  /** Ends of the prefixes of older calls, newest first; a read that stops at one tells where the prompts part. */
  readonly olderPrefixes: readonly Tokens[];
};

/** A cause that the log supports, how sure it is, and the sentences that say why. */
export type Finding = {
  readonly cause: Cause;
  readonly confidence: Confidence;
  readonly evidence: readonly string[];
  /** Something on the user's side, in the log, that explains a changed prompt. */
  readonly local?: boolean;
  /** Only of expiries: the lifetime that ended. */
  readonly ttl?: Ttl;
};

/**
 * A rule finds its cause, or says in a sentence that it looked and found none, or what it saw that supports whatever
 * cause there is, or has nothing to say.
 */
export type Rule = (
  miss: Miss,
) => Finding | { readonly ruledOut: string } | { readonly observed: string } | undefined;

/** Reads of one head differ by a few tokens at most. */
const SAME: Tokens = 64;

export function isFloor({ step, floors }: Miss): boolean {
  const read = step.chainCall.call.figures.usage.cacheRead;
  return read > 0 && floors.some((floor) => Math.abs(floor - read) <= SAME);
}

export function isFull({ step }: Miss): boolean {
  return step.chainCall.call.figures.usage.cacheRead === 0;
}

export function findMark({ marks }: Miss, ...kinds: readonly MarkKind[]): ChainMark | undefined {
  return marks.find(({ mark }) => kinds.includes(mark));
}

export function findCommand({ marks }: Miss, ...names: readonly string[]): ChainMark | undefined {
  return marks.find(
    ({ mark, detail }) => mark === "command" && detail !== undefined && names.includes(detail),
  );
}

/** Whether every segment of the prefix was within its lifetime, with a minute to spare. */
export function isWellAlive({ before, step }: Miss): boolean {
  const { requestAt } = step.chainCall;
  if (requestAt === undefined) return false;
  return before.segments.every(
    ({ touchedAt, ttl }) =>
      touchedAt !== undefined && requestAt - touchedAt < (ttl === "5m" ? 240_000 : 3_540_000),
  );
}
