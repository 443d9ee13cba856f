import type { WalkProgram } from "./json-walk.ts";
import type { ChainCall } from "../../shared/cache/chain.ts";
import { serverReasonOf, serverToolUses } from "../../shared/log/api-message.ts";
import { NO_MODEL, precedenceIn, type ApiCall } from "../../shared/usage/api-call.ts";
import type { EpochMs } from "../../shared/units.ts";

/**
 * The calls of one log as the compiled program laid them out, copied from its memory: the calls, then where each text
 * stands, then the texts. It goes to another thread without a copy.
 */
export type CallTable = {
  readonly memory: ArrayBuffer;
  /** Bytes of the first two parts. */
  readonly callsSize: number;
  readonly textsSize: number;
  /** Where the texts stood in the program's memory. */
  readonly bytesFrom: number;
};

// The numbers of a call, of 32 bits each, as assembly/log-calls.ts lays them. Not as one object: its fields would be looked
// up 30 times for each call.
const CALL = 36;
const KEY = 0;
const MESSAGE_ID = 1;
const REQUEST_ID = 2;
const MODEL = 3;
const SPEED = 4;
const GEO = 5;
const TOOLS = 6;
const SESSION = 7;
const AGENT = 8;
const VERSION = 9;
const EFFORT = 10;
const STOP_REASON = 11;
const REASON = 12;
const REASON_TEXT = 13;
const PRECEDENCE = 14;
const IS_SUB = 15;
const PREDECESSOR = 18;
const BLOCKS_SINCE = 19;
const SEEN_AGENT = 20;
const UNCACHED = 21;
const READ = 22;
const WRITE_5M = 23;
const WRITE_1H = 24;
const WRITE_UNKNOWN = 25;
const OUTPUT = 26;
/** The same of 64 bits, of which one that is not a number is not there. */
const AT = 14;
const ORDER = 15;
const REQUEST_AT = 16;
const ENDED_AT = 17;
/** The numbers of a text, as assembly/log-texts.ts lays them: where it stands, and how long it is. */
const TEXT = 6;
const LENGTH = 1;

/** What is the same for all calls of a log. */
export type LogPlace = {
  readonly project: string;
  readonly session: string;
  readonly bornMs: EpochMs | undefined;
};

/** What the program knows now of the calls of the log that it took last. */
export function copyCalls(program: WalkProgram): CallTable {
  const [callsSize, textsSize, bytesFrom] = [program.callsSize(), program.textsSize(), program.bytesFrom()];
  const from = new Uint8Array(program.memory.buffer);
  const copy = new Uint8Array(callsSize + textsSize + program.bytesSize());
  const part = (start: number, size: number) => from.subarray(start, start + size);
  copy.set(part(program.callsFrom(), callsSize));
  copy.set(part(program.textsFrom(), textsSize), callsSize);
  copy.set(part(bytesFrom, program.bytesSize()), callsSize + textsSize);
  return { memory: copy.buffer, callsSize, textsSize, bytesFrom };
}

/** All calls of the log, in the order of their first lines. */
export function callsOf(table: CallTable, place: LogPlace): readonly ChainCall[] {
  const reader = new CallReader(table, place);
  const count = table.callsSize / (4 * CALL) - 1;
  return Array.from({ length: count }, (_, index) => reader.callAt(index + 1));
}

/** A text of the log that the program is taking, by its number. */
export function textOf(program: WalkProgram, number: number): string {
  const { buffer } = program.memory;
  const entry = new Int32Array(buffer, program.textsFrom() + number * 4 * TEXT, TEXT);
  return decode(Buffer.from(buffer), entry[0] ?? 0, entry[LENGTH] ?? 0);
}

function decode(bytes: Buffer, at: number, length: number): string {
  const written = bytes.toString("utf8", at, at + length);
  // An object is kept as it stands; a text's escapes are undone.
  if (written.startsWith("{") || !written.includes("\\")) return written;
  return JSON.parse(`"${written}"`) as string;
}

