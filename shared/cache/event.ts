import type { Lane } from "../usage/api-call.ts";
import type { DurationMs, EpochMs, Ratio, Tokens, Usd } from "../units.ts";

export type Ttl = "5m" | "1h";

/** Everything that can happen to a cached prefix between two calls of one lane. docs/causes.md has a page on each. */
export type Cause =
  // The first call of a lane.
  | "cold-start"
  | "fork-start"
  | "concurrent-start"
  // Done on purpose.
  | "compaction"
  | "clearing"
  | "rewind"
  // A switch that starts another cache.
  | "model-switch"
  | "speed-switch"
  | "effort-switch"
  | "ttl-downgrade"
  // Time.
  | "ttl-expired-5m"
  | "ttl-expired-1h"
  | "ttl-or-server"
  // Something in the prompt changed.
  | "resume-miss"
  | "tools-changed"
  | "system-changed"
  | "messages-changed"
  | "volatile-prefix"
  | "thinking-strip"
  | "lookback"
  // Patterns over several calls.
  | "clearing-loop"
  | "pinned"
  | "permanent-write"
  | "caching-off"
  | "under-minimum"
  | "gateway-uncached"
  // Not to be seen in the log.
  | "token-inflation"
  | "server-side-likely"
  | "unknown";

/** `certain`: the log or the server says it. `likely`: inferred from times and figures. `unclear`: it cannot be told. */
export type Confidence = "certain" | "likely" | "unclear";

/**
 * What kind of thing happened. `invalidation`: a loss nobody wanted. `expected-rebuild`: one that Claude Code makes on
 * purpose. `start`: the first call of a lane. `note`: worth saying, nothing was lost against the call before.
 */
export type EventKind = "invalidation" | "expected-rebuild" | "start" | "note";

/** Whose doing it was. The four are never added up into one "waste" figure. */
export type CauseGroup = "yours" | "expected" | "not-yours" | "unknown";

/** A run of the same break, call after call. */
export type Incident = {
  /** Key of its first call; equal on all its events. */
  readonly id: string;
  readonly calls: number;
  readonly lost: Tokens;
  /** Extra cost of all its calls; `undefined` when a model has no known price. */
  readonly cost: Usd | undefined;
  /** `undefined` when the log has no times or they span no time. */
  readonly costPerMinute: Usd | undefined;
  /** Three or more rewrites of nearly the whole prefix in a row: stop and look. */
  readonly runaway: boolean;
};

/** One event in the life of a cached prefix. Losses are by Claude Code's own rule: over 5 % and at least 2,000 tokens. */
export type CacheEvent = {
  readonly callKey: string;
  readonly messageId: string | undefined;
  /** What Anthropic's support asks for; many gateways give none. */
  readonly requestId: string | undefined;
  readonly at: EpochMs | undefined;
  readonly session: string;
  readonly lane: Lane;
  readonly agent: string | undefined;
  readonly model: string;
  readonly version: string | undefined;
  readonly kind: EventKind;
  readonly cause: Cause;
  readonly confidence: Confidence;
  readonly group: CauseGroup;
  /** Other causes that the log supports too, strongest first. */
  readonly also: readonly Cause[];
  /** What could have been read: min(previous read + written, this call's whole prompt). 0 at a start. */
  readonly expected: Tokens;
  readonly read: Tokens;
  readonly lost: Tokens;
  /** The part of the loss that was written to the cache again. */
  readonly rewritten: Tokens;
  /** The part of the loss that was sent outside the cache. */
  readonly resent: Tokens;
  /** From request to request; `undefined` at a start or when a time is missing. Never negative. */
  readonly gap: DurationMs | undefined;
  /** The lifetime the lost part was written with; `undefined` when the log does not say. */
  readonly ttl: Ttl | undefined;
  /** Extra cost of the loss at list price, whoever caused it; `undefined` when the model has no known price. */
  readonly avoidable: Usd | undefined;
  /** The same if what was written lives an hour; only where the log does not tell the lifetime. */
  readonly avoidableIf1h: Usd | undefined;
  /** By how much the same conversation became longer in tokens; only where token inflation is suspected. */
  readonly inflation: Ratio | undefined;
  readonly incident: Incident | undefined;
  readonly serverReason: string | undefined;
  /** Plain sentences with the numbers that led here, strongest first. */
  readonly evidence: readonly string[];
  /** What was looked at and does not explain it; said where the cause is inferred or unknown. */
  readonly ruledOut: readonly string[];
};
