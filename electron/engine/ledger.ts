import type { DatabaseSync } from "node:sqlite";
import { openBucketSums, sumCall, type BucketSums } from "./bucket-sums.ts";
import { CALL_COLUMNS, callOfRow, callValues } from "./call-row.ts";
import type { FoundFile } from "./discover.ts";
import { addMarks, extendChain, type KeptChains, type LedgerCall } from "./kept-chains.ts";
import type { LogReading } from "./read-log.ts";
import { numberOf, textOf, type Row } from "./row.ts";
import type { Marker } from "./tail.ts";
import type { ChainCall, ChainMark } from "../../shared/cache/chain.ts";
import { costOf, costWithoutCache } from "../../shared/cost/cost-of.ts";
import { priceOfCall, type PriceTable } from "../../shared/cost/price-table.ts";
import { comparePlaces, joinCalls, type ApiCall } from "../../shared/usage/api-call.ts";

/** One life of a log file, as the ledger knows it. */
export type KnownFile = {
  readonly id: number;
  readonly path: string;
  readonly project: string;
  readonly dev: string;
  readonly ino: string;
  readonly size: number;
  readonly mtimeMs: number;
  readonly offset: number;
  readonly marker: Marker;
  readonly gone: boolean;
};

/** A log read from its start whose calls no other log shows: what its chain is folded from, without reading it back. */
export type FreshChain = {
  readonly calls: readonly ChainCall[];
  readonly marks: readonly ChainMark[];
  /** Rows of its calls, in their order. */
  readonly ids: readonly number[];
};

/** What a transaction touched, so that it can be analysed and shown again. */
export type Touched = {
  readonly files: Set<number>;
  readonly sessions: Set<string>;
  /** Files that were read for the first time; `undefined` where their calls must be read back to be known. */
  readonly fresh: Map<number, FreshChain | undefined>;
  /** Files that had been read before and have grown: they will again. */
  readonly grown: Set<number>;
  readonly sums: BucketSums;
};

export function nothingTouched(): Touched {
  return { files: new Set(), sessions: new Set(), fresh: new Map(), grown: new Set(), sums: new Map() };
}

export type Ledger = ReturnType<typeof openLedger>;

/**
 * Writes what the logs tell. A call joins what is known of it (`joinCalls`), and the offset of its file is saved in the
 * same transaction, so that a kill at any moment loses nothing and counts nothing twice. Never deletes what was counted.
 */
