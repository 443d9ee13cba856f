import { promptTokens, type TokenUsage } from "./token-usage.ts";
import type { DurationMs, EpochMs, Tokens } from "../units.ts";

/** Stands for the model in the log of a program that does not say which one it called. */
export const NO_MODEL = "(no model)";

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
  /** What the program that called says its prompt's prefix hashes to; `undefined` where it does not say. */
  readonly prefixHash: string | undefined;
  /** A record copied from another session by a fork, so the other session owns it. */
  readonly copied: boolean;
  /** Its reply loads deferred tools (`ToolSearch`), or invokes a skill: both may change the next prompt's head. */
  readonly loadsTools: boolean;
  readonly usesSkill: boolean;
};

/** One API call: all lines of one key, in all files, joined. */
export type ApiCall = {
  readonly key: string;
  readonly messageId: string | undefined;
  readonly requestId: string | undefined;
  /** Out of the line that holds the final figures. */
  readonly figures: Pick<CallLine, "model" | "usage" | "speed" | "geo" | "serverToolUses">;
  /** Out of the line that tells where and when the call belongs. */
  readonly place: Pick<CallLine, "at" | "session" | "lane" | "agent" | "version" | "effort"> & {
    /** Smaller is nearer to the original, see `precedenceOf`. */
    readonly precedence: number;
    readonly project: string;
  };
  readonly stopReason: string | undefined;
  readonly serverReason: CallLine["serverReason"];
  readonly prefixHash: string | undefined;
};

/** What the place of a call takes from the log that shows it. */
export type CallSource = { readonly project: string; readonly isInternal: boolean };

/** Whether a log is of one of Claude Code's internal agents. */
export function isInternalLog(path: string): boolean {
  return /[/\\]agent-a(?:side_question|compact|prompt_suggestion)-/.test(path);
}

/** The call as far as one line tells it. */
export function callOfLine(line: CallLine, source: CallSource): ApiCall {
  const { key, messageId, requestId, model, usage, speed, geo, serverToolUses, stopReason, serverReason } =
    line;
  const { at, session, lane, agent, version, effort, prefixHash } = line;
  return {
    key,
    messageId,
    requestId,
    figures: { model, usage, speed, geo, serverToolUses },
    place: {
      at,
      session,
      lane,
      agent,
      version,
      effort,
      project: source.project,
      precedence: precedenceOf(line, source),
    },
    stopReason,
    serverReason,
    prefixHash,
  };
}

/**
 * Joins two views of one call. Commutative, associative and idempotent, so the result does not depend on which file or
 * line was read first, nor on how often: the winner of each part is chosen by a total order, never first or last seen.
 */
export function joinCalls(a: ApiCall, b: ApiCall): ApiCall {
  return {
    key: a.key,
    messageId: larger(a.messageId, b.messageId),
    requestId: larger(a.requestId, b.requestId),
    figures: compareFigures(a.figures, b.figures) >= 0 ? a.figures : b.figures,
    place: comparePlaces(a.place, b.place) <= 0 ? a.place : b.place,
    stopReason: larger(a.stopReason, b.stopReason),
    serverReason: strongerReason(a.serverReason, b.serverReason),
    prefixHash: larger(a.prefixHash, b.prefixHash),
  };
}

/** Larger output wins, then the larger prompt, then the larger of each figure in turn. Negative when `b` wins. */
function compareFigures(a: ApiCall["figures"], b: ApiCall["figures"]): number {
  return (
    a.usage.output - b.usage.output ||
    promptTokens(a.usage) - promptTokens(b.usage) ||
    a.usage.uncachedInput - b.usage.uncachedInput ||
    a.usage.cacheRead - b.usage.cacheRead ||
    a.usage.cacheWrite5m - b.usage.cacheWrite5m ||
    a.usage.cacheWrite1h - b.usage.cacheWrite1h ||
    compareText(a.model, b.model) ||
    compareText(a.speed ?? "", b.speed ?? "") ||
    compareText(a.geo ?? "", b.geo ?? "") ||
    a.serverToolUses - b.serverToolUses
  );
}

/** An original before a fork's copy, the main lane before an agent's replay, a working agent before an internal one. */
function precedenceOf({ copied, lane }: CallLine, { isInternal }: CallSource): number {
  return (copied ? 4 : 0) + (lane === "main" ? 0 : 2) + (isInternal ? 1 : 0);
}

/** Beyond any `precedenceOf`. */
const OLDER_THAN_ITS_LOG = 8;
/** A log is made when the first prompt is written, a little after the time that stands in it. */
const A_LITTLE: DurationMs = 60_000;

/**
 * The precedence of a call as a log shows it that was made at `bornMs`. A call that is older than its log was copied
 * there: `--fork-session` and `/branch` repeat the history under the new session's id, not always with `forkedFrom`. A log
 * that was restored or synced is younger than all of its calls; between two such this decides nothing.
 */
export function precedenceIn(
  precedence: number,
  at: EpochMs | undefined,
  bornMs: EpochMs | undefined,
): number {
  const isCopied = at !== undefined && bornMs !== undefined && at < bornMs - A_LITTLE;
  return isCopied ? precedence + OLDER_THAN_ITS_LOG : precedence;
}

type Place = ApiCall["place"];

/**
 * The smaller place tells where and when a call belongs: by precedence, then the earliest time, then the smaller texts, so
 * that no two different places are equal. Negative when `a` wins.
 */
export function comparePlaces(a: Place, b: Place): number {
  return (
    a.precedence - b.precedence ||
    (a.at ?? NEVER) - (b.at ?? NEVER) ||
    compareText(a.session, b.session) ||
    compareText(a.agent ?? "", b.agent ?? "") ||
    compareText(a.project, b.project) ||
    compareText(a.version ?? "", b.version ?? "") ||
    compareText(a.effort ?? "", b.effort ?? "")
  );
}

const NEVER = Number.MAX_SAFE_INTEGER;

/** A reason says more than "compared, nothing found", and that more than silence. */
function strongerReason(a: ApiCall["serverReason"], b: ApiCall["serverReason"]): ApiCall["serverReason"] {
  if (typeof a === "object" && typeof b === "object") {
    return compareText(reasonText(a), reasonText(b)) >= 0 ? a : b;
  }
  if (typeof a === "object") return a;
  if (typeof b === "object") return b;
  return a ?? b;
}

function reasonText(reason: ServerReason): string {
  return `${reason.type} ${String(reason.missedTokens ?? "").padStart(12, "0")} ${reason.missedTokens === undefined}`;
}

function larger(a: string | undefined, b: string | undefined): string | undefined {
  if (a === undefined || b === undefined) return a ?? b;
  return a >= b ? a : b;
}

function compareText(a: string, b: string): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}
