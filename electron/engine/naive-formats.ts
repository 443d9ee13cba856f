import { basename, dirname } from "node:path";

type Fields = Record<string, unknown>;

/** What one record counts as: the name of its call and its six figures. */
export type NaiveCall = { readonly key: string; readonly figures: readonly number[] };

/**
 * The logs that are not Claude Code's own, once more in the simplest way, for `verify`. The first line that shows a form
 * decides for the file, as in the engine; nothing else is shared with it.
 */
export function naiveReader(path: string): (object: unknown) => NaiveCall | "claude-code" | undefined {
  const file = `${basename(dirname(path))}/${basename(path, ".jsonl")}`;
  const seen = new Map<string, number>();
  let form: string | undefined;
  let model: unknown;
  return (object) => {
    const record = object as Fields;
    form ??= formOf(record);
    if (form === "claude-code") return typeof record["type"] === "string" ? form : undefined;
    if (form === "stream" && record["type"] === "system" && record["subtype"] === "init")
      model = record["model"];
    if (form === undefined || !(form === "stream" ? isStream(record) : formOf(record) === form))
      return undefined;
    const call = callOf(form, record, file, model);
    if (call === undefined || !call.key.startsWith("line\n")) return call;
    const nth = (seen.get(call.key) ?? 0) + 1;
    seen.set(call.key, nth);
    return { ...call, key: `${call.key} ${nth}` };
  };
}

function formOf(record: Fields): string | undefined {
  const { type } = record;
  const typed = typeof type === "string" && type !== "";
  if (typed && type === "usage" && ("cacheReadTokens" in record || "cacheCreationTokens" in record)) {
    if (typeof record["inputTokens"] === "number") return "matrix";
  }
  const traced = (idOf(record["traceId"]) ?? idOf(record["taskId"])) !== undefined;
  if (typed && type !== "usage" && traced && typeof record["ts"] === "number" && !isApi(record))
    return "matrix";
  if (isStream(record)) return "stream";
  if (typed && type !== "usage" && type !== "message") {
    if (type === "assistant" && isObject(record["message"])) return "claude-code";
    if ("parentUuid" in record || "isSidechain" in record) return "claude-code";
    if (!isApi(record) && ("sessionId" in record || /^(summary|file-history-|fork-context-ref)/.test(type)))
      return "claude-code";
  }
  return isApi(record) ? "api" : undefined;
}

function isApi(record: Fields): boolean {
  const usage = isObject(record["usage"]) ? record["usage"] : record;
  if (typeof usage["input_tokens"] !== "number") return false;
  const cached = ["cache_creation_input_tokens", "cache_read_input_tokens", "cache_creation"];
  const known = /^([a-z0-9-]+\.)*claude-[a-z0-9-]+([@:].*)?$/.test(String(record["model"]));
  return cached.some((name) => name in usage) || known;
}

function isStream(record: Fields): boolean {
  if (idOf(record["session_id"]) === undefined || "sessionId" in record) return false;
  if (record["type"] === "assistant" || record["type"] === "user") return isObject(record["message"]);
  if (record["type"] === "stream_event") return true;
  return ["system", "result"].includes(String(record["type"])) && typeof record["subtype"] === "string";
}

