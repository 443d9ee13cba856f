import type { CacheEvent, CauseGroup } from "./cache/event.ts";
import type { Tokens, Usd } from "./units.ts";

/** What a page may ask of the whole history. Days are calendar days such as `2026-08-14` in `zone`, ends included. */
export type Question = {
  readonly kind: "invalidations";
  readonly from: string | undefined;
  readonly to: string | undefined;
  readonly zone: string;
};

export type Answer = { readonly kind: "invalidations" } & InvalidationsAnswer;

/** Losses of one group: they are never added up over the groups. */
export type GroupLosses = { readonly events: number; readonly lost: Tokens; readonly cost: Usd };

/** How often the cache broke among the calls of one week, version or project. */
export type TrendRow = {
  /** `2026-W33`, `2.1.224`, or the project's folder name. */
  readonly key: string;
  readonly calls: number;
  readonly losses: { readonly [group in CauseGroup]: GroupLosses };
};

/** Tokens written on one day by lifetime: how the share of one-hour writes drifts. */
export type TierDay = {
  readonly day: string;
  readonly write5m: Tokens;
  readonly write1h: Tokens;
  readonly writeUnknown: Tokens;
};

export type InvalidationsAnswer = {
  /** Losses and notes of the range, newest first, at most 5,000. */
  readonly events: readonly CacheEvent[];
  /** How many there are in all. */
  readonly eventCount: number;
  /** The whole range in one row; its key is empty. */
  readonly all: TrendRow;
  readonly byWeek: readonly TrendRow[];
  readonly byVersion: readonly TrendRow[];
  readonly byProject: readonly TrendRow[];
  readonly tiers: readonly TierDay[];
};
