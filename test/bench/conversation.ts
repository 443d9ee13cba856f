import { chanceOf, type Chance } from "./chance.ts";
import type { Writer } from "./line-layouts.ts";
import { blocksOf, resultSize } from "./call-content.ts";
import { LinePen, type Block, type Call } from "./line-pen.ts";
import type { LogSink } from "./log-sink.ts";
import { PrefixCache, type Break } from "./prefix-cache.ts";
import { writeAttachments, writeProgress } from "./side-lines.ts";
import type { TrueUsage, TruthKeeper } from "./truth.ts";

export type Start = {
  readonly sink: LogSink;
  readonly truth: TruthKeeper;
  readonly writer: Writer;
  readonly seed: number;
  readonly at: number;
  readonly until: number;
  readonly distance: number;
  /** What it behaves like: an agent's replay of the main conversation does all that the main one did. */
  readonly isAgent: boolean;
  /** An internal agent's replay has the messages of what it replays and request ids of its own. */
  readonly isReplay: boolean;
};

const BYTES_A_TOKEN = 3.6;
const MINUTE = 60_000;

/** A conversation written line by line: prompts, calls of several lines, tools, breaks, and what breaks the cache. */
export class Conversation {
  readonly #start: Start;
  readonly #pen: LinePen;
  /** Apart from the rest, so that a copy with other request ids is otherwise the same. */
  #requests: Chance;
  #cache: PrefixCache;
  #distance: number;
  #model: string;
  #added = 0;
  #changed: Break = "none";

  constructor(start: Start) {
    const { sink, writer, seed, at, until, distance } = start;
    const chance = chanceOf(seed);
    this.#start = start;
    this.#pen = new LinePen(sink, writer, chance, at, until);
    this.#requests = chanceOf(start.isReplay ? seed + 2 : seed + 1);
    this.#cache = new PrefixCache(chance, writer.layout.hourOnMain && !start.isAgent);
    this.#distance = distance;
    this.#model = chance.pick(writer.layout.models);
  }

  get at(): number {
    return this.#pen.at;
  }

  /** From here on it is a conversation of its own, no copy of another. */
  become(writer: Writer, seed: number, distance: number): void {
    this.#pen.writer = writer;
    this.#pen.chance = chanceOf(seed);
    this.#requests = chanceOf(seed + 1);
    this.#distance = distance;
  }

  /** Turns until the log is about so long. */
  run(bytes: number): void {
    this.#pen.bare("permission-mode", '"permissionMode":"default"');
    while (this.#start.sink.size < bytes) this.#turn(bytes);
  }

  /** One last call whose line was being written when the program died: it was never counted. */
  crash(): void {
    this.#pen.wait(1500);
    this.#start.sink.cutNextLine();
    const call = {
      id: this.#chance.id("msg"),
      request: this.#requests.id("req"),
      model: this.#model,
      miss: undefined,
    };
    const usage = { input: 3, creation5m: 0, creation1h: 0, creationUnknown: 777, read: 555, output: 333 };
    this.#pen.assistant(call, { kind: "text", size: 300 }, usage, undefined);
  }

  get #chance(): Chance {
    return this.#pen.chance;
  }

