import { readMessage } from "./api-message.ts";
import type { LogEntry } from "./entry.ts";
import { field, idField, momentField, recordField, textField, type JsonRecord } from "./json-record.ts";
import { plainCall, type LogOrigin } from "./plain-call.ts";
import { textHash } from "./text-hash.ts";
import { isAnthropicServed } from "../cost/served-by.ts";

const SESSION_FIELDS = ["session_id", "session", "conversation_id", "thread_id", "trace_id"];
const TIME_FIELDS = ["timestamp", "ts", "time", "created_at"];
const CACHE_FIELDS = ["cache_creation_input_tokens", "cache_read_input_tokens", "cache_creation"];

/**
 * One record of a plain log of API usage: the fields of the Messages API's usage object, in the record or in its
 * `usage`, and whatever else the program wrote of model, time, session and prefix.
 */
export function readApiUsage(record: JsonRecord, origin: LogOrigin): LogEntry {
  const usage = recordField(record, "usage") ?? record;
  const facts = readMessage(record, usage);
  if ("implausible" in facts) return { kind: "implausible", reason: facts.implausible };
  const session = firstOf(SESSION_FIELDS, (name) => anyId(record, name) ?? anyId(record, camel(name)));
  const own = idField(record, "message_id") ?? facts.messageId;
  const requestId = idField(record, "request_id") ?? idField(record, "requestId");
  const id = own ?? anyId(record, "id") ?? requestId;
  const file = session ?? `${origin.folder}/${origin.name}`;
  const plain = {
    // A short id may only count the lines of its log, so it needs a name beside it.
    key: id === undefined || isGlobal(id) ? id : `${file} ${id}`,
    session,
    requestId,
    prefixHash: hashField(record),
    at: firstOf(TIME_FIELDS, (name) => momentField(record, name) ?? momentField(record, camel(name))),
  };
  const speed = textField(usage, "service_tier") === "batch" ? "batch" : facts.speed;
  return plainCall({ ...facts, speed, messageId: own }, plain, origin);
}

/** Whether a record holds such usage. Without a cache field the names are other makers' too, and the model must tell. */
export function isApiUsage(record: JsonRecord): boolean {
  const usage = recordField(record, "usage") ?? record;
  if (typeof field(usage, "input_tokens") !== "number") return false;
  const model = textField(record, "model");
  return (
    CACHE_FIELDS.some((name) => Object.hasOwn(usage, name)) ||
    (model !== undefined && isAnthropicServed(model))
  );
}

/** An id is a text here, or a whole number. */
function anyId(record: JsonRecord, name: string): string | undefined {
  const value = field(record, name);
  return Number.isSafeInteger(value) ? String(value) : idField(record, name);
}

/** Ids of the API, and ids as long as a UUID without its dashes are nobody else's. */
function isGlobal(id: string): boolean {
  return /^(?:msg|req)_/.test(id) || id.length >= 32;
}

/** A hash is kept as it was written; what does not look like one may be the prefix itself, and is hashed here. */
function hashField(record: JsonRecord): string | undefined {
  const hash =
    anyId(record, "prefix_hash") ?? anyId(record, "prefixHash") ?? textField(record, "prefix_hash");
  return hash === undefined || /^[\w:+/=.-]{1,128}$/.test(hash) ? hash : textHash(hash);
}

function camel(name: string): string {
  return name.replace(/_([a-z])/g, (_, letter: string) => letter.toUpperCase());
}

function firstOf<T>(names: readonly string[], read: (name: string) => T | undefined): T | undefined {
  for (const name of names) {
    const found = read(name);
    if (found !== undefined) return found;
  }
  return undefined;
}
