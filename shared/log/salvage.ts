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
  while (found.length < MOST_RECORDS) {
    const end = endOfObject(rest);
    const head = end === undefined ? undefined : parseRecord(rest.slice(0, end));
    if (end === undefined || head === undefined) break;
    found.push({ record: head, text: rest.slice(0, end) });
    rest = stripNoise(rest.slice(end));
    if (rest === "") return { found, damagedText: "" };
  }
  const last = found.at(-1);
  // What is closed behind it was opened before it: it stood inside a record whose beginning is lost.
  if (last !== undefined && /^(?:[}\]]|,.)/s.test(rest) && !looksLikeLine(last.record)) {
    found.pop();
    rest = last.text + rest;
  }
  const tail = wholeTail(rest);
  if (tail === undefined) return { found, damagedText: rest };
  return { found: [...found, ...tail.found], damagedText: rest.slice(0, tail.start) };
}

/**
 * Bounds the work on a hostile line, in lengths of it. A start within the cut-off record costs one length where its object is
 * open at the cut, and next to nothing where it is closed.
 */
const MOST_WORK = 8;
/** Characters that may be read in any case, a few hundredths of a second: for short lines that are deeply nested. */
const LEAST_WORK = 16 * 1024 * 1024;
/** 64 MB of `{}` on one line filled 3 GB (2026-11-21); two records on a line are what is seen in the wild. */
const MOST_RECORDS = 10_000;

/** The longest end of the text that is whole records and nothing else, as left behind by a cut-off record. */
function wholeTail(text: string): { readonly start: number; readonly found: readonly Found[] } | undefined {
  let budget = Math.max(text.length * MOST_WORK, LEAST_WORK);
  for (let start = text.indexOf('{"', 1); start >= 0 && budget > 0; start = text.indexOf('{"', start + 1)) {
    const { found, read } = wholeRecords(text.slice(start));
    if (found !== undefined) return { start, found };
    budget -= read + START_COST;
  }
  return undefined;
}

/** Keeps 64 MB of nothing but starts at seconds. */
const START_COST = 16;

/** The records that the text is, `undefined` where it is anything else; and how many characters it took to know. */
function wholeRecords(text: string): { readonly found: readonly Found[] | undefined; readonly read: number } {
  const found: Found[] = [];
  let rest = text;
  while (rest !== "") {
    const end = endOfObject(rest);
    const record = end === undefined ? undefined : parseRecord(rest.slice(0, end));
    if (
      end === undefined ||
      record === undefined ||
      !looksLikeLine(record) ||
      found.length === MOST_RECORDS
    ) {
      return { found: undefined, read: text.length - rest.length + (end ?? rest.length) };
    }
    found.push({ record, text: rest.slice(0, end) });
    rest = stripNoise(rest.slice(end));
  }
  return { found, read: text.length };
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
