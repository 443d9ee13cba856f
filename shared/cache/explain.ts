import type { ChainMark, Step } from "./chain.ts";
import type { CacheEvent, Cause } from "./event.ts";
import { MISS_TOKENS, type Shortfall } from "./miss.ts";
import { alivePrefix, overdue, TTL_MS, type Segment } from "./segments.ts";
import { compactTokens, exactCount, gapText } from "../format.ts";
import type { DurationMs } from "../units.ts";

/** One miss with all that may explain it: the call before, the call itself, and what the log holds between them. */
export type Miss = {
  readonly before: Step;
  readonly step: Step;
  readonly shortfall: Shortfall;
  readonly marks: readonly ChainMark[];
};

export type Verdict = Pick<CacheEvent, "kind" | "cause" | "confidence" | "ttl" | "evidence">;

/** The server's reasons that name a change. The others only say that nothing was compared. */
const DECISIVE: ReadonlyMap<string, Cause> = new Map([
  ["tools_changed", "tools-changed"],
  ["system_changed", "system-changed"],
  ["messages_changed", "messages-changed"],
  ["model_changed", "model-switch"],
] satisfies [string, Cause][]);

/**
 * Why a call read less than it could have. The server's own reason is believed first (its type, never its figure), then
 * boundaries in the log, then expiry by the lifetime that was written. What the log cannot show stays unknown.
 */
export function explainMiss(miss: Miss): Verdict {
  const { before, step, marks } = miss;
  const evidence = measured(miss);
  const compaction = marks.find((mark) => mark.mark === "compaction" || mark.mark === "compact-summary");
  const reason = step.chainCall.call.serverReason;
  const named = typeof reason === "object" ? DECISIVE.get(reason.type) : undefined;
  const expired = alivePrefix(before.segments, step.chainCall.requestAt);
  const ttl = expired.firstExpired?.ttl ?? before.segments.at(-1)?.ttl;

  // A compaction rewrites the messages, so the server's "messages changed" only confirms it.
  if (compaction !== undefined && (named === undefined || named === "messages-changed")) {
    const trigger = compaction.detail === undefined ? "" : ` (${compaction.detail})`;
    evidence.push(`the conversation was compacted between the two calls${trigger}`);
    return { kind: "expected-rebuild", cause: "compaction", confidence: "certain", ttl, evidence };
  }
  if (named !== undefined && typeof reason === "object") {
    evidence.push(`the server's own reason: ${reason.type}`);
    return { kind: "invalidation", cause: named, confidence: "certain", ttl, evidence };
  }
  const models = [before.chainCall.call.figures.model, step.chainCall.call.figures.model] as const;
  if (models[0] !== models[1]) {
    evidence.push(`the model changed from ${models[0]} to ${models[1]}; each model has its own cache`);
    return { kind: "invalidation", cause: "model-switch", confidence: "certain", ttl, evidence };
  }
  const { firstExpired } = expired;
  if (
    firstExpired !== undefined &&
    expired.tokens <= step.chainCall.call.figures.usage.cacheRead + MISS_TOKENS
  ) {
    return {
      kind: "invalidation",
      ...expiry(firstExpired, step),
      evidence: [...evidence, expirySentence(firstExpired, step)],
    };
  }
  evidence.push(...ruledOut(miss, expired.firstExpired));
  return { kind: "invalidation", cause: "unknown", confidence: "unclear", ttl, evidence };
}

function measured({ step, shortfall }: Miss): string[] {
  const { usage } = step.chainCall.call.figures;
  const sentence = `read ${exactCount(usage.cacheRead)} of ${exactCount(shortfall.expected)} tokens that could have been read`;
  return step.gap === undefined ? [sentence] : [sentence, `${gapText(step.gap)} from request to request`];
}

/** Past its lifetime by more than a minute is as good as told; nearer to the edge, or with an assumed lifetime, likely. */
const SURE: DurationMs = 60_000;

function expiry(segment: Segment, step: Step): Pick<Verdict, "cause" | "confidence" | "ttl"> {
  const late = overdue(segment, step.chainCall.requestAt) ?? 0;
  return {
    cause: segment.ttl === "5m" ? "ttl-expired-5m" : "ttl-expired-1h",
    confidence: late > SURE && !segment.assumed ? "certain" : "likely",
    ttl: segment.ttl,
  };
}

function expirySentence(segment: Segment, step: Step): string {
  const lifetime = gapText(TTL_MS[segment.ttl]);
  const source = segment.assumed
    ? `an assumed lifetime of ${lifetime}; the log does not say it`
    : `a lifetime of ${lifetime}`;
  const late = overdue(segment, step.chainCall.requestAt) ?? 0;
  const when = late < 0 ? "about to end" : `over by ${gapText(late)}`;
  return `${compactTokens(segment.tokens)} tokens had ${source}, ${when}`;
}

/** What was looked at and found not to explain it. */
function ruledOut({ before, step, marks }: Miss, expired: Segment | undefined): readonly string[] {
  const { effort } = step.chainCall.call.place;
  const effortBefore = before.chainCall.call.place.effort;
  const sentences = ["not a compaction, not a model switch"];
  if (step.gap === undefined)
    sentences.push("the log has no times, so expiry can be neither shown nor ruled out");
  else if (expired === undefined) sentences.push("the cache was within its lifetime");
  if (effort !== effortBefore)
    sentences.push(`effort changed from ${effortBefore ?? "unset"} to ${effort ?? "unset"}`);
  const kinds = [...new Set(marks.map(({ mark }) => mark))];
  sentences.push(
    kinds.length === 0
      ? "nothing stands between the two calls"
      : `between the two calls: ${kinds.join(", ")}`,
  );
  return sentences;
}
