import { parseArgs } from "node:util";
import { stringify } from "csv-stringify/sync";
import { ENGINE_OPTIONS, readEngineArguments } from "./engine-arguments.ts";
import { askLedger, sayNoLogs } from "./ledger-question.ts";
import { RANGE_OPTIONS, readRange, usageError } from "./range-arguments.ts";
import { textTable } from "./text-table.ts";
import { REPORT_KEYS, type Report, type ReportKey } from "../engine/queries.ts";
import type { Totals } from "../../shared/feed.ts";
import { compactTokens, exactCount, percent, usd } from "../../shared/format.ts";
import { guardFormula } from "../../shared/formula-guard.ts";
import type { Usd } from "../../shared/units.ts";
import { cacheWrite, hitRate } from "../../shared/usage/token-usage.ts";

const OPTIONS = {
  ...ENGINE_OPTIONS,
  ...RANGE_OPTIONS,
  by: { type: "string", default: "month" },
} as const;

/** Prints totals by month, week, day, session, project, model or cause. The exit code. */
export function report(args: readonly string[]): number {
  const { values } = parseArgs({ args: [...args], options: OPTIONS, strict: true });
  const by = REPORT_KEYS.find((key) => key === values.by);
  if (by === undefined) return usageError(`--by wants one of ${REPORT_KEYS.join(", ")}, not "${values.by}"`);
  const range = readRange(values);
  if (typeof range === "number") return range;
  return askLedger(readEngineArguments(args), ({ queries, walk, rootPaths }) => {
    const found = queries.report(by, range);
    if (walk?.files.length === 0 && found.totals.calls === 0) return sayNoLogs(rootPaths);
    process.stdout.write(render(found, by, range.format));
    return 0;
  });
}

function render(found: Report, by: ReportKey, format: "table" | "json" | "csv"): string {
  switch (format) {
    case "json": {
      const rows = found.rows.map(({ key, totals }) => ({ key, ...figures(totals) }));
      return `${JSON.stringify({ schema: 1, by, totals: figures(found.totals), rows }, undefined, 1)}\n`;
    }
    case "csv": {
      const rows = found.rows.map(({ key, totals }) => ({ [by]: key, ...figures(totals) }));
      // Names of folders and models come from logs: a spreadsheet must not take one for a formula.
      return stringify(rows, {
        header: true,
        columns: [by, ...FIGURE_NAMES],
        cast: { string: guardFormula },
      });
    }
    case "table":
      return table(found, by);
  }
}

/** The stable names of the command line (design/architecture.md); null is "no data". */
function figures(totals: Totals) {
  const { calls, usage, unpricedCalls } = totals;
  return {
    calls,
    ...usage,
    hitRate: hitRate(usage) ?? null,
    costUsd: roundMicro(knownCost(totals)),
    unpricedCalls,
    avoidableUsd: roundMicro(knownAvoidable(totals)),
  };
}

/** Dollars of calls without a known price are unknown, not zero: a sum of none of the calls is no sum. */
function knownCost({ calls, unpricedCalls, cost }: Totals): Usd | undefined {
  return unpricedCalls === calls ? undefined : cost;
}

/** As in exports: where nothing was lost the cost of it is zero, whatever the price. */
function knownAvoidable(totals: Totals): Usd | undefined {
  const { calls, unpricedCalls, invalidations, expectedRebuilds, avoidableCost } = totals;
  return invalidations + expectedRebuilds > 0 && unpricedCalls === calls ? undefined : avoidableCost;
}

const FIGURE_NAMES = [
  "calls",
  "uncachedInput",
  "cacheRead",
  "cacheWrite5m",
  "cacheWrite1h",
  "cacheWriteUnknownTtl",
  "output",
  "hitRate",
  "costUsd",
  "unpricedCalls",
  "avoidableUsd",
] satisfies (keyof ReturnType<typeof figures>)[];

/** Sums of dollars carry binary dust; a micro-dollar is the finest that means something. */
function roundMicro(dollars: Usd | undefined): Usd | null {
  return dollars === undefined ? null : Math.round(dollars * 1e6) / 1e6;
}

function table({ rows, totals }: Report, by: ReportKey): string {
  // What fits 80 columns; the uncached input is in the other formats.
  const heads = ["Calls", "Hit rate", "Read", "Written", "Output", "Cost", "Avoidable"];
  const columns = [
    { head: capital(by), right: false, gives: true },
    ...heads.map((head) => ({ head, right: true })),
  ];
  const body = [...rows.map(({ key, totals: own }) => [key, ...cells(own)]), ["Total", ...cells(totals)]];
  const unpriced = totals.unpricedCalls;
  const note =
    unpriced === 0
      ? ""
      : `${exactCount(unpriced)} calls of models without a known price are not in the cost.\n`;
  return textTable(columns, body) + note;
}

function cells(totals: Totals): readonly string[] {
  const { usage } = totals;
  return [
    exactCount(totals.calls),
    percent(hitRate(usage)),
    compactTokens(usage.cacheRead),
    compactTokens(cacheWrite(usage)),
    compactTokens(usage.output),
    usd(knownCost(totals)),
    usd(knownAvoidable(totals)),
  ];
}

function capital(word: string): string {
  return word.slice(0, 1).toUpperCase() + word.slice(1);
}
