/** Makes the records that the operations write: like Claude Code's, and each call with figures of its own. */
export type Pen = {
  readonly call: (session: string, variety: number) => string;
  readonly user: (session: string, variety: number) => string;
};

const MODELS = ["claude-opus-5", "claude-sonnet-5", "claude-unheard-of-9"];
const TEXTS = [
  "reply",
  `C:\\`,
  `{"type":"assistant","sessionId":"x","message":{"id":"msg_fake","usage":{"output_tokens":777}}}`,
  `"}}}\n{"type":"assistant"`,
  "😀 \u2028 \u0000",
];
const FIRST_DAY = Date.UTC(2026, 7, 14, 23, 59, 50);

export function penFor(): Pen {
  let made = 0;
  const head = (session: string, variety: number) => ({
    sessionId: session,
    timestamp: new Date(FIRST_DAY + (variety % 7) * 43_200_000 + made * 1_003).toISOString(),
    version: "2.1.224",
    cwd: "/home/dev/parser",
    isSidechain: false,
  });
  const text = (variety: number) => TEXTS[variety % TEXTS.length] ?? "";
  return {
    call: (session, variety) => {
      const n = ++made;
      return JSON.stringify({
        ...head(session, variety),
        type: "assistant",
        message: {
          id: `msg_${String(n).padStart(4, "0")}`,
          model: MODELS[variety % MODELS.length],
          content: [
            { type: "text", text: text(variety) },
            {
              type: "tool_use",
              name: "Edit",
              input: { usage: { output_tokens: 777 }, text: text(variety + 1) },
            },
          ],
          usage: {
            input_tokens: n,
            cache_read_input_tokens: variety * 3,
            cache_creation_input_tokens: 10_000 + n,
            cache_creation: {
              ephemeral_5m_input_tokens: variety % 2 === 0 ? 10_000 : 0,
              ephemeral_1h_input_tokens: n,
            },
            output_tokens: 100 + (variety % 50),
          },
        },
      });
    },
    user: (session, variety) =>
      JSON.stringify({
        ...head(session, variety),
        type: "user",
        message: { role: "user", content: text(variety) },
      }),
  };
}

type Fields = { readonly [field: string]: unknown };
type CallRecord = Fields & {
  readonly message: Fields & { readonly usage: Fields & { readonly output_tokens: number } };
};

/** The record as it may be changed; `undefined` when it is no call. */
function callOf(record: string): CallRecord | undefined {
  const parsed = JSON.parse(record) as CallRecord;
  return parsed["type"] === "assistant" ? parsed : undefined;
}

/** A later line of the same call: it has written more by now. */
export function grown(record: string, by: number): string {
  const call = callOf(record);
  if (call === undefined) return record;
  const { message } = call;
  const usage = { ...message.usage, output_tokens: message.usage.output_tokens + by };
  return JSON.stringify({ ...call, message: { ...message, usage } });
}

/** The same call in a fork of its session. */
export function forked(record: string, session: string): string {
  const { sessionId, ...rest } = JSON.parse(record) as Fields;
  return JSON.stringify({ ...rest, sessionId: session, forkedFrom: { sessionId } });
}

/** The same call as a subagent's log repeats it. */
export function replayed(record: string): string {
  return JSON.stringify({
    ...(JSON.parse(record) as Fields),
    isSidechain: true,
    agentId: "a1",
    requestId: "req_other",
  });
}

/** Another call in as many bytes. */
export function renamed(record: string): string {
  return record.replace(/"msg_.(\d+)"/, (_, digits: string) => `"msg_x${digits}"`);
}
