import type { Chance } from "./chance.ts";
import { lineHead, lineTail, messageHead, messageTail, type Stamp, type Writer } from "./line-layouts.ts";
import type { LogSink } from "./log-sink.ts";
import type { TrueUsage } from "./truth.ts";

/** One content block of an assistant line. */
export type Block = {
  readonly kind: "thinking" | "text" | "tool" | "write" | "reported" | "task";
  /** Bytes of prose in it. */
  readonly size: number;
};

export type Call = {
  readonly id: string;
  readonly request: string;
  readonly model: string;
  readonly miss: { readonly type: string; readonly tokens: number } | undefined;
};

const TOOLS = ["Bash", "Read", "Grep", "Edit"] as const;
const EFFORT = ',"effort":"high"';

/** Writes the lines of one conversation, each linked to the one before. */
export class LinePen {
  writer: Writer;
  chance: Chance;
  at: number;
  #last: string | undefined;
  #prompt: string;
  readonly #sink: LogSink;
  readonly #until: number;

  constructor(sink: LogSink, writer: Writer, chance: Chance, at: number, until: number) {
    this.#sink = sink;
    this.writer = writer;
    this.chance = chance;
    this.at = at;
    this.#until = until;
    this.#prompt = chance.uuid();
  }

  wait(ms: number): void {
    this.at = Math.min(Math.floor(this.at + ms), this.#until);
  }

  prompt(size: number): void {
    const stamp = this.#stamp();
    this.#prompt = this.chance.uuid();
    this.#sink.text(
      `${lineHead(this.writer, stamp, this.#prompt)}"type":"user","message":{"role":"user","content":"`,
    );
    this.#sink.prose(this.chance.below(1e6), size);
    const own = this.#isNew
      ? ',"permissionMode":"default","origin":{"kind":"human"},"promptSource":"typed"'
      : "";
    this.#sink.text(`"},${lineTail(this.writer, stamp, own)}`);
  }

