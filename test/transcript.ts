/** Draws a Claude Code log as a text table, so that a test reads like a figure. */

export type DrawnRecord = { readonly [field: string]: unknown };

type Drawing = {
  readonly session: string;
  readonly day: string;
  readonly model: string;
  readonly agent: string | undefined;
  readonly cwd: string;
  /** Stands before every message id, so that several drawings have calls of their own. */
  readonly prefix: string;
};

const DEFAULTS: Drawing = {
  session: "5e551011-0000-4000-8000-000000000001",
  day: "2026-08-14",
  model: "claude-opus-5",
  agent: undefined,
  cwd: "/home/dev/parser",
  prefix: "",
};

/**
 * One row a record. A call: `10:00:40  msg_1  read 30k  write 2k  in 1  out 9`; its request is sent at that time of the
 * drawing's day, or at a `drawnMoment`, and answered two seconds later. `write` is for five minutes, `write1h` for an hour,
 * `writeX` of unknown lifetime.
 * More words of a call: `model X`, `effort high`, `version 2.1.0`, `reason tools_changed`, `fast`, `after msg_3` (its
 * parent, as after a rewind), `orphan` (its parent is not in the log).
 * `reason none` is the server's "compared, nothing found"; `loads` a reply that loads deferred tools; `blocks 24` that many
 * tool results before the call.
 * Other rows: `prompt`, `interrupt`, `compaction`, `microcompaction`, `command model`, `tools`, `mcp`, `remote`, `resume`,
 * `fork`, `fallback`.
 */
export function drawRecords(table: string, options: Partial<Drawing> = {}): readonly DrawnRecord[] {
  const drawing = { ...DEFAULTS, ...options };
  const pen = new Pen(drawing);
  for (const row of table.split("\n")) {
    const words = row.trim().split(/\s+/);
    if (words[0] !== undefined && words[0] !== "") pen.draw(words);
  }
  return pen.records;
}

/** A time that a row can begin with whatever its day: rows that follow the clock can pass midnight. */
export function drawnMoment(at: number): string {
  return new Date(at).toISOString().slice(0, 19);
}

/** The same as the text of a log file. */
export function drawLog(table: string, options: Partial<Drawing> = {}): string {
  return asLog(drawRecords(table, options));
}

export function asLog(records: readonly DrawnRecord[]): string {
  return records.map((record) => `${JSON.stringify(record)}\n`).join("");
}

class Pen {
  readonly records: DrawnRecord[] = [];
  readonly #drawing: Drawing;
  readonly #lastOfCall = new Map<string, string>();
  #last: string | undefined;
  #requestOpen = false;

  constructor(drawing: Drawing) {
    this.#drawing = drawing;
  }

