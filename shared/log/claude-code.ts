import { readMark } from "./claude-marks.ts";
import { readUsage } from "./claude-usage.ts";
import type { Link, LogEntry } from "./entry.ts";
import {
  field,
  instantField,
  isRecord,
  listField,
  recordField,
  textField,
  type JsonRecord,
} from "./json-record.ts";
import { textHash } from "./text-hash.ts";
import type { CallLine, ServerReason } from "../usage/api-call.ts";

/** An id longer than this is a fault of the log. */
const LONGEST_ID = 256;

/**
 * One JSON record of a Claude Code session log. The only place that knows this format (reference/log-format.md): usage
 * lives in lines of type `assistant` with an object at `message.usage`, and nowhere else.
 *
 * `sessionOfFile` stands in where a record names no session. `text` is the record as written, hashed for a key when it
 * has no id of its own.
 */
export function readClaudeCode(record: JsonRecord, sessionOfFile: string, text: string): LogEntry {
  const type = textField(record, "type") ?? "(no type)";
  const side = field(record, "isSidechain") === true;
  const message = recordField(record, "message");
  const placed = {
    link: readLink(record),
    at: instantField(record, "timestamp"),
    agent: side ? (textField(record, "agentId") ?? "sidechain") : undefined,
    cwd: textField(record, "cwd"),
    blocks: countBlocks(message),
  };
  if (type === "assistant" && message !== undefined) {
    const model = textField(message, "model") ?? "(no model)";
    if (model === "<synthetic>") {
      const mark = field(record, "isApiErrorMessage") === true ? "api-error" : "resume";
      return { kind: "mark", ...placed, mark, detail: undefined };
    }
    const found = field(message, "usage");
    if (isRecord(found)) {
      const usage = readUsage(found);
      if ("implausible" in usage) return { kind: "implausible", reason: usage.implausible };
      const line = readCall(record, message, found, { ...placed, side, model, usage, sessionOfFile, text });
      return { kind: "call", ...placed, line };
    }
    if (found !== undefined && found !== null)
      return { kind: "implausible", reason: "usage is not an object" };
  }
  const mark = readMark(type, record);
  if (mark !== undefined) return { kind: "mark", ...placed, ...mark };
  return { kind: "other", ...placed, type, startsRequest: type === "user" || type === "attachment" };
}

type Read = Pick<CallLine, "at" | "agent" | "model" | "usage"> & {
  readonly side: boolean;
  readonly sessionOfFile: string;
  readonly text: string;
};

function readCall(record: JsonRecord, message: JsonRecord, usage: JsonRecord, read: Read): CallLine {
  const messageId = readId(message, "id");
  const requestId = readId(record, "requestId");
  const tools = listField(message, "content").flatMap((block) =>
    isRecord(block) && block["type"] === "tool_use" ? [textField(block, "name")] : [],
  );
  return {
    key: messageId ?? requestId ?? `hash:${textHash(read.text)}`,
    messageId,
    requestId,
    model: read.model,
    usage: read.usage,
    at: read.at,
    session: textField(record, "sessionId") ?? read.sessionOfFile,
    lane: read.side ? "sub" : "main",
    agent: read.agent,
    version: textField(record, "version"),
    effort: textField(record, "effort"),
    speed: textField(usage, "speed"),
    geo: textField(usage, "inference_geo"),
    stopReason: textField(message, "stop_reason"),
    serverReason: readServerReason(message),
    serverToolUses: countServerTools(recordField(usage, "server_tool_use")),
    copied: recordField(record, "forkedFrom") !== undefined,
    loadsTools: tools.includes("ToolSearch"),
    usesSkill: tools.includes("Skill"),
  };
}

function readLink(record: JsonRecord): Link | undefined {
  const uuid = textField(record, "uuid");
  if (uuid === undefined) return undefined;
  return { uuid, parent: textField(record, "parentUuid") ?? textField(record, "logicalParentUuid") };
}

function readId(record: JsonRecord, name: string): string | undefined {
  const id = textField(record, name);
  return id !== undefined && id.length <= LONGEST_ID ? id : undefined;
}

/** Present and null means that the server compared and found nothing; `{cache_miss_reason: null}` that it had not yet. */
function readServerReason(message: JsonRecord): ServerReason | "none" | undefined {
  const diagnostics = field(message, "diagnostics");
  if (diagnostics === null) return "none";
  if (!isRecord(diagnostics)) return undefined;
  const reason = recordField(diagnostics, "cache_miss_reason");
  const type = reason === undefined ? undefined : textField(reason, "type");
  if (reason === undefined || type === undefined) return undefined;
  const missed = field(reason, "cache_missed_input_tokens");
  const missedTokens =
    typeof missed === "number" && Number.isInteger(missed) && missed >= 0 ? missed : undefined;
  return { type: type.slice(0, 64), missedTokens };
}

function countBlocks(message: JsonRecord | undefined): number {
  const content = message === undefined ? undefined : field(message, "content");
  if (typeof content === "string") return 1;
  return Array.isArray(content) ? content.length : 0;
}

function countServerTools(uses: JsonRecord | undefined): number {
  if (uses === undefined) return 0;
  return Object.values(uses).reduce<number>(
    (sum, count) => sum + (typeof count === "number" && count > 0 ? count : 0),
    0,
  );
}
