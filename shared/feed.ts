import type { CacheEvent } from "./cache/event.ts";
import type { Warmth } from "./cache/warm.ts";
import type { MarkKind } from "./log/entry.ts";
import type { Settings } from "./settings.ts";
import type { Lane, ServerReason } from "./usage/api-call.ts";
import type { TokenUsage } from "./usage/token-usage.ts";
import type { Bytes, DurationMs, EpochMs, Tokens, Usd } from "./units.ts";

/** Calls, tokens and dollars of any set of calls: a session, a month, everything. */
export type Totals = {
  readonly calls: number;
  readonly usage: TokenUsage;
  /** At list price; calls of unknown models are left out and counted in `unpricedCalls`. */
  readonly cost: Usd;
  /** What the same calls would have cost without any cache, at list price. */
  readonly costWithoutCache: Usd;
  readonly unpricedCalls: number;
  readonly invalidations: number;
  readonly expectedRebuilds: number;
  /** Tokens lost in invalidations (expected rebuilds are not in it). */
  readonly lost: Tokens;
  /** Extra cost of the invalidations, whoever caused them. */
  readonly lostCost: Usd;
  /** The part of it that the user could have avoided. */
  readonly avoidableCost: Usd;
  /** How many of the invalidations those were. */
  readonly avoidableBreaks: number;
};

/** One row of the session list, and the head of the Live page. Whole value, replaces the one with the same id. */
export type SessionSummary = {
  readonly id: string;
  /** The directory name under `projects/`; groups sessions. */
  readonly project: string;
  /** The working directory, when the log names it. */
  readonly cwd: string | undefined;
  readonly models: readonly string[];
  readonly version: string | undefined;
  readonly effort: string | undefined;
  readonly firstAt: EpochMs | undefined;
  readonly lastAt: EpochMs | undefined;
  readonly agents: number;
  readonly totals: Totals;
  /** Prompt of the main lane's last call, and of the call before it. */
  readonly context: Tokens | undefined;
  readonly contextBefore: Tokens | undefined;
  readonly contextPeak: Tokens;
  /** Usage of the last eight calls together. */
  readonly recent: TokenUsage;
  /** Warmth of the main lane; `undefined` when nothing is cached or the provider's cache is not Anthropic's. */
  readonly warm: Warmth | undefined;
  /** The log of this session no longer exists; the figures stay. */
  readonly sourceGone: boolean;
};

/** One API call as a chart or a table needs it. */
export type CallView = {
  readonly key: string;
  readonly messageId: string | undefined;
  /** Place in the log; calls are ordered by it, never by time. */
  readonly order: number;
  readonly at: EpochMs | undefined;
  readonly lane: Lane;
  readonly agent: string | undefined;
  readonly model: string;
  readonly version: string | undefined;
  readonly effort: string | undefined;
  readonly usage: TokenUsage;
  /**
   * What could have been read; `undefined` on the first call of a lane, and where this call or the one before cannot be
   * compared: a model that Anthropic does not serve, or tools that ran at the server.
   */
  readonly expected: Tokens | undefined;
  readonly gap: DurationMs | undefined;
  readonly cost: Usd | undefined;
  readonly serverReason: ServerReason | "none" | undefined;
  /** `false`: no line of the call has a stop reason, so its output figure may be too low. */
  readonly finished: boolean;
};

/** Something between two calls that is worth showing on the time line. */
export type MarkView = {
  readonly order: number;
  readonly at: EpochMs | undefined;
  readonly agent: string | undefined;
  readonly mark: MarkKind;
  readonly detail: string | undefined;
};

export type LaneSummary = {
  readonly agent: string | undefined;
  readonly calls: number;
  readonly usage: TokenUsage;
  readonly firstAt: EpochMs | undefined;
  readonly lastAt: EpochMs | undefined;
  readonly warm: Warmth | undefined;
};

/** Everything about one session. `calls` are ordered by lane (main first) and then by place in the log. */
export type SessionDetail = {
  readonly id: string;
  readonly summary: SessionSummary;
  readonly lanes: readonly LaneSummary[];
  readonly calls: readonly CallView[];
  readonly events: readonly CacheEvent[];
  readonly marks: readonly MarkView[];
};

/** Of a list with keys: new values of those that are new or differ, and the keys of those that are there no more. */
export type ChangedIn<Value> = { readonly changed: readonly Value[]; readonly gone: readonly string[] };

