import type { SQLOutputValue } from "node:sqlite";

/** One row of a query, by column. The tables are STRICT, so a wrong type is a bug and throws. */
export type Row = { readonly [column: string]: SQLOutputValue };

export function numberOf(row: Row, column: string): number {
  const value = row[column];
  if (typeof value !== "number") throw new Error(`${column} is not a number`);
  return value;
}

export function textOf(row: Row, column: string): string {
  const value = row[column];
  if (typeof value !== "string") throw new Error(`${column} is not a text`);
  return value;
}

export function maybeNumber(row: Row, column: string): number | undefined {
  return row[column] === null ? undefined : numberOf(row, column);
}

export function maybeText(row: Row, column: string): string | undefined {
  return row[column] === null ? undefined : textOf(row, column);
}
