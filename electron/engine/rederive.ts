import { createHash } from "node:crypto";
import type { DatabaseSync } from "node:sqlite";
import type { Analyst } from "./analysis.ts";
import { callOfRow } from "./call-row.ts";
import { nothingTouched } from "./ledger.ts";
import { numberOf, textOf } from "./row.ts";
import { inTransaction, readMeta, writeMeta } from "./transaction.ts";
import type { Summarizer } from "./session-summary.ts";
import { costOf, costWithoutCache } from "../../shared/cost/cost-of.ts";
import { priceOfCall, type PriceTable } from "../../shared/cost/price-table.ts";

/** Raised by one whenever the rules that make events or summaries change, so that old ones are made anew. */
const RULES_VERSION = 4;

export type DerivedParts = {
  readonly db: DatabaseSync;
  readonly analyst: Analyst;
  readonly summarizer: Summarizer;
  readonly prices: PriceTable;
};

/** Makes costs, events and summaries anew when prices or rules are not those they were made with. Tokens never change. */
export function rederive(parts: DerivedParts): void {
  const { db, prices } = parts;
  const wanted = `${RULES_VERSION} ${priceTableHash(prices)}`;
  if (readMeta(db, "derived-with") === wanted) return;
  inTransaction(db, () => {
    rederiveAll(parts);
    writeMeta(db, "derived-with", wanted);
  });
}

/** A million calls do not fit the memory as rows: they come in pieces, and their chains file by file. */
const PIECE = 10_000;

function rederiveAll(parts: DerivedParts): void {
  const { db, analyst, summarizer } = parts;
  rederiveCosts(parts);
  for (const file of numbers(db, "SELECT id AS number FROM file")) {
    analyst.refresh({ ...nothingTouched(), files: new Set([file]) });
  }
  const save = db.prepare(
    "INSERT OR REPLACE INTO session_summary (session, last_at, value) VALUES (?, ?, ?)",
  );
  for (const row of db.prepare("SELECT DISTINCT session FROM call").all()) {
    const session = textOf(row, "session");
    const summary = summarizer.summarize(session, new Map());
    if (summary !== undefined) save.run(session, summary.lastAt ?? null, JSON.stringify(summary));
  }
}

function rederiveCosts({ db, prices }: DerivedParts): void {
  const next = db.prepare("SELECT * FROM call WHERE id > ? ORDER BY id LIMIT ?");
  const setCosts = db.prepare("UPDATE call SET cost = ?, cost_without_cache = ? WHERE id = ?");
  let last = 0;
  for (let rows = next.all(last, PIECE); rows.length > 0; rows = next.all(last, PIECE)) {
    for (const row of rows) {
      last = numberOf(row, "id");
      const call = callOfRow(row);
      const { usage } = call.figures;
      const price = priceOfCall(prices, call);
      const costs =
        price === undefined ? [null, null] : [costOf(usage, price), costWithoutCache(usage, price)];
      if (costs[0] !== row["cost"] || costs[1] !== row["cost_without_cache"]) setCosts.run(...costs, last);
    }
  }
}

function numbers(db: DatabaseSync, query: string): readonly number[] {
  return db
    .prepare(query)
    .all()
    .map((row) => numberOf(row, "number"));
}

function priceTableHash(prices: PriceTable): string {
  const text = JSON.stringify([[...prices.rows], [...prices.aliases]]);
  return createHash("sha256").update(text).digest("hex").slice(0, 16);
}
