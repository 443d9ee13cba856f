import type { TrueUsage } from "./truth.ts";

/** A hostile piece of a log, with its line ends, and what is to be counted in it. */
export type Trap = {
  readonly name: string;
  readonly bytes: string | Buffer;
  readonly counts: readonly { readonly id: string; readonly usage: TrueUsage }[];
};

export const TRAP_MODEL = "claude-opus-5-5";
export const TRAP_TIME = "2026-11-10T09:30:00.000Z";

/** Figures by which each trap's share of a wrong sum can be told: all start with the trap's number. */
export function figures(n: number, output = n * 10 + 5): TrueUsage {
  return {
    input: n,
    creation5m: n * 1000,
    creation1h: 0,
    creationUnknown: 0,
    read: n * 100_000,
    output,
  };
}

export function usageObject(usage: TrueUsage): { readonly [field: string]: unknown } {
  return {
    input_tokens: usage.input,
    cache_creation_input_tokens: usage.creation5m + usage.creation1h + usage.creationUnknown,
    cache_read_input_tokens: usage.read,
    output_tokens: usage.output,
    cache_creation: {
      ephemeral_5m_input_tokens: usage.creation5m,
      ephemeral_1h_input_tokens: usage.creation1h,
    },
    service_tier: "standard",
  };
}

/** What must never be counted. */
export const FALSE_USAGE = {
  input_tokens: 900_000,
  cache_read_input_tokens: 900_001,
  output_tokens: 900_002,
};
export const FALSE_TEXT = JSON.stringify({ usage: FALSE_USAGE }).slice(1, -1);

/** A record as Claude Code writes it; `message` and `record` replace or add fields, keys in their usual order. */
export function assistantRecord(
  id: string,
  usage: unknown,
  message: { readonly [field: string]: unknown } = {},
  record: { readonly [field: string]: unknown } = {},
): { readonly [field: string]: unknown } {
  return {
    parentUuid: null,
    isSidechain: false,
    message: {
      model: TRAP_MODEL,
      id,
      type: "message",
      role: "assistant",
      content: [{ type: "text", text: "plain" }],
      stop_reason: "end_turn",
      stop_sequence: null,
      stop_details: null,
      usage,
      ...message,
    },
    requestId: `req_${id}`,
    type: "assistant",
    uuid: `uuid-${id}`,
    timestamp: TRAP_TIME,
    userType: "external",
    cwd: "/home/dev/traps",
    sessionId: "traps",
    version: "2.1.282",
    gitBranch: "main",
    ...record,
  };
}

export function userRecord(content: unknown, record: { readonly [field: string]: unknown } = {}) {
  return {
    parentUuid: null,
    isSidechain: false,
    type: "user",
    message: { role: "user", content },
    uuid: "uuid-user",
    timestamp: TRAP_TIME,
    sessionId: "traps",
    version: "2.1.282",
    ...record,
  };
}

export function line(record: unknown): string {
  return `${JSON.stringify(record)}\n`;
}

/** A line of one call, counted as it stands. */
export function plainLine(n: number, message: { readonly [field: string]: unknown } = {}): string {
  return line(assistantRecord(`msg_trap_${n}`, usageObject(figures(n)), message));
}

export function counted(n: number): Trap["counts"] {
  return [{ id: `msg_trap_${n}`, usage: figures(n) }];
}

/** A plain line with pieces of its text replaced, each of which must be there, lest a trap be a plain line. */
export function swapped(n: number, ...swaps: readonly (readonly [from: string, to: string])[]): string {
  return swaps.reduce((text, [from, to]) => {
    if (!text.includes(from)) throw new Error(`no ${from} in trap ${n}`);
    return text.replace(from, () => to);
  }, plainLine(n));
}
