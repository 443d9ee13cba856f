import { isApiUsage, readApiUsage } from "./api-usage.ts";
import { isClaudeCode, readClaudeCode } from "./claude-code.ts";
import { readClaudeLine } from "./claude-line.ts";
import type { LogEntry } from "./entry.ts";
import { textField, type JsonRecord } from "./json-record.ts";
import type { LineFields } from "./line-fields.ts";
import { LinkIds, type LinkNumbers } from "./link-ids.ts";
import { isMatrix, readMatrix } from "./matrix.ts";
import { WITHOUT_ID, type LogOrigin } from "./plain-call.ts";
import { isStreamJson, readStreamJson, streamStart, type StreamStart } from "./stream-json.ts";

export type LogFormat = "claude-code" | "stream-json" | "matrix" | "api-usage";

/** The format that a record shows by its fields; `undefined` when it shows none. File names tell nothing. */
export function formatOf(record: JsonRecord): LogFormat | undefined {
  if (isMatrix(record)) return "matrix";
  if (isStreamJson(record)) return "stream-json";
  if (isClaudeCode(record)) return "claude-code";
  return isApiUsage(record) ? "api-usage" : undefined;
}

/**
 * Reads the records of one log file, in its order. The first one that shows a format decides for the file, so that a
 * stray record never brings figures in that the file's own calls hold already; what does not fit is unknown, not guessed.
 */
export class RecordReader {
  readonly #origin: LogOrigin;
  readonly #links: LinkNumbers;
  readonly #seen = new Map<string, number>();
  #format: LogFormat | undefined;
  #start: StreamStart | undefined;

  constructor(origin: LogOrigin, links: LinkNumbers = new LinkIds()) {
    this.#origin = origin;
    this.#links = links;
  }

  /** `undefined` until a record has shown it. */
  get format(): LogFormat | undefined {
    return this.#format;
  }

  /** By a record that is not read yet. */
  seeFormat(record: JsonRecord): void {
    this.#format ??= formatOf(record);
  }

  /** How many calls without an id it remembers. */
  get remembered(): number {
    return this.#seen.size;
  }

  /** `text` is the record as it was written. */
  read(record: JsonRecord, text: string): LogEntry {
    this.seeFormat(record);
    return this.#apart(this.#entry(record, text));
  }

  /** The same from a line's fields alone; `undefined` where the record must be decoded to tell. */
  readFields(fields: LineFields): LogEntry | undefined {
    if (this.#format !== "claude-code") return undefined;
    const entry = readClaudeLine(fields, this.#origin.name, this.#links);
    return entry === undefined ? undefined : this.#apart(entry);
  }

  #entry(record: JsonRecord, text: string): LogEntry {
    switch (this.#format) {
      case "claude-code":
        // Every line of Claude Code has a type; one that we do not know is still its own.
        if (textField(record, "type") === undefined) break;
        return readClaudeCode(record, this.#origin.name, text, this.#links);
      case "stream-json":
        if (!isStreamJson(record) && textField(record, "session_id") === undefined) break;
        this.#start = streamStart(record, this.#start);
        return readStreamJson(record, this.#origin, this.#start);
      case "matrix":
        if (!isMatrix(record)) break;
        return readMatrix(record, this.#origin);
      case "api-usage":
        // Usage may stand in a record of another format too: the last line of a stream sums its calls up.
        if (formatOf(record) !== "api-usage") break;
        return readApiUsage(record, this.#origin);
      case undefined:
        break;
    }
    return { kind: "unknown", fields: fieldNames(record) };
  }

  /** Two equal lines without an id are two calls, and are the same two when the log is read again. */
  #apart(entry: LogEntry): LogEntry {
    if (entry.kind !== "call" || !entry.line.key.startsWith(WITHOUT_ID)) return entry;
    const { key } = entry.line;
    const nth = (this.#seen.get(key) ?? 0) + 1;
    this.#seen.set(key, nth);
    return { ...entry, line: { ...entry.line, key: `${key} ${nth}` } };
  }
}

const MOST_FIELDS = 12;
const LONGEST_FIELD = 40;

/** Names of the top-level fields, sorted, at most twelve; an ellipsis stands for the rest. */
function fieldNames(record: JsonRecord): string {
  const names = Object.keys(record).sort();
  const shown = names.slice(0, MOST_FIELDS).map((name) => {
    // The names go to a terminal too.
    const safe = name.replace(/\p{Cc}|\p{Cf}|\p{Cs}/gu, "?");
    return safe.length <= LONGEST_FIELD ? safe : `${safe.slice(0, LONGEST_FIELD - 1)}…`;
  });
  return [...shown, ...(names.length > MOST_FIELDS ? ["…"] : [])].join(", ");
}
