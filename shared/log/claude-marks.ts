import { field, isRecord, listField, recordField, textField, type JsonRecord } from "./json-record.ts";
import type { MarkKind } from "./entry.ts";

/** What a record between two calls tells: a kind and a detail out of a fixed vocabulary, never text of a person or a tool. */
export type Mark = { readonly mark: MarkKind; readonly detail: string | undefined };

// A command of the user's own may carry a private name: only Claude Code's own are kept by name.
const OWN_COMMANDS = new Set(
  (
    "model effort fast context mcp exit quit login logout resume continue compact clear rewind plugin plugins " +
    "permissions config cd agents status memory doctor remote-control rc output-style hooks add-dir branch fork"
  ).split(" "),
);
const PERMISSION_MODES = new Set("auto bypassPermissions default acceptEdits plan dontAsk".split(" "));
const TRIGGERS = new Set(["auto", "manual"]);

const ATTACHMENTS: { readonly [type: string]: MarkKind } = {
  deferred_tools_delta: "tools-delta",
  mcp_instructions_delta: "mcp-delta",
  agent_listing_delta: "agents-delta",
  skill_listing: "skills",
  invoked_skills: "skills",
  date_change: "date-change",
  plan_mode: "plan-mode",
  plan_mode_exit: "plan-mode",
  plan_mode_reentry: "plan-mode",
  auto_mode: "auto-mode",
  auto_mode_exit: "auto-mode",
};

const TELLING_SYSTEM = new Set(
  "compact_boundary microcompact_boundary local_command api_error bridge_status model_refusal_fallback".split(
    " ",
  ),
);

/** Whether a `system` record of this subtype may be a mark. */
export function isTellingSystem(subtype: string | undefined): boolean {
  return subtype !== undefined && TELLING_SYSTEM.has(subtype);
}

/** Whether an attachment of this type may be a mark. */
export function isTellingAttachment(type: string | undefined, hookName: string | undefined): boolean {
  if (type === "hook_success") return hookName === RESUMED;
  return type !== undefined && Object.hasOwn(ATTACHMENTS, type);
}

const RESUMED = "SessionStart:resume";

/** Types of attachments that are marks, or are by the name of their hook; and subtypes of `system` records that may be. */
export const TELLING_WORDS = {
  attachments: Object.keys(ATTACHMENTS),
  hookAttachment: "hook_success",
  hooks: [RESUMED],
  system: [...TELLING_SYSTEM],
} as const;

/** The mark of one Claude Code record; `undefined` when it explains nothing. `user` prompts are marks too. */
export function readMark(type: string, record: JsonRecord): Mark | undefined {
  switch (type) {
    case "system":
      return systemMark(record);
    case "attachment":
      return attachmentMark(record);
    case "user":
      return userMark(userFacts(record));
    case "fork-context-ref":
      return { mark: "fork", detail: undefined };
    case "permission-mode":
      return permissionMark(textField(record, "permissionMode"));
    default:
      return undefined;
  }
}

export function permissionMark(mode: string | undefined): Mark {
  return { mark: "permission-mode", detail: known(mode, PERMISSION_MODES) };
}

function systemMark(record: JsonRecord): Mark | undefined {
  switch (textField(record, "subtype")) {
    case "compact_boundary": {
      const metadata = recordField(record, "compactMetadata");
      const trigger = metadata === undefined ? undefined : textField(metadata, "trigger");
      return { mark: "compaction", detail: known(trigger, TRIGGERS) };
    }
    case "microcompact_boundary":
      return { mark: "microcompaction", detail: undefined };
    case "local_command":
      return commandMark(textField(record, "content"));
    case "api_error":
      return { mark: "api-error", detail: undefined };
    case "bridge_status":
      return { mark: "remote-control", detail: undefined };
    case "model_refusal_fallback":
      return { mark: "model-fallback", detail: undefined };
    case undefined:
    default:
      return undefined;
  }
}

function attachmentMark(record: JsonRecord): Mark | undefined {
  const attachment = recordField(record, "attachment");
  if (attachment === undefined) return undefined;
  const type = textField(attachment, "type");
  if (type === "hook_success") {
    return textField(attachment, "hookName") === RESUMED ? { mark: "resume", detail: undefined } : undefined;
  }
  const mark = type !== undefined && Object.hasOwn(ATTACHMENTS, type) ? ATTACHMENTS[type] : undefined;
  if (mark === undefined) return undefined;
  if (type?.endsWith("_exit") === true) return { mark, detail: "off" };
  if (mark === "plan-mode" || mark === "auto-mode") return { mark, detail: "on" };
  return { mark, detail: deltaSize(attachment) };
}

/** `+3 -1`: how many names were added and removed, without the names. */
function deltaSize(attachment: JsonRecord): string | undefined {
  const added = listField(attachment, "addedNames").length + listField(attachment, "readdedNames").length;
  const removed = listField(attachment, "removedNames").length;
  return added + removed === 0 ? undefined : `+${added} -${removed}`;
}

/** What of a `user` record can make it a mark. `text`: its text, or as much of its beginning as tells. */
export type UserFacts = {
  readonly isCompactSummary: boolean;
  readonly isMeta: boolean;
  readonly isInterruption: boolean;
  readonly hasContent: boolean;
  readonly hasToolResult: boolean;
  readonly text: string | undefined;
};

function userFacts(record: JsonRecord): UserFacts {
  const message = recordField(record, "message");
  const content = message === undefined ? undefined : field(message, "content");
  return {
    isCompactSummary: field(record, "isCompactSummary") === true,
    isMeta: field(record, "isMeta") === true,
    isInterruption: textField(record, "interruptedMessageId") !== undefined,
    hasContent: content !== undefined,
    hasToolResult: hasToolResult(content),
    text: firstText(content),
  };
}

export function userMark(facts: UserFacts): Mark | undefined {
  const { text } = facts;
  if (facts.isCompactSummary) return { mark: "compact-summary", detail: undefined };
  const command = commandMark(text);
  if (command !== undefined) return command;
  if (facts.isInterruption || isInterrupt(text)) return { mark: "interrupt", detail: undefined };
  if (facts.isMeta || facts.hasToolResult || !facts.hasContent || isCommandOutput(text)) return undefined;
  return { mark: "prompt", detail: undefined };
}

function commandMark(content: string | undefined): Mark | undefined {
  // Claude Code writes its own commands in this fixed form, in 2.1.12 and later as a system record, else as a user's.
  const name = content === undefined ? undefined : /^\s*<command-name>\/?([a-z-]{1,24})</.exec(content)?.[1];
  return name === undefined ? undefined : { mark: "command", detail: known(name, OWN_COMMANDS) ?? "other" };
}

function isInterrupt(content: string | undefined): boolean {
  return content?.startsWith("[Request interrupted by user") === true;
}

function isCommandOutput(content: string | undefined): boolean {
  return content?.startsWith("<local-command-") === true || content?.startsWith("<command-") === true;
}

function hasToolResult(content: unknown): boolean {
  return (
    Array.isArray(content) && content.some((block) => isRecord(block) && block["type"] === "tool_result")
  );
}

function firstText(content: unknown): string | undefined {
  if (typeof content === "string") return content;
  if (!Array.isArray(content)) return undefined;
  const block: unknown = content.find((item) => isRecord(item) && item["type"] === "text");
  return isRecord(block) ? textField(block, "text") : undefined;
}

function known(value: string | undefined, vocabulary: ReadonlySet<string>): string | undefined {
  return value !== undefined && vocabulary.has(value) ? value : undefined;
}
