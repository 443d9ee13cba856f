import { UNNAMED_AGENT } from "./claude-line.ts";
import { countBlocks, readMessage } from "./api-message.ts";
import { isApiUsage } from "./api-usage.ts";
import { readMark } from "./claude-marks.ts";
import type { Link, LogEntry } from "./entry.ts";
import {
  field,
  idField,
  instantField,
  isRecord,
  recordField,
  textField,
  type JsonRecord,
} from "./json-record.ts";
import type { LinkNumbers } from "./link-ids.ts";
import { textHash } from "./text-hash.ts";

/**
 * One JSON record of a Claude Code session log. The only place that knows this format (reference/log-format.md): usage
 * lives in lines of type `assistant` with an object at `message.usage`, and nowhere else.
 *
 * `sessionOfFile` stands in where a record names no session. `text` is the record as written, hashed for a key when it
 * has no id of its own.
 */
export function readClaudeCode(
  record: JsonRecord,
  sessionOfFile: string,
  text: string,
  ids: LinkNumbers,
): LogEntry {
  const type = textField(record, "type") ?? "(no type)";
  const side = field(record, "isSidechain") === true;
  const message = recordField(record, "message");
  const placed = {
    link: readLink(record, ids),
    chain: undefined,
    at: instantField(record, "timestamp"),
    agent: side ? (textField(record, "agentId") ?? UNNAMED_AGENT) : undefined,
    cwd: textField(record, "cwd"),
    blocks: countBlocks(message),
  };
  if (type === "assistant" && message !== undefined) {
    if (textField(message, "model") === "<synthetic>") {
      const mark = field(record, "isApiErrorMessage") === true ? "api-error" : "resume";
      return { ...placed, kind: "mark", mark, detail: undefined };
    }
    const usage = field(message, "usage");
    if (isRecord(usage)) {
      const facts = readMessage(message, usage);
      if ("implausible" in facts) return { kind: "implausible", reason: facts.implausible };
      const requestId = idField(record, "requestId");
      const line = {
        ...facts,
        key: facts.messageId ?? requestId ?? `hash:${textHash(text)}`,
        requestId,
        at: placed.at,
        session: textField(record, "sessionId") ?? sessionOfFile,
        lane: side ? "sub" : "main",
        agent: placed.agent,
        version: textField(record, "version"),
        effort: textField(record, "effort"),
        prefixHash: undefined,
        copied: recordField(record, "forkedFrom") !== undefined,
      } as const;
      return { ...placed, kind: "call", line };
    }
    if (usage !== undefined && usage !== null)
      return { kind: "implausible", reason: "usage is not an object" };
  }
  const mark = readMark(type, record);
  if (mark !== undefined) return { ...placed, kind: "mark", mark: mark.mark, detail: mark.detail };
  return { ...placed, kind: "other", type, startsRequest: type === "user" || type === "attachment" };
}

function readLink(record: JsonRecord, ids: LinkNumbers): Link | undefined {
  const uuid = textField(record, "uuid");
  if (uuid === undefined) return undefined;
  const id = ids.ofText(uuid);
  const parent = textField(record, "parentUuid") ?? textField(record, "logicalParentUuid");
  return { uuid: id, parent: parent === undefined ? undefined : ids.ofText(parent) };
}

/** The types that Claude Code writes without naming a session. */
const BARE_TYPES = /^(?:summary|file-history-|fork-context-ref)/;

/** Whether a record is a line of a Claude Code session log, and of nothing else that we read. */
export function isClaudeCode(record: JsonRecord): boolean {
  const type = textField(record, "type");
  // An API response and a usage record may carry a session of somebody else's naming.
  if (type === undefined || type === "message" || type === "usage") return false;
  if (type === "assistant" && recordField(record, "message") !== undefined) return true;
  if (["parentUuid", "isSidechain"].some((name) => Object.hasOwn(record, name))) return true;
  // Other programs name a type and a session so too; but no line of Claude Code has usage outside its message.
  return (Object.hasOwn(record, "sessionId") || BARE_TYPES.test(type)) && !isApiUsage(record);
}
