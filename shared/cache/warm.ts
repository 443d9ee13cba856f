import type { Ttl } from "./event.ts";
import { MISS_SHARE, MISS_TOKENS } from "./miss.ts";
import { TTL_MS, type Segment } from "./segments.ts";
import { coldCost, warmCost } from "../cost/cost-of.ts";
import type { ModelPrice } from "../cost/price-table.ts";
import { NANO_PER_USD, type DurationMs, type EpochMs, type Tokens, type Usd } from "../units.ts";

/** Until when the next call of a lane can still read its prefix, and what it costs if it comes too late. */
export type Warmth = {
  /** Warm for sure until then: start of the last request + lifetime. */
  readonly safeUntil: EpochMs;
  /** Possibly warm until then: end of the last response + lifetime + 15 s (entries live a little longer than promised). */
  readonly maybeUntil: EpochMs;
  readonly ttl: Ttl;
  /** The log did not say this lifetime: five minutes, or what the lane itself asks for, are assumed. */
  readonly ttlAssumed: boolean;
  /** Size of the prefix that would have to be written again. */
  readonly tokens: Tokens;
  /** Cost of reading it warm and of writing it cold; `undefined` when the model has no known price. */
  readonly warmCost: Usd | undefined;
  readonly coldCost: Usd | undefined;
  /** `log`: reckoned from the log. `claude-code`: its status line said so, which knows the start of the request. */
  readonly source: "log" | "claude-code";
};

/** What Claude Code itself says of the main conversation; its lifetime `undefined` when it does not tell one. */
export type ToldWarmth = { readonly expiresAt: EpochMs; readonly ttl: Ttl | undefined };

/** Entries are deleted promptly, not immediately: of 18 that should have been gone, 14 still answered. */
const GRACE: DurationMs = 15_000;

/**
 * Warmth of a lane after its last call: until the earliest moment from which on a next call would count as a miss.
 * `undefined` when nothing worth a flag is cached, or the log has no time.
 */
export function warmthAfter(segments: readonly Segment[], price: ModelPrice | undefined): Warmth | undefined {
  const prefix = segments.reduce((sum, segment) => sum + segment.tokens, 0);
  let soonest:
    { readonly segment: Segment; readonly touchedAt: EpochMs; readonly expires: EpochMs } | undefined;
  let before = 0;
  for (const segment of segments) {
    const lost = prefix - before;
    before += segment.tokens;
    if (lost < MISS_TOKENS || lost <= MISS_SHARE * prefix) break;
    if (segment.touchedAt === undefined) return undefined;
    const expires = segment.touchedAt + TTL_MS[segment.ttl];
    const isSooner = soonest === undefined || expires < soonest.expires;
    // Of two that end together, the one whose lifetime the log gives speaks.
    const isSurer = expires === soonest?.expires && soonest.segment.assumed && !segment.assumed;
    if (isSooner || isSurer) soonest = { segment, touchedAt: segment.touchedAt, expires };
  }
  if (soonest === undefined) return undefined;
  const { segment, touchedAt, expires } = soonest;
  const released = Math.max(touchedAt, segment.releasedAt ?? touchedAt);
  return {
    safeUntil: expires,
    maybeUntil: released + TTL_MS[segment.ttl] + GRACE,
    ttl: segment.ttl,
    ttlAssumed: segment.assumed,
    tokens: prefix,
    warmCost: price === undefined ? undefined : warmCost(prefix, price) / NANO_PER_USD,
    coldCost: price === undefined ? undefined : coldCost(prefix, segment.ttl, price) / NANO_PER_USD,
    source: "log",
  };
}

/** How much earlier the log may put the start of a request than Claude Code does. */
const SAME_REQUEST: DurationMs = 60_000;

/**
 * The warmth as Claude Code tells it, unless it tells of an earlier request than the log's last: then the log is newer,
 * as after the user has taken the status line away.
 */
export function preferTold(log: Warmth, told: ToldWarmth | undefined, price: ModelPrice | undefined): Warmth {
  if (told === undefined) return log;
  const ttl = told.ttl ?? log.ttl;
  const startOfTold = told.expiresAt - TTL_MS[ttl];
  const startInLog = log.safeUntil - TTL_MS[log.ttl];
  if (startOfTold < startInLog - SAME_REQUEST) return log;
  return {
    ...log,
    safeUntil: told.expiresAt,
    maybeUntil: told.expiresAt,
    ttl,
    ttlAssumed: told.ttl === undefined && log.ttlAssumed,
    coldCost: price === undefined ? undefined : coldCost(log.tokens, ttl, price) / NANO_PER_USD,
    source: "claude-code",
  };
}
