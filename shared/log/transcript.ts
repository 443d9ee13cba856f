import { Anchors, type Anchor, type CallNode } from "./anchors.ts";
import type { LogEntry, MarkKind } from "./entry.ts";
import type { CallLine } from "../usage/api-call.ts";
import type { EpochMs } from "../units.ts";

/** What a log adds to the ledger, in the order of the file. `order` is the record's place: its byte offset. */
export type TranscriptFact =
  | {
      readonly kind: "call";
      readonly order: number;
      readonly line: CallLine;
      /** Key of the call before it in the conversation; `undefined` on the first of its lane. */
      readonly predecessor: string | undefined;
      /** When the request was sent, as near as the log tells: the last user or attachment record before the answer. */
      readonly requestAt: EpochMs | undefined;
      /** Content blocks that came into the conversation since the predecessor began to answer. */
      readonly blocksSince: number;
    }
  | {
      readonly kind: "mark";
      readonly order: number;
      readonly agent: string | undefined;
      readonly at: EpochMs | undefined;
      readonly mark: MarkKind;
      readonly detail: string | undefined;
    };

type MarkFact = Extract<TranscriptFact, { readonly kind: "mark" }>;

/**
 * Follows one log file and names each call's predecessor: the nearest ancestor call by `parentUuid` on the same lane
 * (`logicalParentUuid` at a compaction), or the previous one in the file where the chain is broken. In logs without
 * links it is the previous one of the same conversation in the file. Never by time: in real logs the clock steps back
 * thousands of times, and two processes may write into one file.
 */
export class Transcript {
  readonly #anchors = new Anchors();
  /** Of the conversations without links. */
  readonly #ends = new Map<string, Anchor>();
  readonly #calls = new Map<string, CallNode>();
  readonly #lastOfLane = new Map<string, CallNode>();
  readonly #marks = new MarkFilter();

  /** How much it remembers: each record with a link and each call, since a later one may hang below any of them. */
  get links(): number {
    return this.#anchors.size + this.#ends.size + this.#calls.size;
  }

  /** The facts of one entry; entries come in the order of the file. */
  read(entry: LogEntry, order: number): readonly TranscriptFact[] {
    switch (entry.kind) {
      case "implausible":
      case "unknown":
        return [];
      case "call":
        return this.#readCall(entry, order);
      case "mark":
        this.#anchor(entry, startsRequest(entry.mark));
        return this.#marks.read(entry, order);
      case "other":
        this.#anchor(entry, entry.startsRequest);
        return [];
    }
  }

  #readCall(entry: LogEntry & { kind: "call" }, order: number): readonly TranscriptFact[] {
    const { line } = entry;
    const known = this.#calls.get(line.key);
    const node = known ?? this.#place(entry, order);
    const parent = known === undefined ? undefined : this.#parentOf(entry);
    const blocks = (parent?.call === node ? parent.blocks : 0) + entry.blocks;
    // A late line of an older call does not take the conversation back to it.
    const isLate = entry.chain !== undefined && known !== undefined && parent?.call !== node;
    if (!isLate) this.#hang(entry, { call: node, requestAt: undefined, blocks });
    const call: TranscriptFact = {
      kind: "call",
      order: node.order,
      line,
      predecessor: node.predecessor?.key,
      requestAt: node.requestAt,
      blocksSince: node.blocksSince,
    };
    return [call, ...marksOfCall(entry, order)];
  }

  #place(entry: LogEntry & { kind: "call" }, order: number): CallNode {
    const lane = chainEnd(entry) ?? entry.line.agent ?? "";
    const parent = this.#parentOf(entry);
    let ancestor = parent?.call;
    while (ancestor !== undefined && ancestor.lane !== lane) ancestor = ancestor.above;
    const node: CallNode = {
      key: entry.line.key,
      lane,
      order,
      above: parent?.call,
      predecessor: ancestor ?? this.#lastOfLane.get(lane),
      requestAt: parent?.requestAt ?? entry.at,
      blocksSince: parent?.blocks ?? 0,
    };
    this.#calls.set(node.key, node);
    this.#lastOfLane.set(lane, node);
    return node;
  }

  #anchor(entry: PlacedEntry, begins: boolean): void {
    const parent = this.#parentOf(entry);
    const requestAt = begins && entry.at !== undefined ? entry.at : parent?.requestAt;
    const blocks = (parent?.blocks ?? 0) + entry.blocks;
    this.#hang(entry, { call: parent?.call, requestAt, blocks });
  }

  /** What comes after the entry hangs here: below its link, the first time it is seen, or at the end of its chain. */
  #hang(entry: PlacedEntry, anchor: Anchor): void {
    const end = chainEnd(entry);
    if (end !== undefined) this.#ends.set(end, anchor);
    else if (entry.link !== undefined) this.#anchors.add(entry.link.uuid, anchor);
  }

  #parentOf(entry: PlacedEntry): Anchor | undefined {
    const end = chainEnd(entry);
    if (end !== undefined) return this.#ends.get(end);
    const parent = entry.link?.parent;
    return parent === undefined ? undefined : this.#anchors.get(parent);
  }
}

/** Tells each mark once. */
export class MarkFilter {
  #permissionMode: string | undefined;

  read({ agent, at, mark, detail }: LogEntry & { kind: "mark" }, order: number): readonly MarkFact[] {
    // Repeated by the hundred in newer versions, after each turn; only a change tells something.
    if (mark === "permission-mode") {
      if (detail === this.#permissionMode) return [];
      this.#permissionMode = detail;
    }
    return [{ kind: "mark", order, agent, at, mark, detail }];
  }
}

/** What a line of a call, at its place in the log, tells beside the call. */
export function marksOfCall(
  { line, agent, at }: LogEntry & { kind: "call" },
  order: number,
): readonly MarkFact[] {
  // Behind the call that asks for it, before the next one.
  const placed = { kind: "mark", order: order + 1, agent, at } as const;
  if (line.loadsTools) return [{ ...placed, mark: "tool-search", detail: undefined }];
  return line.usesSkill ? [{ ...placed, mark: "skills", detail: "invoked" }] : [];
}

/** Whether what a mark stands for is sent with the request that follows it. */
export function startsRequest(mark: MarkKind): boolean {
  return mark === "prompt" || mark === "interrupt" || isInjected(mark);
}

type PlacedEntry = Extract<LogEntry, { readonly link: unknown }>;

/** Stands for the end of a lane of a conversation without links; no uuid has a space. */
function chainEnd({ chain, agent }: PlacedEntry): string | undefined {
  return chain === undefined ? undefined : `${agent ?? ""} of ${chain}`;
}

/** Attachments and summaries are put into the request that follows them. */
function isInjected(mark: MarkKind): boolean {
  switch (mark) {
    case "compact-summary":
    case "tools-delta":
    case "mcp-delta":
    case "agents-delta":
    case "skills":
    case "date-change":
    case "plan-mode":
    case "auto-mode":
    case "resume":
      return true;
    case "prompt":
    case "compaction":
    case "microcompaction":
    case "command":
    case "interrupt":
    case "api-error":
    case "permission-mode":
    case "remote-control":
    case "tool-search":
    case "model-fallback":
    case "fork":
      return false;
  }
}
