import { maybeNumber, maybeText, numberOf, textOf, type Row } from "./row.ts";
import type { ApiCall, Lane } from "../../shared/usage/api-call.ts";
import type { TokenUsage } from "../../shared/usage/token-usage.ts";

/** Columns of `call` in the order that `callValues` fills them. */
export const CALL_COLUMNS =
  "key, message_id, request_id, model, speed, geo, server_tools, uncached, read, write_5m, write_1h, write_unknown, " +
  "output, precedence, at, session, project, lane, agent, version, effort, stop_reason, reason, reason_missed, prefix_hash";

export function callValues(call: ApiCall): readonly (string | number | null)[] {
  const { figures, place, serverReason } = call;
  const { usage } = figures;
  return [
    call.key,
    call.messageId ?? null,
    call.requestId ?? null,
    figures.model,
    figures.speed ?? null,
    figures.geo ?? null,
    figures.serverToolUses,
    usage.uncachedInput,
    usage.cacheRead,
    usage.cacheWrite5m,
    usage.cacheWrite1h,
    usage.cacheWriteUnknownTtl,
    usage.output,
    place.precedence,
    place.at ?? null,
    place.session,
    place.project,
    place.lane,
    place.agent ?? null,
    place.version ?? null,
    place.effort ?? null,
    call.stopReason ?? null,
    typeof serverReason === "object" ? serverReason.type : (serverReason ?? null),
    typeof serverReason === "object" ? (serverReason.missedTokens ?? null) : null,
    call.prefixHash ?? null,
  ];
}

export function callOfRow(row: Row): ApiCall {
  return {
    key: textOf(row, "key"),
    messageId: maybeText(row, "message_id"),
    requestId: maybeText(row, "request_id"),
    figures: {
      model: textOf(row, "model"),
      speed: maybeText(row, "speed"),
      geo: maybeText(row, "geo"),
      serverToolUses: numberOf(row, "server_tools"),
      usage: usageOfRow(row),
    },
    place: {
      precedence: numberOf(row, "precedence"),
      at: maybeNumber(row, "at"),
      session: textOf(row, "session"),
      project: textOf(row, "project"),
      lane: laneOf(textOf(row, "lane")),
      agent: maybeText(row, "agent"),
      version: maybeText(row, "version"),
      effort: maybeText(row, "effort"),
    },
    stopReason: maybeText(row, "stop_reason"),
    serverReason: reasonOfRow(row),
    prefixHash: maybeText(row, "prefix_hash"),
  };
}

/** Of a call, or of a sum over calls under the same column names. */
export function usageOfRow(row: Row): TokenUsage {
  return {
    uncachedInput: numberOf(row, "uncached"),
    cacheRead: numberOf(row, "read"),
    cacheWrite5m: numberOf(row, "write_5m"),
    cacheWrite1h: numberOf(row, "write_1h"),
    cacheWriteUnknownTtl: numberOf(row, "write_unknown"),
    output: numberOf(row, "output"),
  };
}

function reasonOfRow(row: Row): ApiCall["serverReason"] {
  const type = maybeText(row, "reason");
  if (type === undefined || type === "none") return type;
  return { type, missedTokens: maybeNumber(row, "reason_missed") };
}

function laneOf(text: string): Lane {
  return text === "sub" ? "sub" : "main";
}
