import type { DatabaseSync } from "node:sqlite";
import type { EpochMs, Tokens } from "../../shared/units.ts";

/** What one key was told about one request: figures, never the request or the key. */
export type TokenComparison = {
  readonly at: EpochMs;
  /** As the answer names it. */
  readonly model: string;
  readonly host: string;
  /** By /v1/messages/count_tokens. */
  readonly counted: Tokens;
  /** By the usage of the answer: the three together are the whole prompt. */
  readonly uncached: Tokens;
  readonly read: Tokens;
  readonly written: Tokens;
};

export function saveTokenComparison(db: DatabaseSync, found: TokenComparison): void {
  const { at, model, host, counted, uncached, read, written } = found;
  db.prepare(
    "INSERT INTO token_comparison (at, model, host, counted, uncached, read, written) VALUES (?, ?, ?, ?, ?, ?, ?)",
  ).run(at, model, host, counted, uncached, read, written);
}
