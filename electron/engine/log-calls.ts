import type { WalkProgram } from "./json-walk.ts";
import type { ChainCall } from "../../shared/cache/chain.ts";
import { serverReasonOf, serverToolUses } from "../../shared/log/api-message.ts";
import { NO_MODEL, type ApiCall } from "../../shared/usage/api-call.ts";

/** The numbers of a call in the program's memory, of 32 bits each, as assembly/log-calls.ts lays them. */
const FIELD = {
  key: 0,
  messageId: 1,
  requestId: 2,
  model: 3,
  speed: 4,
  geo: 5,
  tools: 6,
  session: 7,
  agent: 8,
  version: 9,
  effort: 10,
  stopReason: 11,
  reason: 12,
  reasonText: 13,
  precedence: 14,
  isSub: 15,
  predecessor: 18,
  blocksSince: 19,
  seenAgent: 20,
  uncached: 21,
  read: 22,
  write5m: 23,
  write1h: 24,
  writeUnknown: 25,
  output: 26,
} as const;
/** The same of 64 bits, of which one that is not a number is not there. */
const TIME = { at: 14, order: 15, requestAt: 16, endedAt: 17 } as const;

/** What is the same for all calls of a log. */
export type LogPlace = { readonly project: string; readonly session: string };

/** Reads what the program knows of the log that it took last. */
export function openLogTable(program: WalkProgram) {
  const { buffer } = program.memory;
  const bytes = Buffer.from(buffer);
  const numbers = new Int32Array(buffer);
  const times = new Float64Array(buffer);
  let texts: (string | undefined)[] = [];

  /** By its number; `undefined` for none. */
  function text(number: number): string | undefined {
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

  function callAt(number: number, { project, session }: LogPlace): ChainCall {
    const first = program.callAt(number) / 4;
    const at = (field: keyof typeof FIELD) => numbers[first + FIELD[field]] ?? 0;
    const time = (field: keyof typeof TIME) => {
      const value = times[first / 2 + TIME[field]] ?? Number.NaN;
      return Number.isNaN(value) ? undefined : value;
    };
    const before = at("predecessor");
    return {
      call: {
        key: text(at("key")) ?? "",
        messageId: text(at("messageId")),
        requestId: text(at("requestId")),
        figures: {
          model: text(at("model")) ?? NO_MODEL,
          speed: text(at("speed")),
          geo: text(at("geo")),
          serverToolUses: toolUses(text(at("tools"))),
          usage: {
            uncachedInput: at("uncached"),
            cacheRead: at("read"),
            cacheWrite5m: at("write5m"),
            cacheWrite1h: at("write1h"),
            cacheWriteUnknownTtl: at("writeUnknown"),
            output: at("output"),
          },
        },
        place: {
          precedence: at("precedence"),
          at: time("at"),
          session: text(at("session")) ?? session,
          project,
          lane: at("isSub") === 1 ? "sub" : "main",
          agent: text(at("agent")),
          version: text(at("version")),
          effort: text(at("effort")),
        },
        stopReason: text(at("stopReason")),
        serverReason: reasonOf(at("reason"), text(at("reasonText"))),
        prefixHash: undefined,
      },
      order: time("order") ?? 0,
      predecessor: before === 0 ? undefined : text(numbers[program.callAt(before) / 4 + FIELD.key] ?? 0),
      agent: text(at("seenAgent")),
      requestAt: time("requestAt"),
      endedAt: time("endedAt"),
      blocksSince: at("blocksSince"),
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
    },
  };
}

function toolUses(json: string | undefined): number {
  return json === undefined ? 0 : serverToolUses(JSON.parse(json));
}

function reasonOf(code: number, json: string | undefined): ApiCall["serverReason"] {
  if (code === 1) return "none";
  return json === undefined ? undefined : serverReasonOf(JSON.parse(json));
}
