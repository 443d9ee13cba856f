import type { DatabaseSync } from "node:sqlite";
import { LOSS_JOIN, OWNED, type Analyst } from "./analysis.ts";
import { usageOfRow } from "./call-row.ts";
import { maybeNumber, maybeText, numberOf, textOf, type Row } from "./row.ts";
import type { Step } from "../../shared/cache/chain.ts";
import type { ChainAnalysis } from "../../shared/cache/events.ts";
import { preferTold, warmthAfter, type ToldWarmth, type Warmth } from "../../shared/cache/warm.ts";
import { priceOfCall, type PriceTable } from "../../shared/cost/price-table.ts";
import { isAnthropicServed } from "../../shared/cost/served-by.ts";
import type { SessionSummary, Totals } from "../../shared/feed.ts";
import { addUsage, NO_USAGE, promptTokens } from "../../shared/usage/token-usage.ts";
import { NANO_PER_USD } from "../../shared/units.ts";

/** How many calls "recently" means in a summary. */
const RECENT = 8;

/** Sums over any set of calls, under the names that `totalsOfRow` reads. Needs `call c` with `LOSS_JOIN`. */
export const TOTALS_COLUMNS = `
  count(*) AS calls,
  sum(c.uncached) AS uncached, sum(c.read) AS read, sum(c.write_5m) AS write_5m, sum(c.write_1h) AS write_1h,
  sum(c.write_unknown) AS write_unknown, sum(c.output) AS output,
  coalesce(sum(c.cost), 0) AS cost, coalesce(sum(c.cost_without_cache), 0) AS cost_without_cache,
  sum(c.cost IS NULL) AS unpriced,
  coalesce(sum(e.kind = 'invalidation'), 0) AS invalidations,
  coalesce(sum(e.kind = 'expected-rebuild'), 0) AS rebuilds,
  coalesce(sum(CASE WHEN e.kind = 'invalidation' THEN e.lost END), 0) AS lost,
  coalesce(sum(CASE WHEN e.kind = 'invalidation' THEN e.avoidable END), 0) AS lost_cost,
  coalesce(sum(CASE WHEN e.kind = 'invalidation' AND e.grp = 'yours' THEN e.avoidable END), 0) AS avoidable_cost,
  coalesce(sum(e.kind = 'invalidation' AND e.grp = 'yours'), 0) AS avoidable_breaks`;

export function totalsOfRow(row: Row): Totals {
  return {
    calls: numberOf(row, "calls"),
    usage: usageOfRow(row),
    cost: numberOf(row, "cost") / NANO_PER_USD,
    costWithoutCache: numberOf(row, "cost_without_cache") / NANO_PER_USD,
    unpricedCalls: numberOf(row, "unpriced"),
    invalidations: numberOf(row, "invalidations"),
    expectedRebuilds: numberOf(row, "rebuilds"),
    lost: numberOf(row, "lost"),
    lostCost: numberOf(row, "lost_cost") / NANO_PER_USD,
    avoidableCost: numberOf(row, "avoidable_cost") / NANO_PER_USD,
    avoidableBreaks: numberOf(row, "avoidable_breaks"),
  };
}

export type Summarizer = ReturnType<typeof openSummarizer>;

/** Makes the whole value of one session's row out of the ledger. */
export function openSummarizer(
  db: DatabaseSync,
  analyst: Analyst,
  prices: PriceTable,
  told: (session: string) => ToldWarmth | undefined,
) {
  const sql = {
    totals: db.prepare(`SELECT ${TOTALS_COLUMNS} FROM call c ${LOSS_JOIN} WHERE c.session = ?`),
    span: db.prepare(
      "SELECT min(c.at) AS first_at, max(coalesce(s.ended_at, c.at)) AS last_at, count(DISTINCT c.agent) AS agents, " +
        "max(c.uncached + c.read + c.write_5m + c.write_1h + c.write_unknown) AS peak " +
        "FROM call c JOIN sighting s ON s.call = c.id AND s.file = c.owner WHERE c.session = ?",
    ),
    models: db.prepare(
      "SELECT model FROM call WHERE session = ? GROUP BY model ORDER BY lane = 'sub', count(*) DESC, model",
    ),
    // The main conversation may lie in several files (1.0 copied it at each resume): the one used last leads.
    mainFile: db.prepare(
      "SELECT owner FROM call WHERE session = ? ORDER BY lane = 'sub', coalesce(at, 0) DESC, id DESC LIMIT 1",
    ),
    stored: db.prepare(`SELECT value FROM session_summary WHERE session IN (SELECT c.session ${OWNED})`),
    file: db.prepare("SELECT project, cwd, gone_at FROM file WHERE id = ?"),
  };

  function summarize(
    session: string,
    analyses: ReadonlyMap<number, ChainAnalysis>,
  ): SessionSummary | undefined {
    const owner = sql.mainFile.get(session);
    const span = sql.span.get(session);
    if (owner === undefined || span === undefined) return undefined;
    const fileId = numberOf(owner, "owner");
    const file = sql.file.get(fileId) ?? {};
    const steps = mainSteps(analyses.get(fileId) ?? analyst.analyze(fileId), session);
    const last = steps.at(-1);
    const recent = steps.slice(-RECENT).map((step) => step.chainCall.call.figures.usage);
    return {
      id: session,
      project: textOf(file, "project"),
      cwd: maybeText(file, "cwd"),
      models: sql.models.all(session).map((row) => textOf(row, "model")),
      version: last?.chainCall.call.place.version,
      effort: last?.chainCall.call.place.effort,
      firstAt: maybeNumber(span, "first_at"),
      lastAt: maybeNumber(span, "last_at"),
      agents: numberOf(span, "agents"),
      totals: totalsOfRow(sql.totals.get(session) ?? {}),
      context: contextOf(last),
      contextBefore: contextOf(steps.at(-2)),
      contextPeak: numberOf(span, "peak"),
      recent: recent.reduce(addUsage, NO_USAGE),
      warm: last === undefined ? undefined : warmthOf(last, prices, told(session)),
      sourceGone: file["gone_at"] !== null,
    };
  }

  /** The stored values of the sessions that a file leads, with the label of whether it is still there. */
  function relabel(file: number): readonly SessionSummary[] {
    const sourceGone = sql.file.get(file)?.["gone_at"] !== null;
    return sql.stored.all(file).flatMap((row): readonly SessionSummary[] => {
      const stored = JSON.parse(textOf(row, "value")) as SessionSummary;
      const leads = numberOf(sql.mainFile.get(stored.id) ?? {}, "owner") === file;
      return leads ? [{ ...stored, sourceGone }] : [];
    });
  }

  return { summarize, relabel };
}

/** The main lane; a session of which only an agent's log is left is led by that agent. */
function mainSteps(analysis: ChainAnalysis, session: string): readonly Step[] {
  const own = analysis.steps.filter((step) => step.chainCall.call.place.session === session);
  const main = own.filter((step) => step.chainCall.agent === undefined);
  return main.length > 0 ? main : own;
}

function contextOf(step: Step | undefined): number | undefined {
  return step === undefined ? undefined : promptTokens(step.chainCall.call.figures.usage);
}

/** Warmth after a call at the price of its model; `undefined` where the cache is not Anthropic's. */
export function warmthOf(step: Step, prices: PriceTable, told?: ToldWarmth): Warmth | undefined {
  const { call } = step.chainCall;
  if (!isAnthropicServed(call.figures.model)) return undefined;
  const price = priceOfCall(prices, call);
  const warm = warmthAfter(step.segments, price);
  return warm === undefined ? undefined : preferTold(warm, told, price);
}
