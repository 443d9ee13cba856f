import { usageOfRow } from "../call-row.ts";
import type { Row } from "../row.ts";
import { hitRate } from "../../../shared/usage/token-usage.ts";

/**
 * What a column holds, and so how each format writes it. `texts`: several texts. `count`: a whole number. `number`: any
 * number. `usd`: dollars. `time`: an instant. `day`: a day of the chosen zone such as `2026-08-14`.
 */
export type ColumnKind = "text" | "texts" | "count" | "number" | "usd" | "time" | "day";

/** `usd` in whole nano-dollars, `time` in epoch milliseconds. `undefined`: not known, or there is none. */
export type Cell = string | number | readonly string[] | undefined;

/** The cells of one row, in the order of the columns. */
export type ExportRow = readonly Cell[];

export type ExportColumn = { readonly name: string; readonly kind: ColumnKind };

/** What a row needs beside the ledger's own. */
export type RowContext = {
  /** How a project is named: by its folder, or by a hash of that. */
  readonly projectName: (folder: string) => string;
  /** This ledger's random id; tells the exports of several people apart. */
  readonly machine: string;
};

/** A column and where its cell comes from. */
export type ColumnOf<Source> = ExportColumn & {
  readonly of: (source: Source, context: RowContext) => Cell;
};

export type ExportTable = {
  readonly columns: readonly ExportColumn[];
  readonly cells: (row: Row, context: RowContext) => ExportRow;
};

/** The columns of one export; `read` is asked once for each row. */
export function exportTable<Source>(
  read: (row: Row) => Source,
  columns: readonly ColumnOf<Source>[],
): ExportTable {
  return {
    columns: columns.map(({ name, kind }) => ({ name, kind })),
    cells: (row, context) => {
      const source = read(row);
      return columns.map((column) => column.of(source, context));
    },
  };
}

/** A column that is one of the query's. */
export function plain(name: string, kind: ColumnKind, from = name): ColumnOf<Row> {
  return { name, kind, of: (row) => cellOf(row, from) };
}

export const PROJECT: ColumnOf<Row> = {
  name: "project",
  kind: "text",
  of: (row, { projectName }) => {
    const folder = cellOf(row, "project");
    return typeof folder === "string" ? projectName(folder) : folder;
  },
};

export const MACHINE: ColumnOf<unknown> = { name: "machine", kind: "text", of: (_, { machine }) => machine };

/** Under the names of `report --format json`. */
export const TOKENS: readonly ColumnOf<Row>[] = [
  plain("uncachedInput", "count", "uncached"),
  plain("cacheRead", "count", "read"),
  plain("cacheWrite5m", "count", "write_5m"),
  plain("cacheWrite1h", "count", "write_1h"),
  plain("cacheWriteUnknownTtl", "count", "write_unknown"),
  plain("output", "count"),
];

/** Sums of calls, as `TOTALS_COLUMNS` makes them. */
export const SUMS: readonly ColumnOf<Row>[] = [
  plain("calls", "count"),
  ...TOKENS,
  { name: "hitRate", kind: "number", of: (row) => hitRate(usageOfRow(row)) },
  { name: "costUsd", kind: "usd", of: (row) => priced(row, "cost") },
  { name: "costWithoutCacheUsd", kind: "usd", of: (row) => priced(row, "cost_without_cache") },
  plain("unpricedCalls", "count", "unpriced"),
  plain("invalidations", "count"),
  plain("expectedRebuilds", "count", "rebuilds"),
  plain("lost", "count"),
  { name: "lostUsd", kind: "usd", of: (row) => pricedLoss(row, "lost_cost") },
  { name: "avoidableUsd", kind: "usd", of: (row) => pricedLoss(row, "avoidable_cost") },
];

/** A sum over calls of which none has a known price is unknown, not zero. */
function priced(row: Row, column: string): Cell {
  return row["unpriced"] === row["calls"] ? undefined : cellOf(row, column);
}

/** Where nothing was lost the cost of it is zero, whatever the price. */
function pricedLoss(row: Row, column: string): Cell {
  const losses = Number(row["invalidations"]) + Number(row["rebuilds"]);
  return losses === 0 ? cellOf(row, column) : priced(row, column);
}

export function cellOf(row: Row, column: string): string | number | undefined {
  const value = row[column];
  if (value === null) return undefined;
  if (typeof value !== "string" && typeof value !== "number") throw new Error(`no column ${column}`);
  return value;
}
