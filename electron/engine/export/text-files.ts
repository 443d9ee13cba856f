import { createWriteStream } from "node:fs";
import { Readable, type Writable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { stringify } from "csv-stringify/sync";
import { cellJson, cellText } from "./cell-text.ts";
import type { ExportColumn, ExportRow } from "./columns.ts";
import { guardFormula } from "../../../shared/formula-guard.ts";
import type { ExportSubject } from "../../../shared/question.ts";

/** Rows on their way to a file. They are pulled as fast as they can be written, so only a few are in memory. */
export type TextExport = {
  readonly subject: ExportSubject;
  readonly columns: readonly ExportColumn[];
  readonly rows: Iterable<ExportRow>;
};

/** Rows in memory at a time. */
const ROWS_AT_ONCE = 100;

/** A new file on disk, all of it before the promise is kept. */
export function newFile(path: string): Writable {
  return createWriteStream(path, { flags: "wx", flush: true });
}

/** RFC 4180, UTF-8, a head and a line for each row; numbers bare, texts guarded against being run as formulas. */
export async function writeCsv(
  { columns, rows }: TextExport,
  target: Writable,
  signal: AbortSignal,
): Promise<void> {
  await pour(csvTexts(columns, rows), target, signal);
}

function* csvTexts(columns: readonly ExportColumn[], rows: Iterable<ExportRow>): Generator<string> {
  yield stringify([columns.map(({ name }) => name)]);
  // In batches: a stream of single records makes so much garbage that memory doubles.
  for (const batch of batches(rows)) {
    yield stringify(batch, {
      escape_formulas: true,
      cast: {
        string: guardFormula,
        object: (cell) => guardFormula(Array.isArray(cell) ? cell.join("; ") : ""),
        number: (cell, { index }) => {
          const column = columns[index];
          return column === undefined ? String(cell) : (cellText(column, cell) ?? "");
        },
      },
    });
  }
}

/** `{"schema":1,"what":"usage","rows":[…]}`, a line for each row. */
export async function writeJson(
  { subject, columns, rows }: TextExport,
  target: Writable,
  signal: AbortSignal,
): Promise<void> {
  await pour(jsonTexts(subject, columns, rows), target, signal);
}

/** Pulls text as fast as it can be written. */
async function pour(texts: Iterable<string>, target: Writable, signal: AbortSignal): Promise<void> {
  await pipeline(Readable.from(texts, { highWaterMark: 1 }), target, { signal });
}

function* jsonTexts(
  subject: ExportSubject,
  columns: readonly ExportColumn[],
  rows: Iterable<ExportRow>,
): Generator<string> {
  yield `{"schema":1,"what":${JSON.stringify(subject)},"rows":[`;
  let comma = "";
  for (const batch of batches(rows)) {
    let text = "";
    for (const row of batch) {
      const fields = columns.map((column, index) => [column.name, cellJson(column, row[index])] as const);
      text += `${comma}\n${JSON.stringify(Object.fromEntries(fields))}`;
      comma = ",";
    }
    yield text;
  }
  yield "\n]}\n";
}

function* batches(rows: Iterable<ExportRow>): Generator<ExportRow[]> {
  let batch: ExportRow[] = [];
  for (const row of rows) {
    batch.push(row);
    if (batch.length < ROWS_AT_ONCE) continue;
    yield batch;
    batch = [];
  }
  if (batch.length > 0) yield batch;
}