  assistant(call: Call, block: Block, usage: TrueUsage, stop: string | undefined): string {
    const { layout } = this.writer;
    const stamp = this.#stamp();
    const tool = this.chance.id("toolu");
    this.#sink.text(lineHead(this.writer, stamp, undefined) + messageHead(layout, call.id, call.model));
    this.#block(block, tool);
    const own = this.#isNew ? `${EFFORT},"session_id":"${this.writer.session}"` : "";
    const tail = messageTail(layout, usage, stop, call.miss);
    this.#sink.text(
      `${tail}"requestId":"${call.request}","type":"assistant",${lineTail(this.writer, stamp, own)}`,
    );
    return tool;
  }

  #block({ kind, size }: Block, tool: string): void {
    const place = this.chance.below(1e6);
    const name = TOOLS[place % TOOLS.length] ?? "Bash";
    const wrap = (before: string, prose: number, after: string) => {
      this.#sink.text(before);
      this.#sink.prose(place, prose);
      this.#sink.text(after);
    };
    switch (kind) {
      case "thinking":
        this.#sink.text('{"type":"thinking","thinking":"');
        if (!this.#isNew) this.#sink.prose(place, size);
        this.#sink.text('","signature":"');
        this.#sink.base64(place, 400 + (place % 1600));
        return this.#sink.text('"}');
      case "text":
        return wrap('{"type":"text","text":"', size, '"}');
      case "tool":
        return wrap(
          `{"type":"tool_use","id":"${tool}","name":"${name}","input":{"command":"`,
          size,
          '","timeout":120000}}',
        );
      case "write":
        return wrap(
          `{"type":"tool_use","id":"${tool}","name":"Write","input":{"file_path":"/home/dev/a.ts","content":"`,
          size,
          '"}}',
        );
      case "task":
        return wrap(
          `{"type":"tool_use","id":"${tool}","name":"Task","input":{"subagent_type":"explore","prompt":"`,
          size,
          '"}}',
        );
      case "reported":
        // A tool's input may look just like what is counted.
        return wrap(
          `{"type":"tool_use","id":"${tool}","name":"mcp__meter__add","input":{"usage":{"input_tokens":910000,"cache_read_input_tokens":4,"output_tokens":77},"note":"`,
          size,
          '"}}',
        );
    }
  }

  /** The result of a tool, which Claude Code writes twice: for the model, and as the program got it. */
  toolResult(tool: string, size: number): void {
    const stamp = this.#stamp();
    const place = this.chance.below(1e6);
    this.#resultHead(stamp, tool);
    this.#sink.text('"content":"');
    this.#sink.prose(place, size);
    this.#sink.text('","is_error":false}]},');
    const file = place % 3 === 0;
    this.#closeResult(stamp, () => {
      this.#sink.text(
        file ? '{"type":"text","file":{"filePath":"/home/dev/b.ts","content":"' : '{"stdout":"',
      );
      this.#sink.prose(place, size);
      this.#sink.text(
        file ? '","numLines":40,"startLine":1}}' : '","stderr":"","interrupted":false,"isImage":false}',
      );
    });
  }

  image(tool: string, size: number): void {
    const stamp = this.#stamp();
    this.#resultHead(stamp, tool);
    this.#sink.text('"content":[{"type":"image","source":{"type":"base64","media_type":"image/png","data":"');
    this.#sink.base64(this.chance.below(1e6), size);
    this.#sink.text('"}}]}]},');
    this.#closeResult(stamp, () => this.#sink.text('{"type":"image","isImage":true}'));
  }

  /** What an agent brought back: its usage is the last call's, and counted in its own log. */
  agentResult(tool: string, agent: string, read: number, size: number): void {
    const stamp = this.#stamp();
    this.#resultHead(stamp, tool);
    this.#sink.text('"content":[{"type":"text","text":"');
    this.#sink.prose(this.chance.below(1e6), size);
    this.#sink.text('"}]}]},');
    this.#closeResult(stamp, () =>
      this.#sink.text(
        `{"status":"completed","agentId":"${agent}","totalTokens":${read + 900},"totalToolUseCount":4,"usage":{"input_tokens":3,"cache_creation_input_tokens":500,"cache_read_input_tokens":${read},"output_tokens":397}}`,
      ),
    );
  }

  #resultHead(stamp: Stamp, tool: string): void {
    this.#sink.text(
      `${lineHead(this.writer, stamp, this.#prompt)}"type":"user","message":{"role":"user","content":[{"tool_use_id":"${tool}","type":"tool_result",`,
    );
  }

  /** The program's own view of a result stands before who wrote it in new versions, and last in old ones. */
  #closeResult(stamp: Stamp, result: () => void): void {
    const tail = lineTail(this.writer, stamp, this.#isNew ? ',"toolUseResult":' : "");
    const cut = this.#isNew ? tail.indexOf('"toolUseResult":') + 16 : tail.length - 2;
    this.#sink.text(this.#isNew ? tail.slice(0, cut) : `${tail.slice(0, cut)},"toolUseResult":`);
    result();
    this.#sink.text(tail.slice(cut));
  }

  /** A record of the conversation that is nobody's word: `fields` come before the id, prose in place of `{}`. */
  record(fields: string, prose = 0, logical = ""): void {
    const stamp = this.#stamp(logical !== "");
    const [before = "", after = ""] = fields.split("{}");
    this.#sink.text(lineHead(this.writer, stamp, undefined, logical) + before);
    if (prose > 0) this.#sink.prose(this.chance.below(1e6), prose);
    this.#sink.text(`${after},${lineTail(this.writer, stamp)}`);
  }

  /** Where a summary takes the place of all that was said. */
  compaction(tokens: number): void {
    const logical = `"logicalParentUuid":"${this.#last ?? ""}",`;
    const meta = `"compactMetadata":{"trigger":"auto","preTokens":${tokens}}`;
    this.record(
      `"type":"system","subtype":"compact_boundary","content":"Conversation compacted","isMeta":false,"level":"info",${meta}`,
      0,
      logical,
    );
    this.record('"type":"user","isCompactSummary":true,"message":{"role":"user","content":"{}"}', 9000);
  }

  /** A record without a place in the conversation. */
  bare(type: string, fields: string): void {
    this.#sink.text(`{"type":"${type}",${fields},"sessionId":"${this.writer.session}"}\n`);
  }

  snapshot(): void {
    const id = this.#last ?? "";
    this.#sink.text(
      `{"type":"file-history-snapshot","messageId":"${id}","snapshot":{"messageId":"${id}","trackedFileBackups":{},"timestamp":"${iso(this.at)}"},"isSnapshotUpdate":false}\n`,
    );
  }

  get isNew(): boolean {
    return this.#isNew;
  }

  get #isNew(): boolean {
    return this.writer.layout.envelope === "last";
  }

  #stamp(isRoot = false): Stamp {
    const parent = isRoot ? undefined : this.#last;
    const uuid = this.chance.uuid();
    this.#last = uuid;
    return { uuid, parent, time: iso(this.at) };
  }
}

function iso(at: number): string {
  return new Date(at).toISOString();
}
