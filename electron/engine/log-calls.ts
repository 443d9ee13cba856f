import type { WalkProgram } from "./json-walk.ts";
import type { ChainCall } from "../../shared/cache/chain.ts";
import { serverReasonOf, serverToolUses } from "../../shared/log/api-message.ts";
import { NO_MODEL, type ApiCall } from "../../shared/usage/api-call.ts";

// The numbers of a call in the program's memory, of 32 bits each, as assembly/log-calls.ts lays them. Not as one object: its
// fields would be looked up 30 times for each call.
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

/** What is the same for all calls of a log. */
export type LogPlace = { readonly project: string; readonly session: string };

/** Reads what the program knows of the log that it took last. */
export function openLogTable(program: WalkProgram) {
  const { buffer } = program.memory;
  const bytes = Buffer.from(buffer);
  const numbers = new Int32Array(buffer);
  const times = new Float64Array(buffer);
  let texts: (string | undefined)[] = [];
  let uses: (number | undefined)[] = [];

  /** By its number; `undefined` for none. */
  function text(number = 0): string | undefined {
    return number === 0
      ? undefined
      : (texts[number] ??= decode(program.textAt(number), program.textLength(number)));
  }

  function decode(at: number, length: number): string {
    const written = bytes.toString("utf8", at, at + length);
    // An object is kept as it stands; a text's escapes are undone.
    if (written.startsWith("{") || !written.includes("\\")) return written;
    return JSON.parse(`"${written}"`) as string;
  }

  function numberAt(place: number): number {
    return numbers[place] ?? 0;
  }

  function timeAt(place: number): number | undefined {
    const value = times[place] ?? Number.NaN;
    return Number.isNaN(value) ? undefined : value;
  }

  /** The same object comes again with nearly every call. */
  function usesOf(number: number): number {
    return number === 0 ? 0 : (uses[number] ??= serverToolUses(JSON.parse(text(number) ?? "")));
  }

  function callAt(number: number, { project, session }: LogPlace): ChainCall {
    const n = program.callAt(number) / 4;
    const t = n / 2;
    const before = numberAt(n + PREDECESSOR);
    return {
      call: {
        key: text(numbers[n + KEY]) ?? "",
        messageId: text(numbers[n + MESSAGE_ID]),
        requestId: text(numbers[n + REQUEST_ID]),
        figures: {
          model: text(numbers[n + MODEL]) ?? NO_MODEL,
          speed: text(numbers[n + SPEED]),
          geo: text(numbers[n + GEO]),
          serverToolUses: usesOf(numberAt(n + TOOLS)),
          usage: {
            uncachedInput: numberAt(n + UNCACHED),
            cacheRead: numberAt(n + READ),
            cacheWrite5m: numberAt(n + WRITE_5M),
            cacheWrite1h: numberAt(n + WRITE_1H),
            cacheWriteUnknownTtl: numberAt(n + WRITE_UNKNOWN),
            output: numberAt(n + OUTPUT),
          },
        },
        place: {
          precedence: numberAt(n + PRECEDENCE),
          at: timeAt(t + AT),
          session: text(numbers[n + SESSION]) ?? session,
          project,
          lane: numberAt(n + IS_SUB) === 1 ? "sub" : "main",
          agent: text(numbers[n + AGENT]),
          version: text(numbers[n + VERSION]),
          effort: text(numbers[n + EFFORT]),
        },
        stopReason: text(numbers[n + STOP_REASON]),
        serverReason: reasonOf(numberAt(n + REASON), text(numbers[n + REASON_TEXT])),
        prefixHash: undefined,
      },
      order: timeAt(t + ORDER) ?? 0,
      predecessor: before === 0 ? undefined : text(numbers[program.callAt(before) / 4 + KEY]),
      agent: text(numbers[n + SEEN_AGENT]),
      requestAt: timeAt(t + REQUEST_AT),
      endedAt: timeAt(t + ENDED_AT),
      blocksSince: numberAt(n + BLOCKS_SINCE),
    };
  }

  return {
    text,
    /** All calls of the log, in the order of their first lines. */
    calls: (place: LogPlace): readonly ChainCall[] =>
      Array.from({ length: program.callCount() }, (_, index) => callAt(index + 1, place)),
    /** Before another log is taken: its texts have the same numbers. */
    forget: (): void => {
      texts = [];
      uses = [];
    },
  };
}

function reasonOf(code: number, json: string | undefined): ApiCall["serverReason"] {
  if (code === 1) return "none";
  return json === undefined ? undefined : serverReasonOf(JSON.parse(json));
}
