/** A JSON object of unknown shape. Fields are read by own property only, and each type is checked where it is used. */
export type JsonRecord = { readonly [field: string]: unknown };

export function isRecord(value: unknown): value is JsonRecord {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

export function field(record: JsonRecord, name: string): unknown {
  return Object.hasOwn(record, name) ? record[name] : undefined;
}

/** The text of a field; `undefined` when absent, empty or of another type. */
export function textField(record: JsonRecord, name: string): string | undefined {
  const value = field(record, name);
  return typeof value === "string" && value !== "" ? value : undefined;
}

export function recordField(record: JsonRecord, name: string): JsonRecord | undefined {
  const value = field(record, name);
  return isRecord(value) ? value : undefined;
}

export function listField(record: JsonRecord, name: string): readonly unknown[] {
  const value = field(record, name);
  return Array.isArray(value) ? value : [];
}

/**
 * `2026-08-08T00:31:53.907Z` as milliseconds; `undefined` for anything that is not a plausible ISO instant. Without a zone
 * it is UTC, as in `momentField`.
 */
export function instantField(record: JsonRecord, name: string): number | undefined {
  const value = textField(record, name);
  return value === undefined ? undefined : isoMoment(value);
}

/**
 * An instant as other programs write it: ISO text, or seconds or milliseconds since 1970. Text without a zone is read as
 * UTC, so that a log means the same on every computer. `undefined` for anything implausible.
 */
export function momentField(record: JsonRecord, name: string): number | undefined {
  const value = field(record, name);
  if (typeof value === "string") return isoMoment(value);
  if (typeof value !== "number") return undefined;
  const at = Math.round(value < LATEST / 1000 ? value * 1000 : value);
  return at >= EARLIEST && at < LATEST ? at : undefined;
}

function isoMoment(text: string): number | undefined {
  const parts = /^(\d{4}-\d{2}-\d{2})[T ](\d{2}:\d{2}(?::\d{2}(?:\.\d+)?)?) ?(Z|[+-]\d{2}:?\d{2})?$/i.exec(
    text,
  );
  if (parts === null) return undefined;
  const at = Date.parse(`${parts[1]}T${parts[2]}${parts[3]?.toUpperCase() ?? "Z"}`);
  return at >= EARLIEST && at < LATEST ? at : undefined;
}

/** An id longer than this is a fault of the log. */
const LONGEST_ID = 256;

/**
 * What an id does not hold: control characters, halves of surrogate pairs, and what stands where bytes were no UTF-8.
 * Two ids that differ in nothing else would be one in the ledger.
 */
const NOT_IN_IDS = /[\p{Cc}\p{Cs}\ufffd]/u;

/** A text that can be an id; `undefined` when absent, too long or too damaged to be one. */
export function idField(record: JsonRecord, name: string): string | undefined {
  return plausibleId(textField(record, name));
}

export function plausibleId(text: string | undefined): string | undefined {
  return text !== undefined && text.length <= LONGEST_ID && !NOT_IN_IDS.test(text) ? text : undefined;
}

// Claude's API opened in 2023; a year of 9999 or 1969 is a fault of the log and must not stretch every chart.
const EARLIEST = Date.UTC(2023, 0, 1);
const LATEST = Date.UTC(2100, 0, 1);
