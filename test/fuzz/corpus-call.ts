type Fields = { readonly [field: string]: unknown };

/** A call as Claude Code writes it, of nine output tokens, with a text that is found again by its words. */
export function callRecord(id: string, requestId = id.replace("msg", "req")): Fields {
  return {
    type: "assistant",
    sessionId: "session-base",
    timestamp: "2026-08-14T10:00:00.000Z",
    isSidechain: false,
    cwd: "/home/dev/parser",
    version: "2.1.224",
    requestId,
    message: {
      id,
      model: "claude-opus-5",
      usage: JSON.parse(usageOf({})) as Fields,
      content: [{ type: "text", text: "reply text" }],
    },
  };
}

export function call(id: string, requestId?: string): string {
  return JSON.stringify(callRecord(id, requestId));
}

/** The usage object as text: 1 in, 30 read, 2 written, 9 out. */
export function usageOf({ written = '"cache_creation_input_tokens":2', extra = "" }): string {
  return `{"input_tokens":1,"cache_read_input_tokens":30,${written},"output_tokens":9${extra}}`;
}

export const BASE = call("msg_base");

/** A call whose reply quotes another one in full. */
export function quoting(): string {
  return JSON.stringify({ ...callRecord("msg_quoting"), note: `look: ${call("msg_fake")}` });
}
