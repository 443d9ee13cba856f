import type { Ttl } from "./event.ts";
import { MISS_SHARE, MISS_TOKENS } from "./miss.ts";
import { TTL_MS, type Segment } from "./segments.ts";
import { coldCost, warmCost } from "../cost/cost-of.ts";
import type { ModelPrice } from "../cost/price-table.ts";
import { NANO_PER_USD, type DurationMs, type EpochMs, type Tokens, type Usd } from "../units.ts";

/** What a call that comes too late must write again, and what it costs to read it warm and to write it cold. */
export type AtStake = {
  readonly tokens: Tokens;
  /** Both `undefined` when the model has no known price. */
  readonly warmCost: Usd | undefined;
  readonly coldCost: Usd | undefined;
};

/** Until when the next call of a lane can still read its prefix, and what is gone by then. */
export type Warmth = AtStake & {
  /** Warm for sure until then: start of the last request + lifetime. */
  readonly safeUntil: EpochMs;
  /** Possibly warm until then: end of the last response + lifetime + 15 s (entries live a little longer than promised). */
  readonly maybeUntil: EpochMs;
  readonly ttl: Ttl;
  /** The log did not say this lifetime: five minutes, or what the lane itself asks for, are assumed. */
  readonly ttlAssumed: boolean;
  /** Where the head of the prefix outlives what stands behind it: from when on everything is at stake. */
  readonly whole: (AtStake & { readonly from: EpochMs }) | undefined;
  /** `log`: reckoned from the log. `claude-code`: its status line said so, which knows the start of the request. */
  readonly source: "log" | "claude-code";
};

/** What a call that is made now, or after the cache went cold, must write again. */
export function atStake(warm: Warmth, now: EpochMs): AtStake {
  return warm.whole !== undefined && now >= warm.whole.from ? warm.whole : warm;
}

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
  let soonest: Expiring | undefined;
  let before = 0;
  for (const [place, segment] of segments.entries()) {
    const lost = prefix - before;
    before += segment.tokens;
    if (lost < MISS_TOKENS || lost <= MISS_SHARE * prefix) break;
    if (segment.touchedAt === undefined) return undefined;
    const expires = segment.touchedAt + TTL_MS[segment.ttl];
    if (soonest === undefined || expires < soonest.expires)
      soonest = { segment, place, touchedAt: segment.touchedAt, expires };
    // Of two that end together, the one whose lifetime the log gives speaks.
    else if (expires === soonest.expires && soonest.segment.assumed && !segment.assumed)
      soonest = { ...soonest, segment, touchedAt: segment.touchedAt };
  }
  if (soonest === undefined) return undefined;
  const { segment, place, touchedAt, expires } = soonest;
  const released = Math.max(touchedAt, segment.releasedAt ?? touchedAt);
  const head = segments.slice(0, place).map((one) => (one.touchedAt ?? touchedAt) + TTL_MS[one.ttl]);
  return {
    safeUntil: expires,
    maybeUntil: released + TTL_MS[segment.ttl] + GRACE,
    ttl: segment.ttl,
    ttlAssumed: segment.assumed,
    ...stakeOf(segments.slice(place), price),
    whole: head.length === 0 ? undefined : { from: Math.min(...head), ...stakeOf(segments, price) },
    source: "log",
  };
}

/** The segment that expires first. `place`: where what is lost with it begins. */
type Expiring = {
  readonly segment: Segment;
  readonly place: number;
  readonly touchedAt: EpochMs;
  readonly expires: EpochMs;
};

/** Each part is written again to live as long as it did. */
function stakeOf(segments: readonly Segment[], price: ModelPrice | undefined): AtStake {
  const tokens = segments.reduce((sum, segment) => sum + segment.tokens, 0);
  if (price === undefined) return { tokens, warmCost: undefined, coldCost: undefined };
  const cold = segments.reduce((sum, segment) => sum + coldCost(segment.tokens, segment.ttl, price), 0);
  return {
    tokens,
    warmCost: warmCost(tokens, price) / NANO_PER_USD,
    coldCost: cold / NANO_PER_USD,
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
  // What it tells of later than the head's end is of everything.
  const { tokens, warmCost: warm } = atStake(log, told.expiresAt);
  return {
    ...log,
    safeUntil: told.expiresAt,
    maybeUntil: told.expiresAt,
    ttl,
    ttlAssumed: told.ttl === undefined && log.ttlAssumed,
    tokens,
    warmCost: warm,
    coldCost: price === undefined ? undefined : coldCost(tokens, ttl, price) / NANO_PER_USD,
    source: "claude-code",
  };
}
