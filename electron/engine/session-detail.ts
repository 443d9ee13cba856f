import type { DatabaseSync } from "node:sqlite";
import { eventOfRow, type Analyst } from "./analysis.ts";
import { numberOf, textOf } from "./row.ts";
import { warmthOf } from "./session-summary.ts";
import type { ChainMark, Step } from "../../shared/cache/chain.ts";
import type { ChainAnalysis } from "../../shared/cache/events.ts";
import type { Warmth } from "../../shared/cache/warm.ts";
import { costOf } from "../../shared/cost/cost-of.ts";
import { priceOfCall, type PriceTable } from "../../shared/cost/price-table.ts";
import type { CallView, LaneSummary, MarkView, SessionDetail, SessionSummary } from "../../shared/feed.ts";
import { addUsage, NO_USAGE } from "../../shared/usage/token-usage.ts";
import { NANO_PER_USD } from "../../shared/units.ts";

/** Places of a session's second, third … file stand behind those of the one before; no log is a terabyte long. */
const FILE_STRIDE = 1e12;

/** Everything about one session, for the pages that show its calls. */
export function openDetailer(db: DatabaseSync, analyst: Analyst, prices: PriceTable) {
  // A step or a mark of a log that grows stays the same one, and so does what is shown of it.
  const calls = new WeakMap<Step, CallView>();
  const marks = new WeakMap<ChainMark, MarkView>();
  const sql = {
    // The main conversation first, then the agents as they began.
    files: db.prepare(
      "SELECT owner FROM call WHERE session = ? GROUP BY owner ORDER BY min(lane = 'sub'), min(coalesce(at, 0)), owner",
    ),
    copies: db.prepare(
      "SELECT c.key FROM sighting s JOIN call c ON c.id = s.call WHERE s.file = ? AND c.owner <> s.file",
    ),
    events: db.prepare(
      "SELECT e.value FROM event e JOIN call c ON c.id = e.call WHERE c.session = ? ORDER BY c.at, c.id",
    ),
  };

  function callOf(step: Step, base: number): CallView {
    const order = base + step.chainCall.order;
    const known = calls.get(step);
    if (known?.order === order) return known;
    const view = callView(step, order, prices);
    calls.set(step, view);
    return view;
  }

  function markOf(chainMark: ChainMark, base: number): MarkView {
    const order = base + chainMark.order;
    const known = marks.get(chainMark);
    if (known?.order === order) return known;
    const { agent, at, mark, detail } = chainMark;
    const view = { order, agent, at, mark, detail };
    marks.set(chainMark, view);
    return view;
  }

  /** The steps of a session that a log shows and no other log before it. */
  function ownSteps(file: number, session: string, { steps }: ChainAnalysis): readonly Step[] {
    const copies = new Set(sql.copies.all(file).map((row) => textOf(row, "key")));
    return steps.filter(({ chainCall: { call } }) => call.place.session === session && !copies.has(call.key));
  }

  return (summary: SessionSummary): SessionDetail => {
    const session = summary.id;
    const logs = sql.files.all(session).map((row, index) => {
      const file = numberOf(row, "owner");
      const analysis = analyst.follow(file);
      const base = index * FILE_STRIDE;
      return { base, marks: analysis.marks, steps: ownSteps(file, session, analysis) };
    });
    return {
      id: session,
      summary,
      lanes: lanesOf(
        logs.flatMap(({ steps }) => steps),
        prices,
        summary.warm,
      ),
      calls: logs.flatMap(({ steps, base }) => steps.map((step) => callOf(step, base))),
      events: sql.events.all(session).map(eventOfRow),
      marks: logs.flatMap((log) => log.marks.map((mark) => markOf(mark, log.base))),
    };
  };
}

function callView(step: Step, order: number, prices: PriceTable): CallView {
  const { call } = step.chainCall;
  const { model, usage } = call.figures;
  const { at, lane, agent, version, effort } = call.place;
  const price = priceOfCall(prices, call);
  return {
    key: call.key,
    messageId: call.messageId,
    order,
    at,
    lane,
    agent,
    model,
    version,
    effort,
    usage,
    expected: step.shortfall?.expected,
    gap: step.gap,
    cost: price === undefined ? undefined : costOf(usage, price) / NANO_PER_USD,
    serverReason: call.serverReason,
    finished: call.stopReason !== undefined,
  };
}

/** `main` is the warmth of the main lane. */
function lanesOf(
  steps: readonly Step[],
  prices: PriceTable,
  main: Warmth | undefined,
): readonly LaneSummary[] {
  const byAgent = Map.groupBy(steps, (step) => step.chainCall.call.place.agent);
  return [...byAgent].map(([agent, own]): LaneSummary => {
    const times = own.flatMap(({ chainCall }) => chainCall.call.place.at ?? []);
    const ends = own.flatMap(({ chainCall }) => chainCall.endedAt ?? chainCall.call.place.at ?? []);
    const last = own.at(-1);
    return {
      agent,
      calls: own.length,
      usage: own.reduce((sum, { chainCall }) => addUsage(sum, chainCall.call.figures.usage), NO_USAGE),
      firstAt: least(times),
      lastAt: greatest(ends),
      warm: warmthOfLane(agent, last, prices, main),
    };
  });
}

/** Claude Code's own word is of the main lane alone. */
function warmthOfLane(
  agent: string | undefined,
  last: Step | undefined,
  prices: PriceTable,
  main: Warmth | undefined,
): Warmth | undefined {
  if (agent === undefined && main?.source === "claude-code") return main;
  return last === undefined ? undefined : warmthOf(last, prices);
}

function least(values: readonly number[]): number | undefined {
  return values.length === 0 ? undefined : values.reduce((a, b) => Math.min(a, b));
}

function greatest(values: readonly number[]): number | undefined {
  return values.length === 0 ? undefined : values.reduce((a, b) => Math.max(a, b));
}