  #turn(bytes: number): void {
    const chance = this.#chance;
    this.#pause();
    this.#betweenTurns();
    const size = chance.longTail(40, 4000);
    this.#pen.prompt(size);
    this.#added += size / BYTES_A_TOKEN;
    const calls = 1 + chance.longTail(1, 30);
    for (let n = 1; n <= calls && this.#start.sink.size < bytes; n++) {
      const tool = this.#call(n === calls);
      if (n < calls) this.#useTool(tool);
    }
    this.#afterTurn(calls);
  }

  #pause(): void {
    const kind = this.#chance.next();
    if (kind < 0.9) this.#pen.wait(this.#chance.longTail(4000, 3 * MINUTE));
    else if (kind < 0.98) this.#pen.wait(this.#chance.longTail(4 * MINUTE, 90 * MINUTE));
    else this.#pen.wait(this.#chance.longTail(3 * 60 * MINUTE, 16 * 60 * MINUTE));
  }

  #betweenTurns(): void {
    const chance = this.#chance;
    const kind = chance.below(300);
    if (this.#cache.isFull) {
      this.#pen.compaction(Math.round(this.#cache.size));
      this.#cache.compact(2500 + chance.below(4000));
      this.#added = 0;
    } else if (kind < 3) {
      this.#pen.record(
        '"type":"system","subtype":"local_command","content":"<command-name>/model</command-name>","level":"info","isMeta":false',
      );
      const other = chance.pick(this.#pen.writer.layout.models);
      if (other !== this.#model) this.#changed = "model";
      this.#model = other;
    } else if (kind < 6 && this.#pen.isNew) {
      this.#pen.record(
        '"attachment":{"type":"deferred_tools_delta","addedNames":["meter_add","meter_list"],"removedNames":[]},"type":"attachment"',
      );
      this.#changed = "tools";
    } else if (kind < 8) this.#changed = "messages";
    else if (kind < 9) this.#synthetic();
  }

  /** Claude Code's own words in an answer's place; there was no call. */
  #synthetic(): void {
    const call = {
      id: this.#chance.uuid(),
      request: this.#requests.id("req"),
      model: "<synthetic>",
      miss: undefined,
    };
    const none = { input: 0, creation5m: 0, creation1h: 0, creationUnknown: 0, read: 0, output: 0 };
    this.#pen.assistant(call, { kind: "text", size: 60 }, none, "stop_sequence");
  }

  /** One API call, as one line for each block of its answer. The id of its tool use. */
  #call(isLast: boolean): string {
    const chance = this.#chance;
    const { layout } = this.#pen.writer;
    const served = this.#cache.serve(this.#pen.at, Math.ceil(this.#added), this.#changed);
    this.#changed = "none";
    const output = chance.longTail(30, 4000);
    const split = layout.hasSplitCreation
      ? { ...this.#cache.split(served.written), creationUnknown: 0 }
      : { creation5m: 0, creation1h: 0, creationUnknown: served.written };
    const usage = { input: layout.input, read: served.read, output, ...split };
    const { miss } = served;
    const call = { id: chance.id("msg"), request: this.#requests.id("req"), model: this.#model, miss };
    const blocks = blocksOf(chance, isLast, !this.#start.isAgent);
    // Old versions never wrote the final count of many calls; newer ones on the last line, or on all.
    const neverFinal = !layout.hasStopReason && chance.happens(0.5);
    const grows = neverFinal || chance.happens(0.6);
    const placeholder = 1 + chance.below(8);
    this.#pen.wait(chance.longTail(900, 15_000));
    let tool = "";
    blocks.forEach((block, index) => {
      const isFinal = index === blocks.length - 1;
      const seen = { ...usage, output: neverFinal || (grows && !isFinal) ? placeholder : output };
      const stop =
        layout.hasStopReason && (isFinal || !grows) ? (isLast ? "end_turn" : "tool_use") : undefined;
      tool = this.#line(call, block, seen, stop);
      this.#pen.wait(chance.below(1500));
    });
    this.#added = output;
    return tool;
  }

  #line(call: Call, block: Block, usage: TrueUsage, stop: string | undefined): string {
    this.#start.truth.see({
      id: call.id,
      model: call.model,
      usage,
      at: this.#pen.at,
      distance: this.#distance,
    });
    return this.#pen.assistant(call, block, usage, stop);
  }

  #useTool(tool: string): void {
    const chance = this.#chance;
    this.#pen.wait(chance.longTail(60, 40_000));
    const kind = chance.below(1000);
    if (this.#pen.writer.layout.writesProgress) writeProgress(this.#pen);
    if (kind < 1) this.#pen.image(tool, 300_000 + chance.below(110_000));
    else if (kind < 15 && !this.#start.isAgent) this.#agent(tool);
    else {
      const size = resultSize(chance);
      this.#pen.toolResult(tool, size);
      this.#added += size / BYTES_A_TOKEN;
    }
    if (this.#pen.isNew) writeAttachments(this.#pen);
  }

  #agent(tool: string): void {
    const chance = this.#chance;
    if (this.#pen.writer.layout.subagents === "inline") {
      const writer = { ...this.#pen.writer, agent: "inline" };
      const inner = new Conversation({
        ...this.#start,
        writer,
        seed: chance.below(2 ** 31),
        at: this.at,
        distance: this.#distance + 2,
        isAgent: true,
      });
      inner.turnOf(6);
      this.#pen.wait(inner.at - this.at);
    }
    this.#pen.agentResult(tool, chance.hex(17), 20_000 + chance.below(60_000), 2500);
    this.#added += 700;
  }

  /** A prompt and so many calls, whatever their length: an agent inside another's log. */
  turnOf(calls: number): void {
    this.#pen.prompt(900);
    for (let n = 1; n <= calls; n++) {
      const tool = this.#call(n === calls);
      if (n < calls) this.#useTool(tool);
    }
  }

  #afterTurn(calls: number): void {
    if (this.#start.isAgent) return;
    if (this.#pen.isNew) {
      this.#pen.record(
        `"type":"system","subtype":"turn_duration","durationMs":${calls * 9000},"messageCount":${calls * 3}`,
      );
      this.#pen.bare("last-prompt", '"lastPrompt":"…"');
      this.#pen.bare("permission-mode", '"permissionMode":"default"');
    }
    this.#pen.snapshot();
  }
}
