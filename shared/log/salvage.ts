import { isRecord, type JsonRecord } from "./json-record.ts";

/** A record found on a line: its value and the text it was read from. */
export type Found = { readonly record: JsonRecord; readonly text: string };

/** The records of one line, and how much text of it could not be read. */
export type LineRecords = { readonly found: readonly Found[]; readonly damagedText: string };

/**
 * Reads one line of a log. Nearly always it is one JSON object. Seen damaged in the wild, and saved as far as whole
 * records go: a run of NULs or a byte order mark in front, two objects glued together, a cut-off record with the next one
 * behind it. Text inside a record can never be taken for one: its quotes are escaped.
 */
export function readLine(line: string): LineRecords {
  const text = stripNoise(line);
  if (text === "") return { found: [], damagedText: "" };
  const whole = parseRecord(text);
  if (whole !== undefined) return { found: [{ record: whole, text }], damagedText: "" };
  return salvage(text);
}

function salvage(text: string): LineRecords {
  const found: Found[] = [];
  let rest = text;
  for (;;) {
    const end = endOfObject(rest);
    const head = end === undefined ? undefined : parseRecord(rest.slice(0, end));
    if (end === undefined || head === undefined) break;
    found.push({ record: head, text: rest.slice(0, end) });
    rest = stripNoise(rest.slice(end));
    if (rest === "") return { found, damagedText: "" };
  }
  const tail = wholeTail(rest);
  if (tail === undefined) return { found, damagedText: rest };
  return { found: [...found, ...tail.found], damagedText: rest.slice(0, tail.start) };
}

// Enough for every splice seen (21 in 10,949 files held one or two); bounds the work on a hostile line.
const MOST_CANDIDATES = 64;

/** The longest end of the text that is whole records and nothing else, as left behind by a cut-off record. */
function wholeTail(text: string): { readonly start: number; readonly found: readonly Found[] } | undefined {
  let from = 1;
  let budget = text.length * 8;
  for (let tries = 0; tries < MOST_CANDIDATES; tries++) {
    const start = text.indexOf('{"', from);
    if (start < 0 || budget < 0) return undefined;
    from = start + 1;
    budget -= text.length - start;
    const found = wholeRecords(text.slice(start));
    if (found !== undefined) return { start, found };
  }
  return undefined;
}

function wholeRecords(text: string): readonly Found[] | undefined {
  const found: Found[] = [];
  let rest = text;
  while (rest !== "") {
    const end = endOfObject(rest);
    const record = end === undefined ? undefined : parseRecord(rest.slice(0, end));
    if (end === undefined || record === undefined || !looksLikeLine(record)) return undefined;
    found.push({ record, text: rest.slice(0, end) });
    rest = rest.slice(end).trimStart();
  }
  return found;
}

/** A content block or a tool's input is an object too; a line of the log names its session. */
function looksLikeLine(record: JsonRecord): boolean {
  return typeof record["type"] === "string" && typeof record["sessionId"] === "string";
}

/** Where the object that opens at 0 closes, minding strings and escapes; `undefined` when it does not. */
function endOfObject(text: string): number | undefined {
  let depth = 0;
  let inString = false;
  for (let i = 0; i < text.length; i++) {
    const unit = text.charCodeAt(i);
    if (inString) {
      if (unit === BACKSLASH) i++;
      else if (unit === QUOTE) inString = false;
    } else if (unit === QUOTE) inString = true;
    else if (unit === OPEN) depth++;
    else if (unit === CLOSE && --depth === 0) return i + 1;
    if (depth === 0 && !inString && unit !== OPEN) return undefined;
  }
  return undefined;
}

const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const OPEN = 0x7b;
const CLOSE = 0x7d;

/** Without the NULs, blanks and byte order mark around it. By hand: a pattern anchored at the end is quadratic on runs. */
function stripNoise(line: string): string {
  let start = 0;
  let end = line.length;
  while (start < end && isNoise(line.charCodeAt(start))) start++;
  while (end > start && isNoise(line.charCodeAt(end - 1))) end--;
  return start === 0 && end === line.length ? line : line.slice(start, end);
}

function isNoise(unit: number): boolean {
  return unit <= 0x20 || unit === 0xfeff;
}

function parseRecord(text: string): JsonRecord | undefined {
  if (text.charCodeAt(0) !== OPEN) return undefined;
  try {
    const value: unknown = JSON.parse(text);
    return isRecord(value) ? value : undefined;
  } catch {
    // A line that is not JSON is expected: the caller counts it as damaged.
    return undefined;
  }
}
