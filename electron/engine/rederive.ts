import { createHash } from "node:crypto";
import type { DatabaseSync } from "node:sqlite";
import type { Analyst } from "./analysis.ts";
import { callOfRow } from "./call-row.ts";
import { inTransaction, nothingTouched, readMeta, writeMeta } from "./ledger.ts";
import { numberOf, textOf } from "./row.ts";
import type { Summarizer } from "./session-summary.ts";
import { costOf, costWithoutCache } from "../../shared/cost/cost-of.ts";
import { priceOf, type PriceTable } from "../../shared/cost/price-table.ts";
import { promptTokens } from "../../shared/usage/token-usage.ts";

/** Raised by one whenever the rules that make events or summaries change, so that old ones are made anew. */
const RULES = 1;

export type DerivedParts = {
  readonly db: DatabaseSync;
  readonly analyst: Analyst;
  readonly summarizer: Summarizer;
  readonly prices: PriceTable;
};

/** Makes costs, events and summaries anew when prices or rules are not those they were made with. Tokens never change. */
export function rederive(parts: DerivedParts): void {
  const { db, prices } = parts;
  const wanted = `${RULES} ${priceTableHash(prices)}`;
  if (readMeta(db, "derived-with") === wanted) return;
  inTransaction(db, () => {
    rederiveAll(parts);
    writeMeta(db, "derived-with", wanted);
  });
}

function rederiveAll({ db, analyst, summarizer, prices }: DerivedParts): void {
  const setCosts = db.prepare("UPDATE call SET cost = ?, cost_without_cache = ? WHERE id = ?");
  for (const row of db.prepare("SELECT * FROM call").all()) {
    const { figures, place } = callOfRow(row);
    const { model, speed, geo, usage } = figures;
    const price = priceOf(prices, { model, at: place.at, speed, geo, promptTokens: promptTokens(usage) });
    const costs = price === undefined ? [null, null] : [costOf(usage, price), costWithoutCache(usage, price)];
    setCosts.run(...costs, numberOf(row, "id"));
  }
  const files = new Set(
    db
      .prepare("SELECT id FROM file")
      .all()
      .map((row) => numberOf(row, "id")),
  );
  const analyses = analyst.refresh({ ...nothingTouched(), files });
  const save = db.prepare(
    "INSERT OR REPLACE INTO session_summary (session, last_at, value) VALUES (?, ?, ?)",
  );
  for (const row of db.prepare("SELECT DISTINCT session FROM call").all()) {
    const session = textOf(row, "session");
    const summary = summarizer.summarize(session, analyses);
    if (summary !== undefined) save.run(session, summary.lastAt ?? null, JSON.stringify(summary));
  }
}

function priceTableHash(prices: PriceTable): string {
  const text = JSON.stringify([[...prices.rows], [...prices.aliases]]);
  return createHash("sha256").update(text).digest("hex").slice(0, 16);
}
