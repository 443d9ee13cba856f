import type { FoundFile } from "./discover.ts";
import type { SessionChanges } from "./session-summaries.ts";

/** How much one transaction does. */
export type SliceSize = {
  /** It takes about this long at most. */
  readonly ms: number;
  /** Whether the sessions touched are summed up at once; else `summarizeMissing` does it, once for each. */
  readonly summarize: boolean;
};

/** Pages and requests are answered between two slices. */
export const LIVE_MS = 80;
export const LIVE: SliceSize = { ms: LIVE_MS, summarize: true };

/**
 * So often a first reading analyses what it has put: calls that live until the end of a slice are copied by V8's collector
 * again and again (1 GB, slices of 120 ms: 3 to 6 % of the processor, 2026-11-22).
 */
export const ANALYSIS_MS = 15;

/** What one transaction did: what is left of the files given, and what became of the sessions touched. */
export type Slice = SessionChanges & { readonly rest: readonly FoundFile[] };