function callOf(form: string, record: Fields, file: string, model: unknown): NaiveCall | undefined {
  if (form === "matrix") {
    if (record["type"] !== "usage") return undefined;
    const [all, read, written, output] = [
      "inputTokens",
      "cacheReadTokens",
      "cacheCreationTokens",
      "outputTokens",
    ].map((name) => record[name] ?? 0);
    if (![all, read, written, output].every(isCount)) return undefined;
    const uncached = Number(all) - Number(read) - Number(written);
    if (uncached < 0) return undefined;
    const figures = [uncached, Number(read), 0, 0, Number(written), Number(output)];
    const session = idOf(record["traceId"]) ?? idOf(record["taskId"]) ?? file;
    return { key: lineKey(session, timeOf(record["ts"]), file, record["model"], figures), figures };
  }
  const message = form === "stream" ? record["message"] : record;
  if (!isObject(message) || (form === "stream" && record["type"] !== "assistant")) return undefined;
  if (form === "stream" && message["model"] === "<synthetic>") return undefined;
  const usage = isObject(message["usage"]) ? message["usage"] : form === "api" ? message : undefined;
  const figures = usage === undefined ? undefined : figuresOf(usage);
  if (figures === undefined) return undefined;
  if (form === "stream") {
    const key = idOf(message["id"]);
    const session = idOf(record["session_id"]) ?? file;
    const time = timeOf(record["timestamp"]);
    return { key: key ?? lineKey(session, time, file, message["model"] ?? model, figures), figures };
  }
  const session = anyOf(
    record,
    ["session_id", "session", "conversation_id", "thread_id", "trace_id"],
    numberOrId,
  );
  const id =
    idOf(record["message_id"]) ??
    numberOrId(record["id"]) ??
    idOf(record["request_id"]) ??
    idOf(record["requestId"]);
  if (id !== undefined) {
    const own = id.startsWith("msg_") || id.startsWith("req_") || id.length >= 32;
    return { key: own ? id : `${session ?? file} ${id}`, figures };
  }
  const time = anyOf(record, ["timestamp", "ts", "time", "created_at"], timeOf);
  return { key: lineKey(session ?? file, time, file, record["model"], figures), figures };
}

function lineKey(
  session: string,
  time: number | undefined,
  file: string,
  model: unknown,
  figures: readonly number[],
): string {
  const name = typeof model === "string" && model !== "" ? model : "(no model)";
  return `line\n${session} ${time ?? file} ${name} ${figures.join(" ")}`;
}

/** The Messages API's usage object; `undefined` when a figure cannot be believed. */
export function figuresOf(usage: Fields): readonly number[] | undefined {
  const split = (usage["cache_creation"] ?? {}) as Fields;
  const raw = [
    usage["input_tokens"],
    usage["cache_read_input_tokens"],
    split["ephemeral_5m_input_tokens"],
    split["ephemeral_1h_input_tokens"],
    usage["cache_creation_input_tokens"],
    usage["output_tokens"],
  ].map((figure) => figure ?? 0);
  if (!raw.every(isCount)) return undefined;
  const [input = 0, read = 0, fiveMinutes = 0, oneHour = 0, flat = 0, output = 0] = raw.map(Number);
  return [input, read, fiveMinutes, oneHour, Math.max(0, flat - fiveMinutes - oneHour), output];
}

function isCount(figure: unknown): boolean {
  return Number.isInteger(figure) && Number(figure) >= 0 && Number(figure) <= 200_000_000;
}

function isObject(value: unknown): value is Fields {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** An id: no control character, no half of a surrogate pair, nothing that was no UTF-8. */
export function idOf(value: unknown): string | undefined {
  if (typeof value !== "string" || value === "" || value.length > 256) return undefined;
  return /[\p{Cc}\p{Cs}\ufffd]/u.test(value) ? undefined : value;
}

function numberOrId(value: unknown): string | undefined {
  return Number.isSafeInteger(value) ? String(value) : idOf(value);
}

function timeOf(value: unknown): number | undefined {
  let time = Number.NaN;
  if (typeof value === "number") time = Math.round(value < 4_102_444_800 ? value * 1000 : value);
  if (typeof value === "string" && /^\d{4}-\d\d-\d\d[T ]\d\d:\d\d/.test(value)) {
    const text = value.replace(" ", "T").replace(" ", "");
    time = Date.parse(/(Z|[+-]\d\d:?\d\d)$/i.test(text) ? text.toUpperCase() : `${text}Z`);
  }
  return time >= Date.UTC(2023, 0) && time < Date.UTC(2100, 0) ? time : undefined;
}

function anyOf<T>(
  record: Fields,
  names: readonly string[],
  read: (value: unknown) => T | undefined,
): T | undefined {
  for (const name of names) {
    const camel = name.replace(/_./g, (part) => part.slice(1).toUpperCase());
    const found = read(record[name]) ?? read(record[camel]);
    if (found !== undefined) return found;
  }
  return undefined;
}
