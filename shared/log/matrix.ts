import { readMessage } from "./api-message.ts";
import { isApiUsage } from "./api-usage.ts";
import type { LogEntry } from "./entry.ts";
import { field, idField, momentField, textField, type JsonRecord } from "./json-record.ts";
import { plainCall, type LogOrigin } from "./plain-call.ts";

/**
 * One record of a Matrix event stream. Its `inputTokens` is the whole prompt, cached tokens included (reference/
 * log-format.md, section 12), and it does not tell for how long it wrote. Other events of the stream carry no usage.
 */
export function readMatrix(record: JsonRecord, origin: LogOrigin): LogEntry {
  const at = momentField(record, "ts");
  const session = idField(record, "traceId") ?? idField(record, "taskId");
  const type = textField(record, "type") ?? "";
  if (type !== "usage") {
    const placed = { link: undefined, chain: session, at, agent: undefined, cwd: undefined, blocks: 0 };
    return { kind: "other", ...placed, type, startsRequest: false };
  }
  const facts = readMessage(
    { model: field(record, "model") },
    {
      input_tokens: field(record, "inputTokens"),
      cache_read_input_tokens: field(record, "cacheReadTokens"),
      cache_creation_input_tokens: field(record, "cacheCreationTokens"),
      output_tokens: field(record, "outputTokens"),
    },
  );
  if ("implausible" in facts) return { kind: "implausible", reason: facts.implausible };
  const { uncachedInput: all, cacheRead, cacheWriteUnknownTtl } = facts.usage;
  const uncachedInput = all - cacheRead - cacheWriteUnknownTtl;
  if (uncachedInput < 0) {
    return { kind: "implausible", reason: "inputTokens is less than the cached tokens in it" };
  }
  const usage = { ...facts.usage, uncachedInput };
  const plain = { key: undefined, session, requestId: undefined, prefixHash: undefined, at };
  return plainCall({ ...facts, usage }, plain, origin);
}

/**
 * Whether a record is an event of such a stream: usage under Matrix's names, or an event with its trace and its time that
 * holds no usage under the API's.
 */
export function isMatrix(record: JsonRecord): boolean {
  if (textField(record, "type") === undefined) return false;
  if (textField(record, "type") === "usage") {
    const cached = ["cacheReadTokens", "cacheCreationTokens"].some((name) => Object.hasOwn(record, name));
    return cached && typeof field(record, "inputTokens") === "number";
  }
  const named = idField(record, "traceId") ?? idField(record, "taskId");
  return named !== undefined && typeof field(record, "ts") === "number" && !isApiUsage(record);
}
