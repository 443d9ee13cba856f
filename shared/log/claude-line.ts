import { serverReasonOf, serverToolUses } from "./api-message.ts";
import {
  isTellingAttachment,
  isTellingSystem,
  permissionMark,
  userMark,
  type Mark,
  type UserFacts,
} from "./claude-marks.ts";
import { LARGEST_PLAUSIBLE, usageOf } from "./claude-usage.ts";
import type { Link, LogEntry } from "./entry.ts";
import { plausibleId } from "./json-record.ts";
import type { LineFields } from "./line-fields.ts";
import type { LinkNumbers } from "./link-ids.ts";
import { FIELD, HAS_TOOL_RESULT, LOADS_TOOLS, USES_SKILL } from "./wanted-fields.ts";
import { NO_MODEL, type CallLine } from "../usage/api-call.ts";
import type { TokenUsage } from "../usage/token-usage.ts";

/** Stands for the id of a subagent whose lines have none. */
export const UNNAMED_AGENT = "sidechain";

/**
 * What `readClaudeCode` says of a record, told from its fields alone; `undefined` where the line must be decoded to tell.
 * The twin test holds both to the same answer on every line.
 */
export function readClaudeLine(
  fields: LineFields,
  sessionOfFile: string,
  ids: LinkNumbers,
): LogEntry | undefined {
  const type = fields.text(FIELD.type);
  if (type === undefined || mustDecode(type, fields)) return undefined;
  const hasMessage = fields.kind(FIELD.message) === "object";
  const side = fields.kind(FIELD.isSidechain) === "true";
  const placed = {
    link: linkOf(fields, ids),
    chain: undefined,
    at: fields.instant(FIELD.timestamp),
    agent: agentOf(fields),
    cwd: fields.text(FIELD.cwd),
    blocks: fields.kind(FIELD.content) === "text" ? 1 : fields.blocks,
  };
  if (type === "assistant" && hasMessage) {
    if (fields.text(FIELD.model) === "<synthetic>") {
      const mark = fields.kind(FIELD.isApiErrorMessage) === "true" ? "api-error" : "resume";
      return { ...placed, kind: "mark", mark, detail: undefined };
    }
    const usage = fields.kind(FIELD.usage);
    if (usage === "object") {
      const line = callLine(fields, placed.at, side ? "sub" : "main", placed.agent, sessionOfFile);
      return line === undefined ? undefined : { ...placed, kind: "call", line };
    }
    if (usage !== "absent" && usage !== "null") return undefined;
  }
  const mark = markOf(type, fields);
  if (mark !== undefined) return { ...placed, kind: "mark", mark: mark.mark, detail: mark.detail };
  return { ...placed, kind: "other", type, startsRequest: type === "user" || type === "attachment" };
}

/** The subagent whose line it is. */
export function agentOf(fields: LineFields): string | undefined {
  if (fields.kind(FIELD.isSidechain) !== "true") return undefined;
  return fields.text(FIELD.agentId) ?? UNNAMED_AGENT;
}

/** Marks whose detail lies in fields that are not noted; they are few. */
function mustDecode(type: string, fields: LineFields): boolean {
  switch (type) {
    case "system":
      return isTellingSystem(fields.text(FIELD.subtype));
    case "attachment":
      return isTellingAttachment(fields.text(FIELD.attachmentType), fields.text(FIELD.hookName));
    case "fork-context-ref":
      return true;
    default:
      return false;
  }
}

function markOf(type: string, fields: LineFields): Mark | undefined {
  if (type === "permission-mode") return permissionMark(fields.text(FIELD.permissionMode));
  return type === "user" ? userMark(userFacts(fields)) : undefined;
}

function userFacts(fields: LineFields): UserFacts {
  const content = fields.kind(FIELD.content);
  return {
    isCompactSummary: fields.kind(FIELD.isCompactSummary) === "true",
    isMeta: fields.kind(FIELD.isMeta) === "true",
    isInterruption: fields.text(FIELD.interruptedMessageId) !== undefined,
    hasContent: content !== "absent",
    hasToolResult: (fields.flags & HAS_TOOL_RESULT) !== 0,
    text: fields.opening(content === "text" ? FIELD.content : FIELD.firstText),
  };
}

function linkOf(fields: LineFields, ids: LinkNumbers): Link | undefined {
  const uuid = fields.link(FIELD.uuid, ids);
  if (uuid === undefined) return undefined;
  return { uuid, parent: fields.link(FIELD.parentUuid, ids) ?? fields.link(FIELD.logicalParentUuid, ids) };
}

function callLine(
  fields: LineFields,
  at: number | undefined,
  lane: "main" | "sub",
  agent: string | undefined,
  sessionOfFile: string,
): CallLine | undefined {
  const usage = plausibleUsage(fields);
  const messageId = plausibleId(fields.text(FIELD.id));
  const requestId = plausibleId(fields.text(FIELD.requestId));
  const key = messageId ?? requestId;
  // A line without an id is known by its text.
  if (usage === undefined || key === undefined) return undefined;
  return {
    key,
    messageId,
    requestId,
    model: fields.text(FIELD.model) ?? NO_MODEL,
    usage,
    at,
    session: fields.text(FIELD.sessionId) ?? sessionOfFile,
    lane,
    agent,
    version: fields.text(FIELD.version),
    effort: fields.text(FIELD.effort),
    speed: fields.text(FIELD.speed),
    geo: fields.text(FIELD.geo),
    stopReason: fields.text(FIELD.stopReason),
    serverReason: reasonOf(fields),
    serverToolUses:
      fields.kind(FIELD.serverToolUse) === "object" ? serverToolUses(fields.value(FIELD.serverToolUse)) : 0,
    prefixHash: undefined,
    copied: fields.kind(FIELD.forkedFrom) === "object",
    loadsTools: (fields.flags & LOADS_TOOLS) !== 0,
    usesSkill: (fields.flags & USES_SKILL) !== 0,
  };
}

function plausibleUsage(fields: LineFields): TokenUsage | undefined {
  const largest = Math.max(
    fields.count(FIELD.inputTokens),
    fields.count(FIELD.cacheRead),
    fields.count(FIELD.cacheWritten),
    fields.count(FIELD.written5m),
    fields.count(FIELD.written1h),
    fields.count(FIELD.output),
  );
  if (largest > LARGEST_PLAUSIBLE) return undefined;
  return usageOf({
    uncachedInput: fields.count(FIELD.inputTokens),
    cacheRead: fields.count(FIELD.cacheRead),
    written: fields.count(FIELD.cacheWritten),
    written5m: fields.count(FIELD.written5m),
    written1h: fields.count(FIELD.written1h),
    output: fields.count(FIELD.output),
  });
}

function reasonOf(fields: LineFields): CallLine["serverReason"] {
  switch (fields.kind(FIELD.diagnostics)) {
    case "null":
      return "none";
    case "object":
      return serverReasonOf(fields.value(FIELD.diagnostics));
    case "absent":
    case "text":
    case "list":
    case "true":
    case "false":
    case "number":
      return undefined;
  }
}
