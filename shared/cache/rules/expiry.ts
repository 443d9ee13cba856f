import type { Finding, Rule } from "./rule.ts";
import { expiredSegment, overdue, overdueAfterAnswer, TTL_MS, type Segment } from "../segments.ts";
import { compactTokens, gapText } from "../../format.ts";
import type { DurationMs } from "../../units.ts";

/** Past its lifetime by more than a minute is as good as told; nearer to the edge it is likely. */
const SURE: DurationMs = 60_000;
/** Past its lifetime from the end of the answer by more than this, nothing was seen to live on. */
const GRACE: DurationMs = 30_000;

/** The lost part was written for a time that had passed when this request began. */
export const expiry: Rule = ({ before, step, shortfall }) => {
  const { requestAt, call } = step.chainCall;
  if (step.gap === undefined) return undefined;
  const lost = { read: call.figures.usage.cacheRead, expected: shortfall.expected };
  const segment = expiredSegment(before.segments, requestAt, lost);
  if (segment === undefined)
    return { ruledOut: `Within its lifetime: ${gapText(step.gap)} from request to request` };
  const late = overdue(segment, requestAt) ?? 0;
  if (segment.assumed) return assumedExpiry(segment, step.gap, late);
  return knownExpiry(segment, step.gap, { late, lateAfterAnswer: overdueAfterAnswer(segment, requestAt) });
};

/** By how much a request came late, reckoned from the start of the request before and from the end of its answer. */
type Lateness = { readonly late: DurationMs; readonly lateAfterAnswer: DurationMs | undefined };

function knownExpiry(segment: Segment, gap: DurationMs, { late, lateAfterAnswer }: Lateness): Finding {
  const lifetime = segment.ttl === "5m" ? "five minutes" : "an hour";
  const when = late < 0 ? "which were just about over" : `over by ${gapText(late)}`;
  const written = `Written to live for ${lifetime}, ${when}: ${gapText(gap)} from request to request`;
  // Entries live a little longer than promised: of 18 that were over by the start only, 14 still answered.
  const isOver = lateAfterAnswer === undefined || lateAfterAnswer > GRACE;
  return {
    cause: segment.ttl === "5m" ? "ttl-expired-5m" : "ttl-expired-1h",
    confidence: late > SURE && isOver ? "certain" : "likely",
    evidence: isOver
      ? [written]
      : [written, "Reckoned from the end of the answer before, it was hardly over"],
    ttl: segment.ttl,
  };
}

/** The log does not tell the lifetime. Past an hour both are over; in between, five minutes or the server, who knows. */
function assumedExpiry(segment: Segment, gap: DurationMs, late: DurationMs): Finding {
  const silent = `The log does not say how long ${compactTokens(segment.tokens)} tokens were to live`;
  const overAnHour = late + TTL_MS[segment.ttl] > TTL_MS["1h"] + SURE;
  if (overAnHour) {
    const evidence = [
      `${gapText(gap)} from request to request, longer than any entry is promised to live`,
      silent,
    ];
    return { cause: `ttl-expired-${segment.ttl}`, confidence: "likely", evidence, ttl: segment.ttl };
  }
  const evidence = [
    `${gapText(gap)} from request to request: over five minutes, the default, and under an hour`,
    `${silent}, so an expiry and a loss at the server look alike`,
  ];
  return { cause: "ttl-or-server", confidence: "unclear", evidence };
}
