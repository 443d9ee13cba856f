import type { Finding, Rule } from "./rule.ts";
import { MISS_TOKENS } from "../miss.ts";
import { expiredSegment, overdue, TTL_MS, type Segment } from "../segments.ts";
import { compactTokens, gapText } from "../../format.ts";
import type { DurationMs } from "../../units.ts";

/** Past its lifetime by more than a minute is as good as told; nearer to the edge it is likely. */
const SURE: DurationMs = 60_000;

/** The lost part was written for a time that had passed when this request began. */
export const expiry: Rule = ({ before, step, shortfall }) => {
  const { requestAt, call } = step.chainCall;
  if (step.gap === undefined) return undefined;
  const { cacheRead } = call.figures.usage;
  const lost = { from: cacheRead + MISS_TOKENS, to: shortfall.expected };
  const segment = expiredSegment(before.segments, requestAt, lost);
  if (segment === undefined)
    return { ruledOut: `Within its lifetime: ${gapText(step.gap)} from request to request` };
  const late = overdue(segment, requestAt) ?? 0;
  return segment.assumed ? assumedExpiry(segment, step.gap, late) : knownExpiry(segment, step.gap, late);
};

function knownExpiry(segment: Segment, gap: DurationMs, late: DurationMs): Finding {
  const lifetime = segment.ttl === "5m" ? "five minutes" : "an hour";
  const when = late < 0 ? "which were just about over" : `over by ${gapText(late)}`;
  return {
    cause: segment.ttl === "5m" ? "ttl-expired-5m" : "ttl-expired-1h",
    confidence: late > SURE ? "certain" : "likely",
    evidence: [`Written to live for ${lifetime}, ${when}: ${gapText(gap)} from request to request`],
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
