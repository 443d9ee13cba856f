import type { DatabaseSync } from "node:sqlite";
import { callOfRow } from "./call-row.ts";
import type { EventRow, KeptChain, KeptChains } from "./kept-chains.ts";
import type { FreshChain, Touched } from "./ledger.ts";
import { maybeNumber, maybeText, numberOf, textOf, type Row } from "./row.ts";
import type { ChainMark } from "../../shared/cache/chain.ts";
import { ChainFold } from "../../shared/cache/chain-fold.ts";
import type { CacheEvent } from "../../shared/cache/event.ts";
import { analyzeChain, type ChainAnalysis } from "../../shared/cache/events.ts";
import type { Neighbour } from "../../shared/cache/starts.ts";
import type { PriceTable } from "../../shared/cost/price-table.ts";
import { NANO_PER_USD, type DurationMs } from "../../shared/units.ts";

/** The calls that a log owns: it shows them, and their place is in it. */
export const OWNED = "FROM sighting s JOIN call c ON c.id = s.call WHERE s.file = ? AND c.owner = s.file";

/** Lanes that start within this time of each other may have raced for the same head. */
const RACE: DurationMs = 60_000;
/** One is enough to explain a start; thousands of agents started at once would else be read by each other. */
const MOST_NEIGHBOURS = 400;

export type Analyst = ReturnType<typeof openAnalyst>;

/** Folds the chains of log files and keeps the events table in step with them. */
export function openAnalyst(db: DatabaseSync, prices: PriceTable, chains: KeptChains) {
  const sql = {
    calls: db.prepare(
      "SELECT c.*, s.place, s.predecessor, s.agent AS seen_agent, s.request_at, s.ended_at, s.blocks " +
        "FROM sighting s JOIN call c ON c.id = s.call WHERE s.file = ? ORDER BY s.place",
    ),
    marks: db.prepare("SELECT * FROM mark WHERE file = ? ORDER BY place"),
    starts: db.prepare(
      "SELECT min(request_at) AS first, max(request_at) AS last FROM sighting WHERE file = ? AND predecessor IS NULL",
    ),
    neighbours: db.prepare(
      "SELECT s.file, s.request_at, c.at, c.read, c.model FROM sighting s " +
        "JOIN call c ON c.id = s.call JOIN file f ON f.id = s.file " +
        "WHERE s.predecessor IS NULL AND s.request_at BETWEEN ? AND ? AND s.file <> ? " +
        "AND f.project = (SELECT project FROM file WHERE id = ?) AND c.at IS NOT NULL " +
        `ORDER BY s.request_at, s.file LIMIT ${MOST_NEIGHBOURS}`,
    ),
    clear: db.prepare(`DELETE FROM event WHERE call IN (SELECT c.id ${OWNED})`),
    take: db.prepare("DELETE FROM event WHERE call = ? AND kind = ?"),
    takeAll: db.prepare("DELETE FROM event WHERE call = ?"),
    add: db.prepare(
      "INSERT INTO event (call, kind, cause, grp, lost, avoidable, value) VALUES (?, ?, ?, ?, ?, ?, ?)",
    ),
  };

  function neighbourRows(file: number): readonly Row[] {
    const span = sql.starts.get(file) ?? {};
    const [first, last] = [span["first"], span["last"]];
    if (typeof first !== "number" || typeof last !== "number") return [];
    return sql.neighbours.all(first - RACE, last + RACE, file, file);
  }

  function analyze(file: number): ChainAnalysis {
    const kept = chains.of(file);
    if (kept === undefined) return foldChain(file, readChain(file));
    return kept.analysis ?? foldChain(file, kept);
  }

  /**
   * The same of a log that will be asked for again, as those of agents at each call of a session that is watched. Not for
   * sums: kept for them, chains of logs long gone filled what there is room for (soak, 2026-11-21).
   */
  function follow(file: number): ChainAnalysis {
    if (chains.of(file) === undefined) chains.keep(file, readChain(file));
    return analyze(file);
  }

  function foldChain(file: number, chain: KeptChain): ChainAnalysis {
    const { calls, marks, changedFrom } = chain;
    const neighbours = neighbourRows(file).map(neighbour);
    chain.analysis = chain.fold.fold({ calls, marks, neighbours }, changedFrom);
    chain.changedFrom = calls.length;
    return chain.analysis;
  }

  function readChain(file: number): KeptChain {
    return chainOf(file, sql.calls.all(file), sql.marks.all(file), new ChainFold(prices));
  }

  /** Makes the events of the touched files anew, each event once, in the file that owns its call. */
  function refresh(touched: Touched): ReadonlyMap<number, ChainAnalysis> {
    // A lane that has just become known may be what another one raced with.
    const around = new Map([...touched.fresh.keys()].map((file) => [file, neighbourRows(file)]));
    for (const row of [...around.values()].flat()) touched.files.add(numberOf(row, "file"));
    const analyses = new Map<number, ChainAnalysis>();
    for (const file of touched.files) {
      const chain = touched.fresh.get(file);
      analyses.set(file, chain === undefined ? refold(file, touched) : foldFresh(chain, around.get(file)));
    }
    return analyses;
  }

  function foldFresh(
    { calls, marks, ids }: FreshChain,
    around: readonly Row[] | undefined = [],
  ): ChainAnalysis {
    const neighbours = around.map(neighbour);
    const analysis = analyzeChain({ calls, marks, neighbours }, prices);
    if (analysis.events.length > 0) {
      addEvents(analysis, new Map(calls.map(({ call }, index) => [call.key, ids[index]])));
    }
    return analysis;
  }

  function refold(file: number, touched: Touched): ChainAnalysis {
    const chain = chains.of(file) ?? readChain(file);
    const analysis = foldChain(file, chain);
    for (const { call } of chain.calls)
      if (chain.owned.has(call.key)) touched.sessions.add(call.place.session);
    writeEvents(file, chain, analysis);
    if (touched.grown.has(file)) chains.keep(file, chain);
    return analysis;
  }

  /** Brings the rows of the log's own calls in step; those that stay as they are, nearly all, are left alone. */
  function writeEvents(file: number, chain: KeptChain, { events }: ChainAnalysis): void {
    const before = chain.events ?? new Map<string, EventRow>();
    if (chain.events === undefined) sql.clear.run(file);
    for (const id of chain.adopted) sql.takeAll.run(id);
    chain.adopted.clear();
    const rows = new Map<string, EventRow>();
    for (const event of events) {
      const id = chain.owned.has(event.callKey) ? chain.ids.get(event.callKey) : undefined;
      if (id === undefined) continue;
      const values = eventValues(event);
      const row = { call: id, kind: event.kind, value: values.join("\n") };
      const name = `${id} ${event.kind}`;
      rows.set(name, row);
      if (before.get(name)?.value === row.value) continue;
      if (before.has(name)) sql.take.run(id, event.kind);
      sql.add.run(id, ...values);
    }
    for (const [name, { call, kind }] of before) if (!rows.has(name)) sql.take.run(call, kind);
    chain.events = rows;
  }

  function addEvents({ events }: ChainAnalysis, ids: ReadonlyMap<string, number | undefined>): void {
    for (const event of events) {
      const id = ids.get(event.callKey);
      if (id !== undefined) sql.add.run(id, ...eventValues(event));
    }
  }

  return { analyze, follow, refresh };
}

