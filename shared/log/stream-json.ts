import { countBlocks, readMessage } from "./api-message.ts";
import { readMark } from "./claude-marks.ts";
import type { LogEntry } from "./entry.ts";
import {
  field,
  idField,
  isRecord,
  momentField,
  recordField,
  textField,
  type JsonRecord,
} from "./json-record.ts";
import { keyOfFigures, type LogOrigin } from "./plain-call.ts";
import { NO_MODEL } from "../usage/api-call.ts";

/** What the first line of a run says of all lines behind it. */
export type StreamStart = { readonly model: string | undefined; readonly version: string | undefined };

/** The start after a record: the one it begins, or the one before. */
export function streamStart(record: JsonRecord, before: StreamStart | undefined): StreamStart | undefined {
  if (textField(record, "type") !== "system" || textField(record, "subtype") !== "init") return before;
  return { model: textField(record, "model"), version: textField(record, "claude_code_version") };
}

/**
 * One record of what `claude -p --output-format stream-json` prints. Usage stands in `assistant` lines, once for each
 * content block of a response; `result` holds sums over the same calls and is never added. Tools of a subagent name the
 * call that started it in `parent_tool_use_id`.
 */
export function readStreamJson(
  record: JsonRecord,
  origin: LogOrigin,
  start: StreamStart | undefined,
): LogEntry {
  const type = textField(record, "type") ?? "";
  const message = recordField(record, "message");
  const session = idField(record, "session_id") ?? `${origin.folder}/${origin.name}`;
  const agent = idField(record, "parent_tool_use_id");
  const placed = {
    link: undefined,
    chain: session,
    at: momentField(record, "timestamp"),
    agent,
    cwd: type === "system" ? textField(record, "cwd") : undefined,
    blocks: countBlocks(message),
  };
  if (type === "assistant" && message !== undefined) {
    if (textField(message, "model") === "<synthetic>") {
      return { kind: "mark", ...placed, mark: "api-error", detail: undefined };
    }
    const usage = field(message, "usage");
    if (isRecord(usage)) {
      const facts = readMessage(message, usage);
      if ("implausible" in facts) return { kind: "implausible", reason: facts.implausible };
      const { at } = placed;
      const when = at === undefined ? `${origin.folder}/${origin.name}` : String(at);
      const line = {
        ...facts,
        model: facts.model === NO_MODEL ? (start?.model ?? NO_MODEL) : facts.model,
        key: facts.messageId ?? keyOfFigures(facts, when, session),
        requestId: idField(record, "request_id"),
        at,
        session,
        lane: agent === undefined ? "main" : "sub",
        agent,
        version: start?.version,
        effort: undefined,
        prefixHash: undefined,
        copied: false,
      } as const;
      return { kind: "call", ...placed, line };
    }
  }
  if (type === "system" && textField(record, "subtype") === "compact_boundary") {
    const trigger = textField(recordField(record, "compact_metadata") ?? {}, "trigger");
    const detail = trigger === "auto" || trigger === "manual" ? trigger : undefined;
    return { kind: "mark", ...placed, mark: "compaction", detail };
  }
  const mark = type === "user" ? readMark(type, record) : undefined;
  if (mark !== undefined) return { kind: "mark", ...placed, ...mark };
  return { kind: "other", ...placed, type, startsRequest: type === "user" };
}

/** Whether a record is a line of such a stream. */
export function isStreamJson(record: JsonRecord): boolean {
  if (idField(record, "session_id") === undefined || Object.hasOwn(record, "sessionId")) return false;
  switch (textField(record, "type")) {
    case "system":
    case "result":
      return textField(record, "subtype") !== undefined;
    case "assistant":
    case "user":
      return recordField(record, "message") !== undefined;
    case "stream_event":
      return true;
    case undefined:
    default:
      return false;
  }
}