class CallReader {
  readonly #place: LogPlace;
  readonly #bytes: Buffer;
  readonly #numbers: Int32Array;
  readonly #times: Float64Array;
  /** Where the entry of the first text is among the numbers. */
  readonly #textsFrom: number;
  /** From where a text stood to where it stands. */
  readonly #moved: number;
  readonly #texts: (string | undefined)[] = [];
  readonly #uses: (number | undefined)[] = [];

  constructor({ memory, callsSize, textsSize, bytesFrom }: CallTable, place: LogPlace) {
    this.#place = place;
    this.#bytes = Buffer.from(memory);
    this.#numbers = new Int32Array(memory, 0, (callsSize + textsSize) / 4);
    this.#times = new Float64Array(memory, 0, callsSize / 8);
    this.#textsFrom = callsSize / 4;
    this.#moved = callsSize + textsSize - bytesFrom;
  }

  callAt(number: number): ChainCall {
    const numbers = this.#numbers;
    const n = number * CALL;
    const t = n / 2;
    const before = this.#numberAt(n + PREDECESSOR);
    const at = this.#timeAt(t + AT);
    return {
      call: {
        key: this.#text(numbers[n + KEY]) ?? "",
        messageId: this.#text(numbers[n + MESSAGE_ID]),
        requestId: this.#text(numbers[n + REQUEST_ID]),
        figures: {
          model: this.#text(numbers[n + MODEL]) ?? NO_MODEL,
          speed: this.#text(numbers[n + SPEED]),
          geo: this.#text(numbers[n + GEO]),
          serverToolUses: this.#usesOf(this.#numberAt(n + TOOLS)),
          usage: {
            uncachedInput: this.#numberAt(n + UNCACHED),
            cacheRead: this.#numberAt(n + READ),
            cacheWrite5m: this.#numberAt(n + WRITE_5M),
            cacheWrite1h: this.#numberAt(n + WRITE_1H),
            cacheWriteUnknownTtl: this.#numberAt(n + WRITE_UNKNOWN),
            output: this.#numberAt(n + OUTPUT),
          },
        },
        place: {
          precedence: precedenceIn(this.#numberAt(n + PRECEDENCE), at, this.#place.bornMs),
          at,
          session: this.#text(numbers[n + SESSION]) ?? this.#place.session,
          project: this.#place.project,
          lane: this.#numberAt(n + IS_SUB) === 1 ? "sub" : "main",
          agent: this.#text(numbers[n + AGENT]),
          version: this.#text(numbers[n + VERSION]),
          effort: this.#text(numbers[n + EFFORT]),
        },
        stopReason: this.#text(numbers[n + STOP_REASON]),
        serverReason: reasonOf(this.#numberAt(n + REASON), this.#text(numbers[n + REASON_TEXT])),
        prefixHash: undefined,
      },
      order: this.#timeAt(t + ORDER) ?? 0,
      predecessor: before === 0 ? undefined : this.#text(numbers[before * CALL + KEY]),
      agent: this.#text(numbers[n + SEEN_AGENT]),
      requestAt: this.#timeAt(t + REQUEST_AT),
      endedAt: this.#timeAt(t + ENDED_AT),
      blocksSince: this.#numberAt(n + BLOCKS_SINCE),
    };
  }

  #numberAt(place: number): number {
    return this.#numbers[place] ?? 0;
  }

  #timeAt(place: number): number | undefined {
    const value = this.#times[place] ?? Number.NaN;
    return Number.isNaN(value) ? undefined : value;
  }

  /** By its number; `undefined` for none. */
  #text(number = 0): string | undefined {
    if (number === 0) return undefined;
    const entry = this.#textsFrom + number * TEXT;
    return (this.#texts[number] ??= decode(
      this.#bytes,
      this.#numberAt(entry) + this.#moved,
      this.#numberAt(entry + LENGTH),
    ));
  }

  /** The same object comes again with nearly every call. */
  #usesOf(number: number): number {
    return number === 0 ? 0 : (this.#uses[number] ??= serverToolUses(JSON.parse(this.#text(number) ?? "")));
  }
}

function reasonOf(code: number, json: string | undefined): ApiCall["serverReason"] {
  if (code === 1) return "none";
  return json === undefined ? undefined : serverReasonOf(JSON.parse(json));
}
