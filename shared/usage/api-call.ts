import { cacheWrite, promptTokens, type TokenUsage } from "./token-usage.ts";
import type { EpochMs, Tokens } from "../units.ts";

/** The main conversation of a session, or a subagent of it. */
export type Lane = "main" | "sub";

/** The server's own word on why a call read less than its predecessor left: `message.diagnostics`, Claude Code 2.1.121 and later. */
export type ServerReason = {
  /** For example `tools_changed`, `system_changed`, `messages_changed`, `model_changed`, `previous_message_not_found`, `unavailable`. */
  readonly type: string;
  /** The server's estimate, from bytes: 0.47 to 1.1 times the true loss. Never added up, shown only beside its type. */
  readonly missedTokens: Tokens | undefined;
};

/** What one log line says of one API response. A response is usually written as several lines, one for each content block. */
export type CallLine = {
  /** `message.id`, else `requestId`, else a hash of the content. */
  readonly key: string;
  readonly messageId: string | undefined;
  readonly requestId: string | undefined;
  readonly model: string;
  readonly usage: TokenUsage;
  /** When the line was written. `undefined` when the log has no usable time. */
  readonly at: EpochMs | undefined;
  readonly session: string;
  readonly lane: Lane;
  /** The subagent's id; `undefined` on the main lane. */
  readonly agent: string | undefined;
  readonly version: string | undefined;
  readonly effort: string | undefined;
  readonly speed: string | undefined;
  readonly geo: string | undefined;
  /** Only the last line of a finished response has one; without it the output figure may be a placeholder. */
  readonly stopReason: string | undefined;
  /** `undefined`: the log does not carry the field. `"none"`: the server compared and found no divergence. */
  readonly serverReason: ServerReason | "none" | undefined;
  /** Server-side tools may add several internal prompts into one figure: such a call's prompt is not a context size. */
  readonly serverToolUses: number;
  /** A record copied from another session by a fork, so the other session owns it. */
  readonly copied: boolean;
};

/**
 * Which of two lines of one call holds its figures: larger output, then larger prompt, then the larger text of all
 * figures. A total order, so the winner does not depend on which file or line was read first. Negative when `b` wins.
 */
export function compareFigures(a: CallLine, b: CallLine): number {
  return (
    a.usage.output - b.usage.output ||
    promptTokens(a.usage) - promptTokens(b.usage) ||
    compareText(figuresText(a), figuresText(b))
  );
}

/**
 * Where and when a call belongs is told by its smallest attribution text: an original before a fork's copy, the main
 * lane before an agent's replay, then the earliest time. Text, so SQLite and JavaScript order it alike.
 */
export function attributionRank(line: CallLine, path: string): string {
  const copy = line.copied ? "1" : "0";
  const side = line.lane === "main" ? "0" : "1";
  const internal = /\/agent-a(?:side_question|compact|prompt_suggestion)-/.test(path) ? "1" : "0";
  const time = line.at === undefined ? "~" : String(line.at).padStart(16, "0");
  return `${copy}${side}${internal} ${time} ${line.session} ${line.agent ?? ""}`;
}

function figuresText(line: CallLine): string {
  const u = line.usage;
  const figures = [u.uncachedInput, u.cacheRead, u.cacheWrite5m, u.cacheWrite1h, cacheWrite(u), u.output];
  return `${figures.join(" ")} ${line.model} ${line.speed ?? ""} ${line.geo ?? ""}`;
}

function compareText(a: string, b: string): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}