  draw([time = "", word = "", ...rest]: readonly string[]): void {
    const at = Date.parse(time.includes("T") ? `${time}Z` : `${this.#drawing.day}T${time}Z`);
    if (Number.isNaN(at)) throw new Error(`"${time}" is not a time`);
    switch (word) {
      case "prompt":
        this.#request(at, "prompt text");
        return;
      case "interrupt":
        this.#request(at, "[Request interrupted by user]");
        return;
      case "command":
        this.#add(at, "system", {
          subtype: "local_command",
          content: `<command-name>/${rest[0]}</command-name>`,
        });
        return;
      case "tools":
        this.#add(at, "attachment", { attachment: { type: "deferred_tools_delta", addedNames: ["a", "b"] } });
        return;
      case "mcp":
        this.#add(at, "attachment", { attachment: { type: "mcp_instructions_delta", removedNames: ["a"] } });
        return;
      case "resume":
        this.#add(at, "attachment", {
          attachment: { type: "hook_success", hookName: "SessionStart:resume" },
        });
        return;
      case "remote":
        this.#add(at, "system", { subtype: "bridge_status" });
        return;
      case "fallback":
        this.#add(at, "system", { subtype: "model_refusal_fallback" });
        return;
      case "microcompaction":
        this.#add(at, "system", { subtype: "microcompact_boundary" });
        return;
      case "fork":
        this.#add(at, "fork-context-ref", {});
        return;
      case "compaction":
        this.#compact(at);
        return;
      default:
        this.#call(at, word, rest);
    }
  }

  #request(at: number, content: unknown): void {
    this.#add(at, "user", { message: { role: "user", content } });
    this.#requestOpen = true;
  }

  #compact(at: number): void {
    const logicalParentUuid = this.#last;
    this.#last = undefined;
    this.#add(at, "system", {
      subtype: "compact_boundary",
      compactMetadata: { trigger: "auto", preTokens: 170_000 },
      logicalParentUuid,
    });
    this.#add(at, "user", { isCompactSummary: true, message: { role: "user", content: "summary" } });
    this.#requestOpen = true;
  }

  #call(at: number, name: string, words: readonly string[]): void {
    const id = this.#drawing.prefix + name;
    const facts = wordPairs(words);
    if (facts.has("after"))
      this.#last = this.#lastOfCall.get(this.#drawing.prefix + (facts.get("after") ?? ""));
    if (facts.has("orphan")) this.#last = "00000000-0000-4000-8000-00000000dead";
    else if (!this.#requestOpen) {
      const result = { type: "tool_result", tool_use_id: "t", content: "result" };
      this.#request(
        at,
        Array.from({ length: count(facts.get("blocks") ?? "1") }, () => result),
      );
    }
    const [fiveMinutes, oneHour, unknown] = ["write", "write1h", "writeX"].map((name) =>
      count(facts.get(name)),
    );
    this.#add(at + 1_000 * count(facts.get("takes") ?? "2"), "assistant", {
      requestId: `req_${id}`,
      effort: facts.get("effort"),
      version: facts.get("version") ?? "2.1.224",
      message: {
        id,
        model: facts.get("model") ?? this.#drawing.model,
        role: "assistant",
        content: facts.has("loads")
          ? [{ type: "tool_use", name: "ToolSearch", input: {} }]
          : [{ type: "text", text: "reply text" }],
        stop_reason: "end_turn",
        usage: {
          input_tokens: count(facts.get("in")),
          cache_read_input_tokens: count(facts.get("read")),
          cache_creation_input_tokens: (fiveMinutes ?? 0) + (oneHour ?? 0) + (unknown ?? 0),
          cache_creation: { ephemeral_5m_input_tokens: fiveMinutes, ephemeral_1h_input_tokens: oneHour },
          output_tokens: count(facts.get("out") ?? "1"),
          speed: facts.has("fast") ? "fast" : "standard",
        },
        diagnostics: diagnosticsOf(facts.get("reason")),
      },
    });
    if (this.#last !== undefined) this.#lastOfCall.set(id, this.#last);
    this.#requestOpen = false;
  }

  #add(at: number, type: string, facts: DrawnRecord): void {
    const { session, agent, cwd } = this.#drawing;
    const uuid = `${session.slice(-4)}${agent ?? "main"}-${String(this.records.length).padStart(4, "0")}`;
    this.records.push({
      parentUuid: this.#last ?? null,
      isSidechain: agent !== undefined,
      agentId: agent,
      type,
      uuid,
      timestamp: new Date(at).toISOString(),
      sessionId: session,
      cwd,
      version: "2.1.224",
      ...facts,
    });
    this.#last = uuid;
  }
}

const FLAGS = new Set(["fast", "orphan", "loads"]);

function wordPairs(words: readonly string[]): ReadonlyMap<string, string> {
  const pairs = new Map<string, string>();
  for (let i = 0; i < words.length;) {
    const name = words[i] ?? "";
    if (FLAGS.has(name)) {
      pairs.set(name, "yes");
      i += 1;
    } else {
      pairs.set(name, words[i + 1] ?? "");
      i += 2;
    }
  }
  return pairs;
}

function diagnosticsOf(reason: string | undefined): DrawnRecord | null | undefined {
  if (reason === undefined) return undefined;
  return reason === "none" ? null : { cache_miss_reason: { type: reason } };
}

/** `30k` is 30,000. */
function count(text: string | undefined): number {
  if (text === undefined) return 0;
  return text.endsWith("k") ? Number(text.slice(0, -1)) * 1000 : Number(text);
}
