import type { LinkId } from "./link-ids.ts";
import type { EpochMs } from "../units.ts";

/** A call of one log, by its place in the conversation. */
export type CallNode = {
  readonly key: string;
  readonly lane: string;
  readonly order: number;
  /** The nearest call above it in the tree, of any lane. */
  readonly above: CallNode | undefined;
  readonly predecessor: CallNode | undefined;
  readonly requestAt: EpochMs | undefined;
  readonly blocksSince: number;
};

/** Where a record hangs: below which call, when the request that it may start began, how many blocks after the call. */
export type Anchor = {
  readonly call: CallNode | undefined;
  readonly requestAt: EpochMs | undefined;
  readonly blocks: number;
};

const FIRST_ROOM = 64;
/** Calls count from 1 here. */
const NOWHERE = -1;
const NO_CALL = 0;

/** The anchors of a log's records. It has one for nearly every line, so they are columns of figures and not objects. */
export class Anchors {
  readonly #nodes: CallNode[] = [];
  #size = 0;
  #calls = new Int32Array(FIRST_ROOM).fill(NOWHERE);
  /** Not a number where there is no time. */
  #requestAts = new Float64Array(FIRST_ROOM);
  #blocks = new Int32Array(FIRST_ROOM);

  /** How many records have one. */
  get size(): number {
    return this.#size;
  }

  /** Only the first anchor of a record counts. */
  add(link: LinkId, { call, requestAt, blocks }: Anchor): void {
    while (link >= this.#calls.length) this.#grow();
    if (this.#calls[link] !== NOWHERE) return;
    this.#size++;
    this.#calls[link] = call === undefined ? NO_CALL : this.#numberOf(call);
    this.#requestAts[link] = requestAt ?? Number.NaN;
    this.#blocks[link] = blocks;
  }

  get(link: LinkId): Anchor | undefined {
    const call = this.#calls[link] ?? NOWHERE;
    if (call === NOWHERE) return undefined;
    const requestAt = this.#requestAts[link] ?? Number.NaN;
    return {
      call: this.#nodes[call - 1],
      requestAt: Number.isNaN(requestAt) ? undefined : requestAt,
      blocks: this.#blocks[link] ?? 0,
    };
  }

  /** What hangs below a call follows it, nearly always. */
  #numberOf(call: CallNode): number {
    if (this.#nodes.at(-1) === call) return this.#nodes.length;
    return this.#nodes.push(call);
  }

  #grow(): void {
    const room = this.#calls.length * 2;
    const calls = new Int32Array(room).fill(NOWHERE);
    calls.set(this.#calls);
    this.#calls = calls;
    const requestAts = new Float64Array(room);
    requestAts.set(this.#requestAts);
    this.#requestAts = requestAts;
    const blocks = new Int32Array(room);
    blocks.set(this.#blocks);
    this.#blocks = blocks;
  }
}
