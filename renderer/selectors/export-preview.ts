import { counted, exactCount } from "../../shared/format.ts";
import { guardFormula } from "../../shared/formula-guard.ts";
import type { ExportFormat, ExportPreviewAnswer, ExportSubject } from "../../shared/question.ts";
import { columnText } from "../export-columns.ts";

export type PreviewColumn = {
  readonly name: string;
  readonly means: string;
  readonly isNumber: boolean;
  /** Its colour, where it is one of the kinds of tokens: the name of a swatch. */
  readonly swatch: string | undefined;
};

/** `known: false` where the file has nothing, and `text` is how the format says so. */
export type PreviewCell = { readonly text: string; readonly known: boolean };

const SWATCHES: Readonly<Record<string, string>> = {
  uncachedInput: "uncached",
  cacheRead: "read",
  cacheWrite5m: "write5m",
  cacheWrite1h: "write1h",
  cacheWriteUnknownTtl: "writeUnknown",
  output: "output",
};

const NOTES: Readonly<Record<ExportFormat, string>> = {
  csv: "An apostrophe before a text keeps spreadsheets from running it as a formula.",
  json: "In the file texts stand in quotes and lists in brackets.",
  parquet: "In the file days are dates, times timestamps and dollars exact decimals.",
};

export function previewColumns(
  subject: ExportSubject,
  { columns }: Pick<ExportPreviewAnswer, "columns">,
): readonly PreviewColumn[] {
  return columns.map((name) => {
    const text = columnText(subject, name);
    return {
      name,
      means: text?.means ?? "",
      isNumber: text !== undefined && ["count", "number", "usd"].includes(text.kind),
      swatch: SWATCHES[name],
    };
  });
}

/** A cell as the file will hold it. A carrier that speaks JSON makes `null` of `undefined`. */
export function previewCell(
  format: ExportFormat,
  { isNumber }: Pick<PreviewColumn, "isNumber">,
  cell: string | undefined | null,
): PreviewCell {
  if (typeof cell !== "string") return { text: format === "csv" ? "empty" : "null", known: false };
  return { text: format === "csv" && !isNumber ? guardFormula(cell) : cell, known: true };
}

/** `1 204 rows, 24 columns; the first 20 rows are below. …` */
export function previewNote({ columns, rows, rowCount }: ExportPreviewAnswer, format: ExportFormat): string {
  if (rowCount === 0) return "No rows: nothing of this kind happened in these days.";
  const shown = rows.length < rowCount ? `; the first ${exactCount(rows.length)} are below` : "";
  return `${counted(rowCount, "row")}, ${counted(columns.length, "column")}${shown}. ${NOTES[format]}`;
}
