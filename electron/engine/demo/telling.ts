import type { DurationMs, EpochMs, Tokens } from "../../../shared/units.ts";

/** One line of a made-up log, and when Claude Code would write it. */
export type ToldLine = { readonly at: EpochMs; readonly text: string };

/** A log of its own: a session, or a subagent of one. */
export type Talk = {
  readonly project: string;
  readonly session: string;
  readonly agent?: string;
  readonly model: string;
  readonly version?: string;
  readonly lifetime?: Lifetime;
  readonly from: EpochMs;
  /** About so long from one call to the next. */
  readonly pace?: DurationMs;
};

type Lifetime = "5m" | "1h" | "not logged";

/** What is special about one call; the rest goes on as before. */
export type CallFacts = {
  /** Tokens read from the cache; without it, all that the call before left there. */
  readonly read?: Tokens;
  /** The whole prompt; without it, a little more than before. */
  readonly prompt?: Tokens;
  /** Sent outside the cache, on purpose or not. */
  readonly uncached?: Tokens;
  readonly model?: string;
  readonly version?: string;
  readonly effort?: string;
  readonly lifetime?: Lifetime;
  readonly fast?: boolean;
  /** What the server says it found different; `none` is "compared, nothing found". */
  readonly reason?: string;
  /** The tool results that were sent with it. */
  readonly results?: number;
  /** Goes on from that call, as after a rewind; the first is 0. */
  readonly after?: number;
};

export type Happening =
  | "prompt"
  | "interrupt"
  | "compaction"
  | "clearing"
  | "tools"
  | "remote"
  | "resume"
  | "fork"
  | "model command"
  | "effort command";

const ANSWER_TIME: DurationMs = 2_000;
const MINUTE: DurationMs = 60_000;

/** Writes the log of a conversation in Claude Code's own form, call by call, so that the real reader reads it. */
export class Telling {
  readonly lines: ToldLine[] = [];
  readonly #talk: Talk;
  readonly #told: { readonly uuid: string; readonly prompt: Tokens }[] = [];
  #at: EpochMs;
  #prompt: Tokens = 0;
  #last: string | undefined;
  #requested = false;

  constructor(talk: Talk) {
    this.#talk = talk;
    this.#at = talk.from;
  }

  /** So many calls without anything special. */
  calls(count: number): this {
    for (let n = 0; n < count; n++) this.call();
    return this;
  }

  waits(minutes: number): this {
    this.#at += minutes * MINUTE;
    return this;
  }

  call(facts: CallFacts = {}): this {
    const { pace = 25_000 } = this.#talk;
    const n = this.#told.length;
    const origin = facts.after === undefined ? undefined : this.#told[facts.after];
    if (origin !== undefined) [this.#last, this.#prompt] = [origin.uuid, origin.prompt];
    const grown = 900 + ((n * 7_919) % 4_300);
    const uncached = facts.uncached ?? 2 + (n % 3);
    const prompt = facts.prompt ?? this.#prompt + grown;
    const read = Math.min(facts.read ?? this.#prompt, prompt - uncached);
    if (!this.#requested) this.#request("tool_result", facts.results ?? 1);
    this.#at += ANSWER_TIME;
    this.#answer(facts, { n, read, uncached, written: prompt - read - uncached });
    this.#prompt = prompt - uncached;
    this.#told.push({ uuid: this.#last ?? "", prompt: this.#prompt });
    this.#at += Math.round((pace - ANSWER_TIME) * (0.6 + ((n * 37) % 80) / 100));
    return this;
  }

  happens(what: Happening): this {
    switch (what) {
      case "prompt":
        this.#request("text", 1);
        break;
      case "interrupt":
        this.#request("[Request interrupted by user]", 1);
        break;
      case "compaction":
        this.#compact();
        break;
      case "clearing":
        this.#line("system", { subtype: "microcompact_boundary" });
        break;
      case "tools":
        this.#line("attachment", {
          attachment: { type: "deferred_tools_delta", addedNames: ["search", "tickets"] },
        });
        break;
      case "remote":
        this.#line("system", { subtype: "bridge_status" });
        break;
      case "resume":
        this.#line("attachment", { attachment: { type: "hook_success", hookName: "SessionStart:resume" } });
        break;
      case "fork":
        this.#line("fork-context-ref", {});
        break;
      case "model command":
      case "effort command":
        this.#line("system", {
          subtype: "local_command",
          content: `<command-name>/${what.split(" ")[0] ?? ""}</command-name>`,
        });
        break;
    }
    return this;
  }

  #request(content: string, parts: number): void {
    const results = Array.from({ length: parts }, () => ({ type: "tool_result", tool_use_id: "demo" }));
    this.#line("user", { message: { role: "user", content: content === "tool_result" ? results : content } });
    this.#requested = true;
  }

  #compact(): void {
    const logicalParentUuid = this.#last;
    this.#last = undefined;
    const compactMetadata = { trigger: "auto", preTokens: this.#prompt };
    this.#line("system", { subtype: "compact_boundary", compactMetadata, logicalParentUuid });
    this.#line("user", { isCompactSummary: true, message: { role: "user", content: "summary" } });
    this.#requested = true;
  }

  #answer(
    facts: CallFacts,
    call: {
      readonly n: number;
      readonly read: Tokens;
      readonly uncached: Tokens;
      readonly written: Tokens;
    },
  ): void {
    const { session, agent = "", model, version = "2.1.329", lifetime = "1h" } = this.#talk;
    const lives = facts.lifetime ?? lifetime;
    const id = `demo_${session.slice(-4)}${agent.slice(0, 2)}_${call.n}`;
    this.#line("assistant", {
      requestId: `req_${id}`,
      effort: facts.effort ?? "high",
      version: facts.version ?? version,
      message: {
        id: `msg_${id}`,
        model: facts.model ?? model,
        role: "assistant",
        content: [{ type: "text", text: "" }],
        stop_reason: "end_turn",
        usage: {
          input_tokens: call.uncached,
          cache_read_input_tokens: call.read,
          cache_creation_input_tokens: call.written,
          cache_creation:
            lives === "not logged"
              ? undefined
              : {
                  ephemeral_5m_input_tokens: lives === "5m" ? call.written : 0,
                  ephemeral_1h_input_tokens: lives === "1h" ? call.written : 0,
                },
          output_tokens: 120 + ((call.n * 431) % 1_700),
          speed: facts.fast === true ? "fast" : "standard",
        },
        diagnostics: diagnosticsOf(facts.reason),
      },
    });
    this.#requested = false;
  }

  #line(type: string, facts: object): void {
    const { session, agent, project, version = "2.1.329" } = this.#talk;
    const uuid = `${session.slice(-4)}-${agent ?? "main"}-${String(this.lines.length).padStart(5, "0")}`;
    const record = {
      parentUuid: this.#last ?? null,
      isSidechain: agent !== undefined,
      agentId: agent,
      type,
      uuid,
      timestamp: new Date(this.#at).toISOString(),
      sessionId: session,
      cwd: `/home/demo/${project}`,
      version,
      ...facts,
    };
    this.lines.push({ at: this.#at, text: `${JSON.stringify(record)}\n` });
    this.#last = uuid;
  }
}

function diagnosticsOf(reason: string | undefined): object | null | undefined {
  if (reason === undefined) return undefined;
  return reason === "none" ? null : { cache_miss_reason: { type: reason } };
}
