import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import * as v from "valibot";
import { PRICE_ROWS } from "../../shared/cost/price-row.ts";
import { BUILT_IN_PRICES, withOverrides, type PriceTable } from "../../shared/cost/price-table.ts";
import { reasonOf } from "./store.ts";

/** Where a user's own price rows lie. */
export function pricesPath(dataDir: string): string {
  return join(dataDir, "prices.json");
}

export type Prices = {
  readonly table: PriceTable;
  /** Why the user's own file was not taken, in plain words; `undefined` when it was, or when there is none. */
  readonly problem: string | undefined;
};

/**
 * List prices, with the user's own rows from `prices.json` in the data folder laid over them. A file that is not valid
 * is left out whole and told: half of it would give figures that nobody can explain.
 */
export function readPrices(dataDir: string): Prices {
  const path = pricesPath(dataDir);
  if (!existsSync(path)) return { table: BUILT_IN_PRICES, problem: undefined };
  try {
    const rows = v.safeParse(PRICE_ROWS, JSON.parse(readFileSync(path, "utf8")));
    if (rows.success) return { table: withOverrides(BUILT_IN_PRICES, rows.output), problem: undefined };
    return { table: BUILT_IN_PRICES, problem: sentence(path, firstIssue(rows.issues)) };
  } catch (error) {
    return { table: BUILT_IN_PRICES, problem: sentence(path, reasonOf(error)) };
  }
}

function firstIssue(issues: readonly v.BaseIssue<unknown>[]): string {
  const [issue] = issues;
  return issue === undefined ? "unknown fault" : `${v.getDotPath(issue) ?? "the file"}: ${issue.message}`;
}

function sentence(path: string, reason: string): string {
  return `Your price file ${path} was not taken (${reason}). List prices are used until it is mended.`;
}
