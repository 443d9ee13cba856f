import { createWriteStream } from "node:fs";
import { Readable, type Writable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { stringify } from "csv-stringify";
import { cellJson, cellText, guardFormula } from "./cell-text.ts";
import type { ExportColumn, ExportRow, ExportSubject } from "./columns.ts";

/** Rows on their way to a file. They are pulled as fast as they can be written, so only a few are in memory. */
export type TextExport = {
  readonly subject: ExportSubject;
  readonly columns: readonly ExportColumn[];
  readonly rows: Iterable<ExportRow>;
};

/** How much text is gathered before it is handed on; a write for each row would be slow. */
const CHUNK_LENGTH = 32_768;

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
  const toCsv = stringify({
    header: true,
    columns: columns.map(({ name }) => name),
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
  await pipeline(Readable.from(rows), toCsv, target, { signal });
}

/** `{"schema":1,"what":"usage","rows":[…]}`, a line for each row. */
export async function writeJson(
  { subject, columns, rows }: TextExport,
  target: Writable,
  signal: AbortSignal,
): Promise<void> {
  const text = gathered(jsonTexts(subject, columns, rows));
  await pipeline(Readable.from(text, { highWaterMark: 1 }), target, { signal });
}

function* jsonTexts(
  subject: ExportSubject,
  columns: readonly ExportColumn[],
  rows: Iterable<ExportRow>,
): Generator<string> {
  yield `{"schema":1,"what":${JSON.stringify(subject)},"rows":[`;
  let comma = "";
  for (const row of rows) {
    const fields = columns.map((column, index) => [column.name, cellJson(column, row[index])] as const);
    yield `${comma}\n${JSON.stringify(Object.fromEntries(fields))}`;
    comma = ",";
  }
  yield "\n]}\n";
}

function* gathered(texts: Iterable<string>): Generator<string> {
  let chunk = "";
  for (const text of texts) {
    chunk += text;
    if (chunk.length < CHUNK_LENGTH) continue;
    yield chunk;
    chunk = "";
  }
  yield chunk;
}
