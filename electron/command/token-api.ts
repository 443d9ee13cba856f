import { readUsage } from "../../shared/log/claude-usage.ts";
import {
  field,
  isRecord,
  listField,
  recordField,
  textField,
  type JsonRecord,
} from "../../shared/log/json-record.ts";
import { cacheWrite, type TokenUsage } from "../../shared/usage/token-usage.ts";
import type { DurationMs, Tokens } from "../../shared/units.ts";

/** Both requests that compare the counts of one saved request. */
export type TokenRequests = {
  readonly count: JsonRecord;
  readonly message: JsonRecord;
  /** Beta features that the saved request names, for the header. */
  readonly betas: readonly string[];
};

/** What count_tokens takes (API reference, SDK 1.11); it refuses the rest. */
const COUNTED_FIELDS = [
  "model",
  "messages",
  "system",
  "tools",
  "tool_choice",
  "thinking",
  "cache_control",
  "output_config",
  "context_management",
  "mcp_servers",
];

/** The two requests of a saved body; a sentence when it is not one. */
export function tokenRequests(saved: unknown): TokenRequests | string {
  if (!isRecord(saved)) return "it is not a JSON object";
  if (textField(saved, "model") === undefined) return "it names no model";
  if (!Array.isArray(field(saved, "messages"))) return "it has no list of messages";
  const dropped = new Set(["stream", "betas", ...(isBudget(saved) ? ["thinking"] : [])]);
  const kept = Object.entries(saved).filter(([name]) => !dropped.has(name));
  return {
    count: Object.fromEntries(kept.filter(([name]) => COUNTED_FIELDS.includes(name))),
    message: { ...Object.fromEntries(kept), max_tokens: 1 },
    betas: listField(saved, "betas").filter(
      (beta) => typeof beta === "string" && /^[\w.-]+$/.test(beta),
    ) as string[],
  };
}

/** Thinking with a budget wants more output than the one token asked for, so neither request asks for it. */
function isBudget(saved: JsonRecord): boolean {
  const thinking = recordField(saved, "thinking");
  return thinking !== undefined && textField(thinking, "type") === "enabled";
}

/** Answers of the API for one key. */
export type TokenAnswers = {
  readonly model: string;
  readonly counted: Tokens;
  readonly uncached: Tokens;
  readonly read: Tokens;
  readonly written: Tokens;
};

/** What the API said, in a sentence that a person can act on. */
export type ApiFault = { readonly fault: string };

export type ApiPlace = { readonly base: URL; readonly key: string; readonly timeout: DurationMs };

/** Sends both requests, one after the other. */
export async function askTokens(
  place: ApiPlace,
  { count, message, betas }: TokenRequests,
): Promise<TokenAnswers | ApiFault> {
  const counted = await post(place, "v1/messages/count_tokens", count, betas);
  if ("fault" in counted) return counted;
  const tokens = field(counted.body, "input_tokens");
  if (typeof tokens !== "number") return { fault: "count_tokens answered without input_tokens" };
  const answered = await post(place, "v1/messages", message, betas);
  if ("fault" in answered) return answered;
  const usage = usageOf(answered.body);
  if (usage === undefined) return { fault: "messages answered without usage" };
  return {
    model: textField(answered.body, "model") ?? textField(message, "model") ?? "(no model)",
    counted: tokens,
    uncached: usage.uncachedInput,
    read: usage.cacheRead,
    written: cacheWrite(usage),
  };
}

function usageOf(body: JsonRecord): TokenUsage | undefined {
  const found = recordField(body, "usage");
  const usage = found === undefined ? undefined : readUsage(found);
  return usage === undefined || "implausible" in usage ? undefined : usage;
}

async function post(
  { base, key, timeout }: ApiPlace,
  path: string,
  body: JsonRecord,
  betas: readonly string[],
): Promise<{ readonly body: JsonRecord } | ApiFault> {
  const headers = {
    "content-type": "application/json",
    "anthropic-version": "2023-06-01",
    "x-api-key": key,
    ...(betas.length === 0 ? {} : { "anthropic-beta": betas.join(",") }),
  };
  try {
    const response = await fetch(endpoint(base, path), {
      method: "POST",
      headers,
      body: JSON.stringify(body),
      // A redirect would carry the key to another host.
      redirect: "error",
      signal: AbortSignal.timeout(timeout),
    });
    const answer = parse(await response.text());
    if (response.ok)
      return answer === undefined ? { fault: `${path} answered with no JSON` } : { body: answer };
    return { fault: `${path} answered ${response.status}${reasonIn(answer)}` };
  } catch (error) {
    if (error instanceof Error && error.name === "TimeoutError") {
      return { fault: `${path} did not answer within ${timeout / 1000} seconds` };
    }
    return { fault: `${path} could not be asked (${reasonFor(error)})` };
  }
}

/** Below the path of the base, which a gateway may have. */
export function endpoint(base: URL, path: string): URL {
  return new URL(path, base.href.endsWith("/") ? base : `${base.href}/`);
}

function parse(text: string): JsonRecord | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return isRecord(value) ? value : undefined;
  } catch {
    // A gateway's page of HTML is expected; its status says enough.
    return undefined;
  }
}

function reasonIn(answer: JsonRecord | undefined): string {
  const error = answer === undefined ? undefined : recordField(answer, "error");
  if (error === undefined) return "";
  const parts = [textField(error, "type"), textField(error, "message")?.slice(0, 300)];
  return `: ${parts.filter((part) => part !== undefined).join(", ")}`;
}

function reasonFor(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  return error.cause instanceof Error ? error.cause.message : error.message;
}
