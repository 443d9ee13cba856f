import { open, type FileHandle } from "node:fs/promises";
import { join } from "node:path";
import { ByteWriter, ParquetWriter, type SchemaElement } from "hyparquet-writer";
import type { Cell, ColumnKind, ExportColumn, ExportRow } from "./columns.ts";
import type { StagedFiles } from "./staged-files.ts";
import type { ExportSubject } from "../../../shared/question.ts";

/** Raised by one when a column of an export changes its meaning or goes away; new columns leave it. */
const EXPORT_SCHEMA = "1";

/** Rows in memory at a time. Engines read whole groups, so smaller ones cost them time. */
export const ROWS_IN_GROUP = 1_500;

/** What Hive, and every engine that reads its folders, calls a missing value. */
const NO_DAY = "__HIVE_DEFAULT_PARTITION__";

export type ParquetExport = {
  readonly subject: ExportSubject;
  readonly columns: readonly ExportColumn[];
  /** In order of day. */
  readonly rows: Iterable<ExportRow>;
  readonly machine: string;
};

/**
 * Writes `usage/year=2026/month=08/part-<machine>.parquet` below `folder`, a file for each month. The number of files.
 * Gives way to other work after each group of rows; throws when `signal` is raised then.
 */
export async function writeParquet(
  { subject, columns, rows, machine }: ParquetExport,
  folder: string,
  files: StagedFiles,
  signal: AbortSignal,
): Promise<number> {
  const dayAt = columns.findIndex(({ name }) => name === "day");
  let part: Part | undefined;
  let partOf: string | undefined;
  let count = 0;
  try {
    for (const row of rows) {
      const month = monthFolder(row[dayAt]);
      if (part === undefined || month !== partOf) {
        await part?.finish();
        part = undefined;
        signal.throwIfAborted();
        const temporary = files.begin(join(folder, subject, month, `part-${machine}.parquet`));
        part = new Part(await open(temporary, "wx"), columns, subject);
        partOf = month;
        count += 1;
      }
      if (part.add(row)) {
        await part.flush();
        signal.throwIfAborted();
      }
    }
    await part?.finish();
    part = undefined;
    return count;
  } finally {
    await part?.close();
  }
}

function monthFolder(day: Cell): string {
  const [year, month] = typeof day === "string" ? day.split("-") : [NO_DAY, NO_DAY];
  return join(`year=${year ?? NO_DAY}`, `month=${month ?? NO_DAY}`);
}

/** One Parquet file while it is written: at most one group of rows is in memory. */
class Part {
  readonly #file: FileHandle;
  readonly #columns: readonly ExportColumn[];
  readonly #bytes = new ByteWriter();
  readonly #parquet: ParquetWriter;
  #group: ParquetCell[][];

  constructor(file: FileHandle, columns: readonly ExportColumn[], subject: ExportSubject) {
    this.#file = file;
    this.#columns = columns;
    this.#group = columns.map(() => []);
    this.#parquet = new ParquetWriter({
      writer: this.#bytes,
      schema: [{ name: "root", num_children: columns.length }, ...columns.map(schemaOf)],
      kvMetadata: [
        { key: "prefixwatch.schema", value: EXPORT_SCHEMA },
        { key: "prefixwatch.what", value: subject },
      ],
      createdBy: "prefixwatch",
    });
  }

  /** Whether the group is full and must be flushed. */
  add(row: ExportRow): boolean {
    this.#columns.forEach(({ kind }, index) => this.#group[index]?.push(parquetCell(kind, row[index])));
    return (this.#group[0]?.length ?? 0) >= ROWS_IN_GROUP;
  }

  async flush(): Promise<void> {
    const columnData = this.#columns.map(({ name }, index) => ({ name, data: this.#group[index] ?? [] }));
    this.#group = this.#columns.map(() => []);
    await this.#parquet.write({ columnData, rowGroupSize: ROWS_IN_GROUP });
    await this.#save();
  }

  async finish(): Promise<void> {
    await this.flush();
    await this.#parquet.finish();
    await this.#save();
    await this.#file.sync();
    await this.close();
  }

  close(): Promise<void> {
    return this.#file.close();
  }

  async #save(): Promise<void> {
    const bytes = this.#bytes.getBytes();
    for (let from = 0; from < bytes.length;) {
      from += (await this.#file.write(bytes, from)).bytesWritten;
    }
    // The writer counts its offset apart, so that its buffer may be used again.
    this.#bytes.index = 0;
  }
}

type ParquetCell = string | number | bigint | Date | undefined;

function schemaOf({ name, kind }: ExportColumn): SchemaElement {
  return { name, repetition_type: "OPTIONAL", ...PARQUET_TYPES[kind] };
}

const TEXT = { type: "BYTE_ARRAY", converted_type: "UTF8", logical_type: { type: "STRING" } } as const;

const PARQUET_TYPES: { readonly [kind in ColumnKind]: Omit<SchemaElement, "name"> } = {
  text: TEXT,
  texts: TEXT,
  count: { type: "INT64" },
  number: { type: "DOUBLE" },
  // Dollars with nine decimals: sums are exact in every engine.
  usd: { type: "INT64", converted_type: "DECIMAL", scale: 9, precision: 18 },
  time: {
    type: "INT64",
    converted_type: "TIMESTAMP_MILLIS",
    logical_type: { type: "TIMESTAMP", isAdjustedToUTC: true, unit: "MILLIS" },
  },
  day: { type: "INT32", converted_type: "DATE", logical_type: { type: "DATE" } },
};

function parquetCell(kind: ColumnKind, cell: Cell): ParquetCell {
  if (cell === undefined) return undefined;
  if (typeof cell === "object") return cell.join("; ");
  switch (kind) {
    case "count":
    case "usd":
    case "time":
      return BigInt(cell);
    case "day":
      return new Date(cell);
    case "text":
    case "texts":
    case "number":
      return cell;
  }
}
