import { isInLineAt } from "./line-at.ts";
import { countNaively } from "./naive-count.ts";
import type { Queries } from "./queries.ts";
import type { AnswerTo } from "../../shared/question.ts";
import { addTotals } from "../../shared/usage/totals.ts";

const FIGURES = [
  "calls",
  "uncachedInput",
  "cacheRead",
  "cacheWrite5m",
  "cacheWrite1h",
  "cacheWriteUnknownTtl",
  "output",
] as const;

/**
 * Counts logs again, with a reader that counts with code of its own, and holds the ledger against it: the calls that the
 * reader counts, and those that it does not although their lines stand in these logs.
 */
export function verifyLedger(
  queries: Queries,
  paths: readonly string[],
  upTo?: ReadonlyMap<string, number>,
): AnswerTo<"verify"> {
  const naive = countNaively(paths, upTo);
  const known = queries.totalsOf(naive.keys);
  const all = queries.callCount();
  const uncounted = all === known.calls ? new Set<string>() : uncountedKeys(queries, naive.keys, paths);
  const { calls, usage } = uncounted.size === 0 ? known : addTotals(known, queries.totalsOf(uncounted));
  const ledger = { calls, ...usage };
  const rows = FIGURES.map((name) => ({ name, ledger: ledger[name], again: naive[name] }));
  return {
    kind: "verify",
    equal: rows.every(({ ledger, again }) => ledger === again),
    rows,
    logs: paths.length,
    damagedLines: naive.badLines,
    uncounted: uncounted.size,
    beyond: all - calls,
  };
}

/**
 * Of the calls that were not counted again, those that should have been: where one is said to stand, its message id still
 * does. A log that was written anew, or that is gone, no longer shows it.
 */
function uncountedKeys(
  queries: Queries,
  counted: ReadonlySet<string>,
  paths: readonly string[],
): ReadonlySet<string> {
  const shown = queries
    .sightingsBeside(counted, paths)
    .filter(({ path, place, messageId }) => isInLineAt(path, place, messageId));
  return new Set(shown.map(({ key }) => key));
}
