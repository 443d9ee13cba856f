/** Names for numbers, by unit. Plain aliases: they document, the formatter in `format.ts` gives each its look. */

/** A whole count of tokens, 0 or more. */
export type Tokens = number;
/** US dollars. */
export type Usd = number;
/** Billionths of a US dollar, whole: sums of millions of calls stay exact below 9 million dollars. */
export type NanoUsd = number;
/** US dollars for a million tokens. */
export type UsdPerMTok = number;
/** Milliseconds since 1970-01-01T00:00:00Z. */
export type EpochMs = number;
/** A length of time in milliseconds. */
export type DurationMs = number;
/** A share in [0, 1]. */
export type Ratio = number;
/** A count of bytes. */
export type Bytes = number;

export const NANO_PER_USD = 1_000_000_000;