export function openLedger(db: DatabaseSync, prices: PriceTable, chains: KeptChains) {
  const moveBuckets = openBucketSums(db);
  const columnCount = CALL_COLUMNS.split(",").length;
  const marks = Array.from({ length: columnCount + 3 }, () => "?").join(", ");
  const assignments = CALL_COLUMNS.split(", ").map((column) => `${column} = ?`);
  const sql = {
    allFiles: db.prepare("SELECT * FROM file"),
    addFile: db.prepare(
      "INSERT INTO file (path, project, dev, ino, head_length, head_hash, tail_hash, size, mtime_ms, offset, counted, " +
        "other, blank, damaged, damaged_records) VALUES (?, ?, ?, ?, 0, '', '', 0, 0, 0, 0, 0, 0, 0, 0)",
    ),
    moveFile: db.prepare(
      "UPDATE file SET path = ?, project = ?, dev = ?, ino = ?, gone_at = NULL WHERE id = ?",
    ),
    loseFile: db.prepare("UPDATE file SET gone_at = ? WHERE id = ? AND gone_at IS NULL"),
    advanceFile: db.prepare(
      "UPDATE file SET cwd = coalesce(cwd, ?), dev = ?, ino = ?, head_length = ?, head_hash = ?, tail_hash = ?, size = ?, " +
        "mtime_ms = ?, offset = ?, counted = counted + ?, other = other + ?, blank = blank + ?, " +
        "damaged = damaged + ?, damaged_records = damaged_records + ?, format = coalesce(?, format) WHERE id = ?",
    ),
    forgetBytes: db.prepare(
      "UPDATE file SET offset = 0, counted = 0, other = 0, blank = 0, damaged = 0, damaged_records = 0 WHERE id = ?",
    ),
    forgetShapes: db.prepare("DELETE FROM unknown_shape WHERE file = ?"),
    addShape: db.prepare(
      "INSERT INTO unknown_shape (file, fields, lines) VALUES (?, ?, ?) " +
        "ON CONFLICT (file, fields) DO UPDATE SET lines = lines + excluded.lines",
    ),
    findCall: db.prepare("SELECT * FROM call WHERE key = ?"),
    addCall: db.prepare(
      `INSERT INTO call (${CALL_COLUMNS}, owner, cost, cost_without_cache) VALUES (${marks}) ON CONFLICT (key) DO NOTHING`,
    ),
    changeCall: db.prepare(
      `UPDATE call SET ${assignments.join(", ")}, owner = ?, cost = ?, cost_without_cache = ? WHERE id = ?`,
    ),
    filesShowing: db.prepare("SELECT file FROM sighting WHERE call = ?"),
    sight: db.prepare(
      "INSERT INTO sighting (file, call, place, predecessor, agent, request_at, ended_at, blocks) " +
        "VALUES (?, ?, ?, ?, ?, ?, ?, ?) " +
        "ON CONFLICT (file, call) DO UPDATE SET ended_at = max(coalesce(ended_at, 0), coalesce(excluded.ended_at, 0))",
    ),
    findId: db.prepare("SELECT id FROM call WHERE key = ?"),
    addMark: db.prepare(
      "INSERT INTO mark (file, place, kind, agent, at, detail) VALUES (?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING",
    ),
  };

  /** The call as it is from now on, and whether it was not known before. */
  function putCall(call: ApiCall, file: number, touched: Touched): LedgerCall & { readonly isNew: boolean } {
    const costs = costsOf(call);
    const added = sql.addCall.run(...callValues(call), file, costs?.[0] ?? null, costs?.[1] ?? null);
    if (added.changes !== 0) {
      sumCall(touched.sums, call, costs);
      touched.sessions.add(call.place.session);
      return { id: Number(added.lastInsertRowid), call, isOwned: true, isNew: true };
    }
    return { ...joinCall(call, file, touched), isNew: false };
  }

  function joinCall(call: ApiCall, file: number, touched: Touched): LedgerCall {
    const row = sql.findCall.get(call.key) ?? {};
    const id = numberOf(row, "id");
    const known = callOfRow(row);
    const joined = joinCalls(known, call);
    const values = callValues(joined);
    const before = callValues(known);
    const knownOwner = numberOf(row, "owner");
    if (values.every((value, index) => value === before[index]))
      return { id, call: known, isOwned: knownOwner === file };
    const owner = comparePlaces(known.place, call.place) <= 0 ? knownOwner : file;
    const costs = costsOf(joined);
    sql.changeCall.run(...values, owner, costs?.[0] ?? null, costs?.[1] ?? null, id);
    touched.sessions.add(known.place.session).add(joined.place.session);
    for (const shown of sql.filesShowing.all(id)) {
      const other = numberOf(shown, "file");
      touched.files.add(other);
      // What was folded from it in this transaction is not so any more.
      if (touched.fresh.has(other)) touched.fresh.set(other, undefined);
      if (other !== file) chains.forget(other);
    }
    return { id, call: joined, isOwned: owner === file };
  }

  function costsOf(call: ApiCall): readonly number[] | undefined {
    const { usage } = call.figures;
    const price = priceOfCall(prices, call);
    return price === undefined ? undefined : [costOf(usage, price), costWithoutCache(usage, price)];
  }

  /** Puts the calls of one log and says where it shows them. `undefined` where another log shows one of them too. */
  function putCalls(
    file: number,
    calls: readonly ChainCall[],
    touched: Touched,
  ): readonly number[] | undefined {
    const ids = new Map<string, number>();
    const chain = chains.of(file);
    let alone = true;
    for (const seen of calls) {
      const { call, order, predecessor, agent, requestAt, endedAt, blocksSince } = seen;
      const put = putCall(call, file, touched);
      const { id, isNew } = put;
      alone &&= isNew;
      if (chain !== undefined) extendChain(chain, seen, put);
      ids.set(call.key, id);
      const before = predecessor === undefined ? null : (ids.get(predecessor) ?? idOf(predecessor));
      sql.sight.run(file, id, order, before, agent ?? null, requestAt ?? null, endedAt ?? null, blocksSince);
    }
    return alone ? [...ids.values()] : undefined;
  }

  /** Of a call that an earlier reading of the same log has put. */
  function idOf(key: string): number | null {
    const row = sql.findId.get(key);
    return row === undefined ? null : numberOf(row, "id");
  }

  return {
    files: (): readonly KnownFile[] => sql.allFiles.all().map(knownFile),

    addFile: (found: FoundFile): number =>
      Number(sql.addFile.run(found.path, found.project, found.dev, found.ino).lastInsertRowid),

    moveFile: (id: number, found: FoundFile): void => {
      sql.moveFile.run(found.path, found.project, found.dev, found.ino, id);
    },

    /** Before a file is read from its start again, so that its bytes are not added twice. */
    forgetBytes: (id: number): void => {
      chains.forget(id);
      sql.forgetBytes.run(id);
      sql.forgetShapes.run(id);
    },

    /** The log went away or was replaced; what it said stays. `now` in epoch milliseconds. */
    loseFile: (id: number, now: number): void => {
      chains.forget(id);
      sql.loseFile.run(now, id);
    },

    /** At the end of the transaction, before it is committed. */
    moveBuckets: ({ sums }: Touched): void => moveBuckets(sums),

    /** Joins one reading into the ledger and moves the file's offset. Call inside a transaction. */
    put: (id: number, found: FoundFile, reading: LogReading, marker: Marker, touched: Touched): void => {
      touched.files.add(id);
      const ids = putCalls(id, reading.calls, touched);
      if (reading.from === 0) {
        const { calls, marks } = reading;
        touched.fresh.set(id, ids === undefined ? undefined : { calls, marks, ids });
      } else touched.grown.add(id);
      const chain = chains.of(id);
      if (chain !== undefined) addMarks(chain, reading.marks);
      for (const { order, mark, agent, at, detail } of reading.marks) {
        sql.addMark.run(id, order, mark, agent ?? null, at ?? null, detail ?? null);
      }
      const { counted, other, blank, damaged, damagedRecords } = reading.bytes;
      const bytes = [counted, other, blank, damaged, damagedRecords];
      const identity = [found.dev, found.ino, marker.headLength, marker.headHash, marker.tailHash];
      const state = [reading.size, found.mtimeMs, reading.offset];
      const { cwd, format, unknownShapes } = reading;
      sql.advanceFile.run(cwd ?? null, ...identity, ...state, ...bytes, format ?? null, id);
      for (const [fields, lines] of unknownShapes) sql.addShape.run(id, fields, lines);
    },
  };
}

function knownFile(row: Row): KnownFile {
  return {
    id: numberOf(row, "id"),
    path: textOf(row, "path"),
    project: textOf(row, "project"),
    dev: textOf(row, "dev"),
    ino: textOf(row, "ino"),
    size: numberOf(row, "size"),
    mtimeMs: numberOf(row, "mtime_ms"),
    offset: numberOf(row, "offset"),
    marker: {
      headLength: numberOf(row, "head_length"),
      headHash: textOf(row, "head_hash"),
      tailHash: textOf(row, "tail_hash"),
    },
    gone: row["gone_at"] !== null,
  };
}
