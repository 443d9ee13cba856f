import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";

/** Real scrubbed sessions with independently counted totals. They are not part of the project, so they may be absent. */
export const CORPUS = join(import.meta.dirname, "..", "..", "shared", "corpus");

/** Put into the name of a test that needs the corpus, so that a skip says why. */
export const NEEDS_CORPUS = "(needs ../shared/corpus, absent in an ordinary checkout)";
export const hasCorpus = existsSync(join(CORPUS, "truth.json"));

/** Tokens under the names of the report's JSON. */
export type TruthTotals = {
  readonly calls: number;
  readonly uncachedInput: number;
  readonly cacheRead: number;
  readonly cacheWrite5m: number;
  readonly cacheWrite1h: number;
  readonly cacheWriteUnknownTtl: number;
  readonly output: number;
};

export type Truth = {
  readonly totals: TruthTotals;
  readonly byUtcMonth: { readonly [month: string]: TruthTotals };
  readonly byModel: { readonly [model: string]: TruthTotals };
  readonly byUser: { readonly [user: string]: TruthTotals };
};

export function truth(): Truth {
  return JSON.parse(readFileSync(join(CORPUS, "truth.json"), "utf8")) as Truth;
}

export type Label = {
  readonly messageId: string;
  readonly officialMiss: boolean;
  readonly expectedRead: number;
  readonly reachableRead: number;
  readonly read: number;
  readonly lost: number;
  readonly serverReason: string | null;
  readonly judgedCause: string;
};

export function labels(): readonly Label[] {
  return JSON.parse(readFileSync(join(CORPUS, "labels.json"), "utf8")) as Label[];
}