/** What is new of a session since this connection was told of it last. */
export type SessionChanges = {
  readonly summary: SessionSummary;
  readonly lanes: readonly LaneSummary[];
  readonly calls: ChangedIn<CallView>;
  readonly marks: ChangedIn<MarkView>;
  /** All of them; `undefined` where none changed. */
  readonly events: readonly CacheEvent[] | undefined;
};

/** How far the first scan has come. */
export type ScanProgress = {
  readonly phase: "scanning" | "watching";
  readonly filesDone: number;
  readonly filesTotal: number;
  readonly bytesDone: Bytes;
  readonly bytesTotal: Bytes;
};

/** Where a root is, and what was found there. */
export type RootHealth = {
  readonly path: string;
  readonly state: "ok" | "missing" | "unreadable";
  readonly files: number;
};

/** Why the ledger could not be written, and what the user can do. */
export type NotSaving = {
  readonly since: EpochMs;
  readonly reason: string;
  readonly nextStep: string;
  /** `true`: new lines are counted in memory. `false`: the figures are of before, and the logs wait. */
  readonly counting: boolean;
};

/** Every byte of every log: size = counted + other + blank + damaged + pending. */
export type SourcesHealth = {
  readonly roots: readonly RootHealth[];
  readonly files: number;
  readonly filesGone: number;
  readonly bytes: Bytes;
  readonly counted: Bytes;
  readonly other: Bytes;
  readonly blank: Bytes;
  readonly damaged: Bytes;
  readonly damagedRecords: number;
  readonly pending: Bytes;
  readonly unreadable: readonly { readonly path: string; readonly reason: string }[];
  readonly unknownModels: readonly string[];
  /** Records of no form that we know, most frequent first, at most 20: names of their fields, never a value. */
  readonly unknownShapes: readonly { readonly fields: string; readonly lines: number }[];
  readonly watcher: "watching" | "polling";
  /** `undefined` while all that is counted is saved. */
  readonly notSaving: NotSaving | undefined;
  readonly pricesCheckedOn: string;
};

/** A state the user can act on, in plain words with the next step. */
export type Notice = {
  readonly id: string;
  readonly level: "info" | "warning" | "error";
  readonly text: string;
};

/** All that the pages show, apart from one session's calls. */
export type Overview = {
  /** Nothing here is the user's: a made-up day is shown in its place. */
  readonly demo: boolean;
  readonly totals: Totals;
  readonly sessions: readonly SessionSummary[];
  /** The newest events of all sessions, newest first, at most 200. */
  readonly events: readonly CacheEvent[];
  readonly scan: ScanProgress;
  readonly health: SourcesHealth;
  readonly notices: readonly Notice[];
  /** A saved setting reaches every window. */
  readonly settings: Settings;
};

/**
 * What crosses to a renderer: values, not pings. `reset` is everything; `update` holds the new values of what was
 * touched, each replacing the one with the same key, so a repeated or late message does no harm; `session` is the
 * whole value of the session this connection watches, and `session-update` what is new of it since.
 */
export type FeedMessage =
  | { readonly kind: "reset"; readonly overview: Overview }
  | {
      readonly kind: "update";
      readonly sessions: readonly SessionSummary[];
      /** Ids of sessions that have no call any more: those they had belong to another, of which they were copies. */
      readonly gone?: readonly string[];
      readonly changed: Partial<Omit<Overview, "sessions">>;
    }
  | { readonly kind: "session"; readonly id: string; readonly detail: SessionDetail | undefined }
  | { readonly kind: "session-update"; readonly id: string; readonly changes: SessionChanges };

/** The overview after a message; those of a session leave it as it is. */
export function applyFeed(overview: Overview | undefined, message: FeedMessage): Overview | undefined {
  if (message.kind === "reset") return message.overview;
  if (message.kind !== "update" || overview === undefined) return overview;
  const told =
    message.sessions.length === 0 ? overview.sessions : replaceById(overview.sessions, message.sessions);
  const gone = message.gone ?? [];
  const sessions = gone.length === 0 ? told : told.filter(({ id }) => !gone.includes(id));
  return { ...overview, ...message.changed, sessions };
}

function replaceById(
  sessions: readonly SessionSummary[],
  touched: readonly SessionSummary[],
): readonly SessionSummary[] {
  const byId = new Map(sessions.map((session) => [session.id, session]));
  for (const session of touched) byId.set(session.id, session);
  return [...byId.values()];
}
