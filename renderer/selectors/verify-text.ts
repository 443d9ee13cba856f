import { counted, exactCount } from "../../shared/format.ts";
import type { Totals } from "../../shared/feed.ts";
import type { VerifyAnswer } from "../../shared/question.ts";

const NAMES: Readonly<Record<string, string>> = {
  calls: "Calls",
  uncachedInput: "Uncached input",
  cacheRead: "Read from cache",
  cacheWrite5m: "Written for 5 minutes",
  cacheWrite1h: "Written for 1 hour",
  cacheWriteUnknownTtl: "Written, lifetime not logged",
  output: "Output",
};

const ORDER = Object.keys(NAMES);

/** The figures that are counted again, as the ledger has them before. */
export function ledgerFigures({
  calls,
  usage,
}: Totals): readonly { readonly name: string; readonly ledger: number }[] {
  return Object.entries({ calls, ...usage })
    .filter(([name]) => name in NAMES)
    .map(([name, ledger]) => ({ name, ledger }))
    .sort((a, b) => ORDER.indexOf(a.name) - ORDER.indexOf(b.name));
}

/** The figure's name in plain words; one that is new here keeps its own. */
export function verifyName(name: string): string {
  return NAMES[name] ?? name;
}

/** One sentence that says whether the two counts agree. */
export function verdict({ equal, rows, logs }: VerifyAnswer): string {
  if (equal) return `Both counts agree to the token, over ${counted(logs, "log")}.`;
  const off = rows.filter(({ ledger, again }) => ledger !== again).length;
  return `The counts differ in ${exactCount(off)} of ${exactCount(rows.length)} figures, over ${counted(logs, "log")}: please report it.`;
}