/** Of the rows of one log, in its order; a predecessor stands before whatever follows it. */
function chainOf(file: number, rows: readonly Row[], marks: readonly Row[], emptyFold: ChainFold): KeptChain {
  const keys = new Map<number, string>();
  const chain: KeptChain = {
    calls: [],
    marks: marks.map(chainMark),
    places: new Map(),
    ids: new Map(),
    owned: new Set(),
    events: undefined,
    adopted: new Set(),
    fold: emptyFold,
    changedFrom: 0,
    analysis: undefined,
  };
  for (const row of rows) {
    const call = callOfRow(row);
    const id = numberOf(row, "id");
    const before = maybeNumber(row, "predecessor");
    keys.set(id, call.key);
    chain.places.set(call.key, chain.calls.length);
    chain.ids.set(call.key, id);
    if (numberOf(row, "owner") === file) chain.owned.add(call.key);
    chain.calls.push({
      call,
      order: numberOf(row, "place"),
      predecessor: before === undefined ? undefined : keys.get(before),
      agent: maybeText(row, "seen_agent"),
      requestAt: maybeNumber(row, "request_at"),
      endedAt: maybeNumber(row, "ended_at"),
      blocksSince: numberOf(row, "blocks"),
    });
  }
  return chain;
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

function neighbour(row: Row): Neighbour {
  return {
    requestAt: numberOf(row, "request_at"),
    answeredAt: numberOf(row, "at"),
    read: numberOf(row, "read"),
    model: textOf(row, "model"),
  };
}

function eventValues(event: CacheEvent): readonly (string | number | null)[] {
  const avoidable = event.avoidable === undefined ? null : Math.round(event.avoidable * NANO_PER_USD);
  return [event.kind, event.cause, event.group, event.lost, avoidable, JSON.stringify(event)];
}

/** Of a row with the column `value` of `event`. */
export function eventOfRow(row: Row): CacheEvent {
  return JSON.parse(textOf(row, "value")) as CacheEvent;
}

/** Joins each call with its loss, of which it has at most one. */
export const LOSS_JOIN =
  "LEFT JOIN event e ON e.call = c.id AND e.kind IN ('invalidation', 'expected-rebuild')";
