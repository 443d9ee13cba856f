import { countNaively } from "./naive-count.ts";
import type { Queries } from "./queries.ts";
import type { AnswerTo } from "../../shared/question.ts";

const FIGURES = [
  "calls",
  "uncachedInput",
  "cacheRead",
  "cacheWrite5m",
  "cacheWrite1h",
  "cacheWriteUnknownTtl",
  "output",
] as const;

/** Counts logs again, with a reader that counts with code of its own, and holds the ledger against it. */
export function verifyLedger(
  queries: Queries,
  paths: readonly string[],
  upTo?: ReadonlyMap<string, number>,
): AnswerTo<"verify"> {
  const naive = countNaively(paths, upTo);
  const { calls, usage } = queries.totalsOf(naive.keys);
  const ledger = { calls, ...usage };
  const rows = FIGURES.map((name) => ({ name, ledger: ledger[name], again: naive[name] }));
  return {
    kind: "verify",
    equal: rows.every(({ ledger, again }) => ledger === again),
    rows,
    logs: paths.length,
    damagedLines: naive.badLines,
    beyond: queries.callCount() - calls,
  };
}
