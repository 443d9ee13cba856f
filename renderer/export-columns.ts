import type { ExportSubject } from "../shared/question.ts";

/** What a column of an export holds, and what that means; `docs/columns.md` tells the same at more length. */
export type ColumnText = {
  readonly kind: "text" | "texts" | "count" | "number" | "usd" | "time" | "day";
  readonly means: string;
};

/** Most columns mean the same in every export. */
const SHARED: Readonly<Record<string, ColumnText>> = {
  project: { kind: "text", means: "Folder name below projects/, or its hash" },
  model: { kind: "text", means: "Model id as the log has it" },
  lane: { kind: "text", means: "main, or sub for subagents" },
  calls: { kind: "count", means: "Requests to the model" },
  uncachedInput: { kind: "count", means: "Prompt tokens neither read from the cache nor written" },
  cacheRead: { kind: "count", means: "Prompt tokens read from the cache" },
  cacheWrite5m: { kind: "count", means: "Prompt tokens written for 5 minutes" },
  cacheWrite1h: { kind: "count", means: "Prompt tokens written for 1 hour" },
  cacheWriteUnknownTtl: { kind: "count", means: "Prompt tokens written, for how long is not logged" },
  output: { kind: "count", means: "Tokens the model wrote" },
  hitRate: {
    kind: "number",
    means: "Read ÷ (read + written + uncached), 0 to 1. Sum and divide, never average",
  },
  costUsd: { kind: "usd", means: "Cost at list price; unknown for a model without one" },
  costWithoutCacheUsd: { kind: "usd", means: "What the same would have cost without any cache" },
  unpricedCalls: { kind: "count", means: "Calls of models without a known price" },
  invalidations: { kind: "count", means: "Losses that nobody wanted" },
  expectedRebuilds: { kind: "count", means: "Losses that Claude Code makes on purpose" },
  lost: { kind: "count", means: "Tokens lost in invalidations" },
  lostUsd: { kind: "usd", means: "What was lost cost above reading it" },
  avoidableUsd: { kind: "usd", means: "The part of it that you could have avoided" },
  machine: { kind: "text", means: "Random id of your ledger, the same in all its exports" },
  key: { kind: "text", means: "Names the call; no two calls share it" },
  at: { kind: "time", means: "When the answer was logged, in UTC" },
  day: { kind: "day", means: "Its day in the time zone above" },
  session: { kind: "text", means: "Session id" },
  agent: { kind: "text", means: "The subagent's id; nothing on the main lane" },
  version: { kind: "text", means: "Version of Claude Code" },
  serverReason: { kind: "text", means: "The server's word on a miss; none: it found nothing" },
  kind: { kind: "text", means: "invalidation or expected-rebuild; nothing: no loss" },
  cause: { kind: "text", means: "Why, by its word in docs/causes.md" },
  group: { kind: "text", means: "Whose doing: yours, expected, not-yours, unknown" },
};

/** Where a row has one loss at most, and the rows of rebuilds are there too. */
const ONE_LOSS: Readonly<Record<string, ColumnText>> = {
  lost: { kind: "count", means: "Tokens lost, in rebuilds too; add up where kind is invalidation" },
  lostUsd: { kind: "usd", means: "What that cost above reading; add up where kind is invalidation" },
};

const OF_ONE: Readonly<Record<ExportSubject, Readonly<Record<string, ColumnText>>>> = {
  usage: {
    day: { kind: "day", means: "The day of the calls in the time zone above" },
  },
  calls: {
    effort: { kind: "text", means: "Thinking effort, where the log tells" },
    speed: { kind: "text", means: "fast, standard or batch, where the log tells" },
    geo: { kind: "text", means: "Where inference ran, where the log tells" },
    serverToolUses: { kind: "count", means: "Uses of tools that run at the server" },
    ...ONE_LOSS,
  },
  sessions: {
    day: { kind: "day", means: "Day of its first call in the time zone above" },
    firstAt: { kind: "time", means: "Its first call in these days, in UTC" },
    lastAt: { kind: "time", means: "Its last call in these days, in UTC" },
    models: { kind: "texts", means: "The models called" },
    agents: { kind: "count", means: "How many subagents made calls" },
    contextPeak: { kind: "count", means: "Tokens of its longest prompt" },
  },
  events: {
    key: { kind: "text", means: "Names the call, as in calls" },
    messageId: { kind: "text", means: "The API's message id" },
    kind: { kind: "text", means: "invalidation, expected-rebuild or note" },
    confidence: { kind: "text", means: "How sure the cause is: certain, likely, unclear" },
    also: { kind: "texts", means: "Other causes that the log supports too" },
    expected: { kind: "count", means: "Tokens that could have been read" },
    read: { kind: "count", means: "Tokens that were read" },
    ...ONE_LOSS,
    gapSeconds: { kind: "number", means: "Seconds from the request before to this one" },
    ttl: { kind: "text", means: "Lifetime of what was lost: 5m or 1h" },
    evidence: { kind: "texts", means: "The numbers that led to the cause" },
    ruledOut: { kind: "texts", means: "What was looked at and does not explain it" },
  },
};

/** `undefined` for a column that a newer engine added. */
export function columnText(subject: ExportSubject, column: string): ColumnText | undefined {
  return OF_ONE[subject][column] ?? SHARED[column];
}
