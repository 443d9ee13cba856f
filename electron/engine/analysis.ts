import type { DatabaseSync } from "node:sqlite";
import { callOfRow, laneOf } from "./call-row.ts";
import type { Touched } from "./ledger.ts";
import { maybeNumber, maybeText, numberOf, textOf, type Row } from "./row.ts";
import {
  analyzeChain,
  type ChainAnalysis,
  type ChainCall,
  type ChainMark,
} from "../../shared/cache/chain.ts";
import type { CacheEvent } from "../../shared/cache/event.ts";
import type { PriceTable } from "../../shared/cost/price-table.ts";
import { NANO_PER_USD } from "../../shared/units.ts";

export type Analyst = ReturnType<typeof openAnalyst>;

/** Folds the chains of log files and keeps the events table in step with them. */
export function openAnalyst(db: DatabaseSync, prices: PriceTable) {
  const sql = {
    calls: db.prepare(
      "SELECT c.*, s.place, s.predecessor, s.agent AS seen_agent, s.request_at, s.ended_at " +
        "FROM sighting s JOIN call c ON c.id = s.call WHERE s.file = ? ORDER BY s.place",
    ),
    marks: db.prepare("SELECT * FROM mark WHERE file = ? ORDER BY place"),
    owned: db.prepare("SELECT id, key FROM call WHERE owner = ?"),
    sessionsOf: db.prepare("SELECT DISTINCT session FROM call WHERE owner = ?"),
    clear: db.prepare("DELETE FROM event WHERE call IN (SELECT id FROM call WHERE owner = ?)"),
    add: db.prepare("INSERT INTO event VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"),
  };

  function analyze(file: number): ChainAnalysis {
    return analyzeChain(sql.calls.all(file).map(chainCall), sql.marks.all(file).map(chainMark), prices);
  }

  /** Makes the events of the touched files anew, each event once, in the file that owns its call. */
  function refresh(touched: Touched): ReadonlyMap<number, ChainAnalysis> {
    const analyses = new Map<number, ChainAnalysis>();
    for (const file of touched.files) {
      const analysis = analyze(file);
      analyses.set(file, analysis);
      const owned = new Map(sql.owned.all(file).map((row) => [textOf(row, "key"), numberOf(row, "id")]));
      sql.clear.run(file);
      for (const event of analysis.events) {
        const id = owned.get(event.callKey);
        if (id !== undefined) sql.add.run(id, ...eventValues(event));
      }
      for (const row of sql.sessionsOf.all(file)) touched.sessions.add(textOf(row, "session"));
    }
    return analyses;
  }

  return { analyze, refresh };
}

function chainCall(row: Row): ChainCall {
  return {
    call: callOfRow(row),
    order: numberOf(row, "place"),
    predecessor: maybeText(row, "predecessor"),
    agent: maybeText(row, "seen_agent"),
    requestAt: maybeNumber(row, "request_at"),
    endedAt: maybeNumber(row, "ended_at"),
  };
}

function chainMark(row: Row): ChainMark {
  return {
    order: numberOf(row, "place"),
    agent: maybeText(row, "agent"),
    at: maybeNumber(row, "at"),
    // Only this program writes the column, and a new kind only comes with a new format number.
    mark: textOf(row, "kind") as ChainMark["mark"],
    detail: maybeText(row, "detail"),
  };
}

function eventValues(event: CacheEvent): readonly (string | number | null)[] {
  return [
    event.kind,
    event.cause,
    event.confidence,
    event.expected,
    event.read,
    event.lost,
    event.rewritten,
    event.resent,
    event.gap ?? null,
    event.ttl ?? null,
    event.avoidable === undefined ? null : Math.round(event.avoidable * NANO_PER_USD),
    event.serverReason ?? null,
    JSON.stringify(event.evidence),
  ];
}

/** Columns that `eventOfRow` needs, from `event e JOIN call c`. */
export const EVENT_COLUMNS =
  "e.*, c.key AS call_key, c.message_id, c.at, c.session, c.lane, c.agent, c.model, c.project";

export function eventOfRow(row: Row): CacheEvent {
  const avoidable = maybeNumber(row, "avoidable");
  return {
    callKey: textOf(row, "call_key"),
    messageId: maybeText(row, "message_id"),
    at: maybeNumber(row, "at"),
    session: textOf(row, "session"),
    lane: laneOf(textOf(row, "lane")),
    agent: maybeText(row, "agent"),
    model: textOf(row, "model"),
    kind: textOf(row, "kind") as CacheEvent["kind"],
    cause: textOf(row, "cause") as CacheEvent["cause"],
    confidence: textOf(row, "confidence") as CacheEvent["confidence"],
    expected: numberOf(row, "expected"),
    read: numberOf(row, "read"),
    lost: numberOf(row, "lost"),
    rewritten: numberOf(row, "rewritten"),
    resent: numberOf(row, "resent"),
    gap: maybeNumber(row, "gap"),
    ttl: maybeText(row, "ttl") as CacheEvent["ttl"],
    avoidable: avoidable === undefined ? undefined : avoidable / NANO_PER_USD,
    serverReason: maybeText(row, "server_reason"),
    evidence: JSON.parse(textOf(row, "evidence")) as readonly string[],
  };
}
