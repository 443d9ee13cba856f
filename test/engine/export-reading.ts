import { DuckDBInstance } from "@duckdb/node-api";

/** Names that have harmed spreadsheets and parsers: a project may be called so. */
export const HOSTILE: readonly string[] = [
  "=cmd|' /C calc'!A0",
  "+1",
  "-home-dev-parser",
  "@SUM(A1)",
  "\t=1+1",
  "\r=1+1",
  "\n=1+1",
  " =1+1",
  "\u00a0=1+1",
  "\u200b=1+1",
  "\ufeff=1+1",
  "＝1+1",
  "＋1",
  "－1",
  "＠SUM",
  "'=1+1",
  "''=1+1",
  '"=1+1"',
  'a "quoted", name',
  "two\nlines",
  "two\r\nlines",
  "\u202ecod.exe",
  "\u202e=1+1",
  "; DROP TABLE call",
  "plain",
  "päßwörd 中文 🙂",
];

/** Rows of a CSV text by RFC 4180. */
export function parseCsv(text: string): readonly (readonly string[])[] {
  const rows: string[][] = [];
  let row: string[] = [];
  for (const [, quoted, bare = "", end] of text.matchAll(/(?:"((?:[^"]|"")*)"|([^",\r\n]*))(,|\r?\n|$)/g)) {
    if (end === "" && quoted === undefined && bare === "" && row.length === 0) break;
    row.push(quoted === undefined ? bare : quoted.replaceAll('""', '"'));
    if (end === ",") continue;
    rows.push(row);
    row = [];
  }
  return rows;
}

/** Rows of a CSV text by the names in its head. */
export function csvRecords(text: string): readonly Readonly<Record<string, string>>[] {
  const [head = [], ...rows] = parseCsv(text);
  return rows.map((row) => Object.fromEntries(head.map((name, index) => [name, row[index] ?? ""])));
}

/** Takes the exporter's one apostrophe away, where it put one. */
export function unguarded(cell: string): string {
  return /^'+(?:[\t\r\n]|[\s\p{Cf}]*[=+\-@＝＋－＠])/u.test(cell) ? cell.slice(1) : cell;
}

/** Answers of DuckDB, which looks for files below `folder`; dates and decimals as texts. */
export async function askDuckDb(
  folder: string,
  sql: string,
): Promise<readonly Readonly<Record<string, unknown>>[]> {
  const instance = await DuckDBInstance.create(":memory:");
  const connection = await instance.connect();
  try {
    await connection.run(`SET file_search_path = '${folder}'; SET TimeZone = 'UTC'`);
    const reader = await connection.runAndReadAll(sql);
    return reader.getRowObjectsJson();
  } finally {
    connection.closeSync();
    instance.closeSync();
  }
}
