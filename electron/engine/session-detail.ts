import type { DatabaseSync } from "node:sqlite";
import { eventOfRow, type Analyst } from "./analysis.ts";
import { numberOf, textOf } from "./row.ts";
import { warmthOf, type Summarizer } from "./session-summary.ts";
import type { Step } from "../../shared/cache/chain.ts";
import type { Warmth } from "../../shared/cache/warm.ts";
import { costOf } from "../../shared/cost/cost-of.ts";
import { priceOf, type PriceTable } from "../../shared/cost/price-table.ts";
import type { CallView, LaneSummary, MarkView, SessionDetail } from "../../shared/feed.ts";
import { addUsage, NO_USAGE, promptTokens } from "../../shared/usage/token-usage.ts";
import { NANO_PER_USD } from "../../shared/units.ts";

/** Places of a session's second, third … file stand behind those of the one before; no log is a terabyte long. */
const FILE_STRIDE = 1e12;

/** Everything about one session, for the pages that show its calls. */
export function openDetailer(db: DatabaseSync, analyst: Analyst, summarizer: Summarizer, prices: PriceTable) {
  /** A step of a log that grows stays the same one, and so does what is shown of it. */
  const views = new WeakMap<Step, CallView>();
  const sql = {
    owners: db.prepare("SELECT key, owner FROM call WHERE session = ?"),
    // The main conversation first, then the agents as they began.
    files: db.prepare(
      "SELECT owner FROM call WHERE session = ? GROUP BY owner ORDER BY min(lane = 'sub'), min(coalesce(at, 0)), owner",
    ),
    events: db.prepare(
      "SELECT e.value FROM event e JOIN call c ON c.id = e.call WHERE c.session = ? ORDER BY c.at, c.id",
    ),
  };

  function viewOf(step: Step, order: number): CallView {
    const known = views.get(step);
    if (known?.order === order) return known;
    const view = callView(step, order, prices);
    views.set(step, view);
    return view;
  }

  return (session: string): SessionDetail | undefined => {
    const analyses = new Map(
      sql.files.all(session).map((row) => {
        const file = numberOf(row, "owner");
        return [file, analyst.analyze(file)] as const;
      }),
    );
    const summary = summarizer.summarize(session, analyses);
    if (summary === undefined) return undefined;
    const owners = new Map(
      sql.owners.all(session).map((row) => [textOf(row, "key"), numberOf(row, "owner")]),
    );
    const steps: { readonly step: Step; readonly order: number }[] = [];
    const marks: MarkView[] = [];
    [...analyses].forEach(([file, analysis], index) => {
      const base = index * FILE_STRIDE;
      for (const step of analysis.steps) {
        if (owners.get(step.chainCall.call.key) === file)
          steps.push({ step, order: base + step.chainCall.order });
      }
      for (const { order, agent, at, mark, detail } of analysis.marks) {
        marks.push({ order: base + order, agent, at, mark, detail });
      }
    });
    return {
      id: session,
      summary,
      lanes: lanesOf(
        steps.map(({ step }) => step),
        prices,
        summary.warm,
      ),
      calls: steps.map(({ step, order }) => viewOf(step, order)),
      events: sql.events.all(session).map(eventOfRow),
      marks,
    };
  };
}

function callView(step: Step, order: number, prices: PriceTable): CallView {
  const { call } = step.chainCall;
  const { model, speed, geo, usage } = call.figures;
  const { at, lane, agent, version, effort } = call.place;
  const price = priceOf(prices, { model, at, speed, geo, promptTokens: promptTokens(usage) });
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
