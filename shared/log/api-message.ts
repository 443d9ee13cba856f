import { readUsage } from "./claude-usage.ts";
import {
  field,
  idField,
  isRecord,
  listField,
  recordField,
  textField,
  type JsonRecord,
} from "./json-record.ts";
import { NO_MODEL, type CallLine, type ServerReason } from "../usage/api-call.ts";

/** What a response of the Messages API says of itself, wherever it is logged. */
export type MessageFacts = Pick<
  CallLine,
  | "messageId"
  | "model"
  | "usage"
  | "speed"
  | "geo"
  | "stopReason"
  | "serverReason"
  | "serverToolUses"
  | "loadsTools"
  | "usesSkill"
>;

/** A Messages API response and its usage object, which some programs log in the response's place. */
export function readMessage(
  message: JsonRecord,
  usage: JsonRecord,
): MessageFacts | { readonly implausible: string } {
  const tokens = readUsage(usage);
  if ("implausible" in tokens) return tokens;
  const tools = listField(message, "content").flatMap((block) =>
    isRecord(block) && block["type"] === "tool_use" ? [textField(block, "name")] : [],
  );
  return {
    messageId: idField(message, "id"),
    model: textField(message, "model") ?? NO_MODEL,
    usage: tokens,
    speed: textField(usage, "speed"),
    geo: textField(usage, "inference_geo"),
    stopReason: textField(message, "stop_reason"),
    serverReason: serverReasonOf(field(message, "diagnostics")),
    serverToolUses: serverToolUses(field(usage, "server_tool_use")),
    loadsTools: tools.includes("ToolSearch"),
    usesSkill: tools.includes("Skill"),
  };
}

/** Present and null means that the server compared and found nothing; `{cache_miss_reason: null}` that it had not yet. */
export function serverReasonOf(diagnostics: unknown): ServerReason | "none" | undefined {
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

/** How many uses of server-side tools the counts of `server_tool_use` add up to. */
export function serverToolUses(uses: unknown): number {
  if (!isRecord(uses)) return 0;
  return Object.values(uses).reduce<number>(
    (sum, count) => sum + (typeof count === "number" && count > 0 ? count : 0),
    0,
  );
}

/** Content blocks of a message: what it adds to the conversation. */
export function countBlocks(message: JsonRecord | undefined): number {
  const content = message === undefined ? undefined : field(message, "content");
  if (typeof content === "string") return 1;
  return Array.isArray(content) ? content.length : 0;
}
