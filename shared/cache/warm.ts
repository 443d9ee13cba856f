import type { Ttl } from "./event.ts";
import type { EpochMs, Tokens, Usd } from "../units.ts";

/** Until when the next call of a lane can still read its prefix, and what it costs if it comes too late. */
export type Warmth = {
  /** Warm for sure until then: start of the last request + lifetime. */
  readonly safeUntil: EpochMs;
  /** Possibly warm until then: end of the last response + lifetime + 15 s (entries live a little longer than promised). */
  readonly maybeUntil: EpochMs;
  readonly ttl: Ttl;
  /** The log did not say the lifetime, so five minutes are assumed. */
  readonly ttlAssumed: boolean;
  /** Size of the prefix that would have to be written again. */
  readonly tokens: Tokens;
  /** Cost of reading it warm and of writing it cold; `undefined` when the model has no known price. */
  readonly warmCost: Usd | undefined;
  readonly coldCost: Usd | undefined;
};
