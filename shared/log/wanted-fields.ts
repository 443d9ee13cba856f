import { TELLING_WORDS } from "./claude-marks.ts";

/**
 * The fields of a Claude Code record that the fast reader notes (`assembly/json-walk.ts`), and where they stand. The
 * numbers are shared with that program (`assembly/log-lines.ts`).
 */
export const FIELD = {
  blockType: 0,
  blockName: 1,
  blockText: 2,
  /** The text of the content's first text block. */
  firstText: 3,
  content: 4,

  type: 5,
  uuid: 6,
  parentUuid: 7,
  logicalParentUuid: 8,
  isSidechain: 9,
  agentId: 10,
  timestamp: 11,
  cwd: 12,
  message: 13,
  sessionId: 14,
  version: 15,
  effort: 16,
  requestId: 17,
  forkedFrom: 18,
  isCompactSummary: 19,
  isMeta: 20,
  interruptedMessageId: 21,
  isApiErrorMessage: 22,

  id: 23,
  model: 24,
  stopReason: 25,
  diagnostics: 26,
  usage: 27,
  speed: 28,
  geo: 29,
  serverToolUse: 30,
  cacheCreation: 31,

  subtype: 32,
  permissionMode: 33,
  attachment: 34,
  attachmentType: 35,
  hookName: 36,

  inputTokens: 40,
  cacheRead: 41,
  cacheWritten: 42,
  written5m: 43,
  written1h: 44,
  output: 45,
} as const;

export type Field = (typeof FIELD)[keyof typeof FIELD];

/** Flags of a line: what is among the blocks of its content. */
export const HAS_TOOL_RESULT = 1;
export const LOADS_TOOLS = 4;
export const USES_SKILL = 8;

/** A key or word of a level: what it stands for, and the level of the object below it. */
export type Wanted = {
  readonly level: number;
  readonly word: string;
  readonly meaning: number;
  readonly below: number;
};

const ROOT = 1;
const MESSAGE = 2;
const USAGE = 3;
const CACHE_CREATION = 4;
const BLOCK = 5;
const BLOCK_TYPES = 6;
const TOOL_NAMES = 7;
const ATTACHMENT = 8;
/** Vocabularies of `assembly/log-lines.ts`, which takes the lines that say nothing but where they hang. */
const TYPES = 9;
const TELLING_ATTACHMENTS = 10;
const TELLING_SYSTEM = 11;
/** A type whose records are all marks. */
const TELLING = 6;

const KEYS: readonly (readonly [number, string, number, below?: number])[] = [
  [ROOT, "type", FIELD.type],
  [ROOT, "uuid", FIELD.uuid],
  [ROOT, "parentUuid", FIELD.parentUuid],
  [ROOT, "logicalParentUuid", FIELD.logicalParentUuid],
  [ROOT, "isSidechain", FIELD.isSidechain],
  [ROOT, "agentId", FIELD.agentId],
  [ROOT, "timestamp", FIELD.timestamp],
  [ROOT, "cwd", FIELD.cwd],
  [ROOT, "message", FIELD.message, MESSAGE],
  [ROOT, "sessionId", FIELD.sessionId],
  [ROOT, "version", FIELD.version],
  [ROOT, "effort", FIELD.effort],
  [ROOT, "requestId", FIELD.requestId],
  [ROOT, "forkedFrom", FIELD.forkedFrom],
  [ROOT, "isCompactSummary", FIELD.isCompactSummary],
  [ROOT, "isMeta", FIELD.isMeta],
  [ROOT, "interruptedMessageId", FIELD.interruptedMessageId],
  [ROOT, "isApiErrorMessage", FIELD.isApiErrorMessage],
  [ROOT, "subtype", FIELD.subtype],
  [ROOT, "permissionMode", FIELD.permissionMode],
  [ROOT, "attachment", FIELD.attachment, ATTACHMENT],
  [ATTACHMENT, "type", FIELD.attachmentType],
  [ATTACHMENT, "hookName", FIELD.hookName],
  [MESSAGE, "id", FIELD.id],
  [MESSAGE, "model", FIELD.model],
  [MESSAGE, "stop_reason", FIELD.stopReason],
  [MESSAGE, "diagnostics", FIELD.diagnostics],
  [MESSAGE, "content", FIELD.content],
  [MESSAGE, "usage", FIELD.usage, USAGE],
  [USAGE, "speed", FIELD.speed],
  [USAGE, "inference_geo", FIELD.geo],
  [USAGE, "server_tool_use", FIELD.serverToolUse],
  [USAGE, "input_tokens", FIELD.inputTokens],
  [USAGE, "cache_read_input_tokens", FIELD.cacheRead],
  [USAGE, "cache_creation_input_tokens", FIELD.cacheWritten],
  [USAGE, "output_tokens", FIELD.output],
  [USAGE, "cache_creation", FIELD.cacheCreation, CACHE_CREATION],
  [CACHE_CREATION, "ephemeral_5m_input_tokens", FIELD.written5m],
  [CACHE_CREATION, "ephemeral_1h_input_tokens", FIELD.written1h],
  [BLOCK, "type", FIELD.blockType],
  [BLOCK, "name", FIELD.blockName],
  [BLOCK, "text", FIELD.blockText],
  [BLOCK_TYPES, "tool_result", 1],
  [BLOCK_TYPES, "text", 2],
  [BLOCK_TYPES, "tool_use", 3],
  [TOOL_NAMES, "ToolSearch", LOADS_TOOLS],
  [TOOL_NAMES, "Skill", USES_SKILL],
  [TYPES, "assistant", 1],
  [TYPES, "user", 2],
  [TYPES, "attachment", 3],
  [TYPES, "system", 4],
  [TYPES, "permission-mode", 5],
  [TYPES, "fork-context-ref", TELLING],
  ...TELLING_WORDS.attachments.map((word) => [TELLING_ATTACHMENTS, word, 1] as const),
  [TELLING_ATTACHMENTS, TELLING_WORDS.hookAttachment, 2],
  ...TELLING_WORDS.hooks.map((word) => [TELLING_ATTACHMENTS, word, 1] as const),
  ...TELLING_WORDS.system.map((word) => [TELLING_SYSTEM, word, 1] as const),
];

export const WANTED: readonly Wanted[] = KEYS.map(([level, word, meaning, below = 0]) => ({
  level,
  word,
  meaning,
  below,
}));
