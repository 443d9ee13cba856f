import type { Ttl } from "./event.ts";
import { MISS_TOKENS } from "./miss.ts";
import { type TokenUsage } from "../usage/token-usage.ts";
import type { DurationMs, EpochMs, Tokens } from "../units.ts";

export const TTL_MS: { readonly [ttl in Ttl]: DurationMs } = { "5m": 300_000, "1h": 3_600_000 };

/** A stretch of a cached prefix that was written at once, and so expires at once. */
export type Segment = {
  readonly tokens: Tokens;
  readonly ttl: Ttl;
  /** The log did not say the lifetime: five minutes, the API's default, are assumed. */
  readonly assumed: boolean;
  /** Start of the last request that read or wrote it; the lifetime runs from there. `undefined`: the log has no time. */
  readonly touchedAt: EpochMs | undefined;
  /** End of the last response that read or wrote it. */
  readonly releasedAt: EpochMs | undefined;
};

type Touch = Pick<Segment, "touchedAt" | "releasedAt">;

/**
 * The cached prefix after a call, in prefix order. What the call read is refreshed to its own lifetime, what it did not
 * read is gone for this lane, and what it wrote stands behind: one-hour blocks first, as the API demands.
 */
export function segmentsAfter(
  before: readonly Segment[],
  usage: TokenUsage,
  touch: Touch,
): readonly Segment[] {
  const after: Segment[] = [];
  let toRead = usage.cacheRead;
  for (const { tokens, ttl, assumed } of before) {
    const read = Math.min(tokens, toRead);
    append(after, { tokens: read, ttl, assumed, touch });
    toRead -= read;
  }
  // Read, but not written on this lane: a system prompt that another session warmed. Its lifetime is not in the log.
  append(after, { tokens: toRead, ttl: writtenTtl(usage), assumed: true, touch });
  append(after, { tokens: usage.cacheWrite1h, ttl: "1h", assumed: false, touch });
  append(after, { tokens: usage.cacheWrite5m, ttl: "5m", assumed: false, touch });
  append(after, { tokens: usage.cacheWriteUnknownTtl, ttl: "5m", assumed: true, touch });
  return after;
}

/** Best guess for a foreign prefix: the lifetime this call itself asked for. */
function writtenTtl(usage: TokenUsage): Ttl {
  return usage.cacheWrite1h > 0 ? "1h" : "5m";
}

/** Neighbours of one lifetime and one touch are one segment, so a long session stays a short list. */
function append(
  list: Segment[],
  { tokens, ttl, assumed, touch }: Pick<Segment, "tokens" | "ttl" | "assumed"> & { readonly touch: Touch },
): void {
  if (tokens <= 0) return;
  const { touchedAt, releasedAt } = touch;
  const last = list.at(-1);
  const isSame = last !== undefined && last.ttl === ttl && last.assumed === assumed;
  const all = isSame ? last.tokens + tokens : tokens;
  list[isSame ? list.length - 1 : list.length] = { tokens: all, ttl, assumed, touchedAt, releasedAt };
}

/** How long after its lifetime's end a segment was asked for; negative while it was alive. `undefined` without times. */
export function overdue(segment: Segment, requestAt: EpochMs | undefined): DurationMs | undefined {
  if (segment.touchedAt === undefined || requestAt === undefined) return undefined;
  return requestAt - segment.touchedAt - TTL_MS[segment.ttl];
}

/** The same, reckoned from the end of the last answer that read or wrote it. */
export function overdueAfterAnswer(segment: Segment, requestAt: EpochMs | undefined): DurationMs | undefined {
  return overdue({ ...segment, touchedAt: segment.releasedAt }, requestAt);
}

/** Start times in a log are near, not exact; expiry is judged with this margin. */
const MARGIN: DurationMs = 15_000;

/**
 * The expired segment that explains a loss from `read` on: the first that reached beyond what was read and whose lifetime
 * was over at the request, or one behind it whose lifetime the log gives: a head that another session warmed is mostly
 * the smaller part. `undefined`: no expiry explains it.
 */
export function expiredSegment(
  segments: readonly Segment[],
  requestAt: EpochMs | undefined,
  lost: { readonly read: Tokens; readonly expected: Tokens },
): Segment | undefined {
  let first: Segment | undefined;
  let start = 0;
  for (const segment of segments) {
    if (start >= lost.expected || (first === undefined && start > lost.read + MISS_TOKENS)) break;
    const late = overdue(segment, requestAt);
    start += segment.tokens;
    if (start <= lost.read || late === undefined || late <= -MARGIN) continue;
    if (!segment.assumed) return segment;
    first ??= segment;
  }
  return first;
}
