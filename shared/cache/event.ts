import type { Lane } from "../usage/api-call.ts";
import type { DurationMs, EpochMs, Tokens, Usd } from "../units.ts";

export type Ttl = "5m" | "1h";

/** Why a call read less than it could have. The full list grows with the taxonomy; every case has a sentence in `wording.ts`. */
export type Cause =
  | "compaction"
  | "model-switch"
  | "ttl-expired-5m"
  | "ttl-expired-1h"
  | "tools-changed"
  | "system-changed"
  | "messages-changed"
  | "unknown";

/** `certain`: the log or the server says it. `likely`: inferred from times and figures. `unclear`: it cannot be told. */
export type Confidence = "certain" | "likely" | "unclear";

/** An unwanted loss, or a rebuild that Claude Code does on purpose (compaction). Never added into one "waste" figure. */
export type EventKind = "invalidation" | "expected-rebuild";

/** One call whose read fell short by Claude Code's own rule: more than 5 % and at least 2,000 tokens of what it could have read. */
export type CacheEvent = {
  readonly callKey: string;
  readonly messageId: string | undefined;
  readonly at: EpochMs | undefined;
  readonly session: string;
  readonly lane: Lane;
  readonly agent: string | undefined;
  readonly model: string;
  readonly kind: EventKind;
  readonly cause: Cause;
  readonly confidence: Confidence;
  /** What could have been read: min(previous read + written, this call's whole prompt). */
  readonly expected: Tokens;
  readonly read: Tokens;
  readonly lost: Tokens;
  /** The part of the loss that was written to the cache again. */
  readonly rewritten: Tokens;
  /** The part of the loss that was sent outside the cache. */
  readonly resent: Tokens;
  /** From request to request; `undefined` when a time is missing. Never negative. */
  readonly gap: DurationMs | undefined;
  /** The lifetime the lost part was written with; `undefined` when the log does not say. */
  readonly ttl: Ttl | undefined;
  /** Extra cost of the loss at list price; `undefined` when the model has no known price. */
  readonly avoidable: Usd | undefined;
  readonly serverReason: string | undefined;
  /** Plain sentences with the numbers that led here, strongest first. */
  readonly evidence: readonly string[];
};
