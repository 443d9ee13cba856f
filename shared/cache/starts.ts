import type { ChainMark, Step } from "./chain.ts";
import type { CacheEvent } from "./event.ts";
import { eventBase } from "./events.ts";
import { compactTokens, exactCount } from "../format.ts";
import { promptTokens } from "../usage/token-usage.ts";
import type { EpochMs, Tokens } from "../units.ts";

/** The first call of another lane in the same project. */
export type Neighbour = {
  readonly requestAt: EpochMs;
  /** When its answer began to be written, as near as the log tells. */
  readonly answeredAt: EpochMs;
  readonly read: Tokens;
  readonly model: string;
};

/** A start that reads less than this found nothing of a common head. */
const LITTLE: Tokens = 2_000;

/**
 * The first call of a lane: it has nothing of its own to read, so it is never a miss. It may read a head that another
 * session warmed, or the whole conversation that it was forked from.
 */
export function startEvent(
  step: Step,
  marks: readonly ChainMark[],
  neighbours: readonly Neighbour[],
): CacheEvent {
  const { usage, model } = step.chainCall.call.figures;
  const { requestAt } = step.chainCall;
  const base = { ...eventBase(step), kind: "start", confidence: "certain", group: "expected" } as const;
  const prompt = promptTokens(usage);
  if (marks.some(({ mark }) => mark === "fork")) {
    const share = `Read ${exactCount(usage.cacheRead)} of ${exactCount(prompt)} tokens of the conversation it goes on from`;
    return { ...base, cause: "fork-start", evidence: [share] };
  }
  const racing = neighbours.find(
    (other) =>
      requestAt !== undefined &&
      other.model === model &&
      other.read < LITTLE &&
      other.requestAt <= requestAt &&
      requestAt < other.answeredAt,
  );
  if (racing !== undefined && usage.cacheRead < LITTLE && prompt > LITTLE) {
    const evidence = [
      "Another lane of this project sent the same head a moment before, and had not begun to answer",
      `So ${compactTokens(prompt)} tokens were written by both`,
    ];
    return { ...base, cause: "concurrent-start", confidence: "likely", group: "not-yours", evidence };
  }
  const warm = `${exactCount(usage.cacheRead)} tokens of its head were already cached by another session`;
  const cold = `Nothing was cached: ${exactCount(prompt)} tokens were sent for the first time`;
  return { ...base, cause: "cold-start", evidence: [usage.cacheRead > 0 ? warm : cold] };
}
