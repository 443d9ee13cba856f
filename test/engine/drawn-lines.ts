import fc from "fast-check";

export const uuid = (n: number) => `00000000-0000-4000-8000-${String(n).padStart(12, "0")}`;
/** Records as the text of a log. */
export const asLog = (records: readonly object[]) =>
  records.map((record) => `${JSON.stringify(record)}\n`).join("");

/** One line of a small conversation, in which everything comes again: ids, links, times and names. */
export type Drawn = {
  readonly uuid: number;
  readonly parent: number | undefined;
  readonly kind: number;
  readonly id: number;
  readonly odd: number;
  readonly output: number;
  readonly minute: number;
};

export const drawnLines: fc.Arbitrary<readonly Drawn[]> = fc.array(
  fc.record({
    uuid: fc.nat(30),
    parent: fc.option(fc.nat(30), { nil: undefined }),
    kind: fc.nat(16),
    id: fc.nat(6),
    odd: fc.nat(40),
    output: fc.nat(3),
    minute: fc.nat(4),
  }),
  { maxLength: 40 },
);

/** `odd`: what is different about it; nothing from 21 on. */
export function recordOf({ uuid: own, parent, kind, id, odd, output, minute }: Drawn): object {
  const placed = {
    parentUuid: parent === undefined ? null : uuid(parent),
    isSidechain: id === 5,
    ...(id === 5 && odd !== 1 ? { agentId: "a1" } : {}),
    uuid: odd === 2 ? "no-uuid" : uuid(own),
    timestamp: odd === 3 ? "2026-02-30T08:00:00Z" : `2026-08-14T08:0${minute}:00.000Z`,
    cwd: ["/home/dev/parser", "C:\\dev\\parser", "/home/dev/parser/src"][own % 3],
    sessionId: "5e551011",
    version: odd === 4 ? "2.1.201" : "2.1.200",
  };
  const user = (content: unknown) => ({ ...placed, type: "user", message: { role: "user", content } });
  switch (kind) {
    case 0:
      return user("Fix it");
    case 1:
      return user([{ type: "tool_result", content: 'a "quoted" line\n' }]);
    case 2:
      return user(
        ["<command-name>/model</command-name>", "  <command-name>clear<", "[Request interrupted by user]"][
          own % 3
        ],
      );
    case 3:
      return user([{ type: "text", text: "é" }]);
    case 4:
      return { ...user("later"), isMeta: true, interruptedMessageId: odd === 5 ? "msg_1" : "" };
    case 5:
      return {
        ...placed,
        type: "attachment",
        attachment: {
          type: ["todo", "hook_success", "skill_listing"][own % 3],
          hookName: ["Stop", "SessionStart:resume"][id % 2],
        },
      };
    case 6:
      return {
        ...placed,
        type: "system",
        subtype: ["turn_duration", "compact_boundary"][own % 2],
        logicalParentUuid: uuid(id),
        parentUuid: null,
      };
    case 7:
      return { type: "permission-mode", permissionMode: ["default", "plan"][own % 2] };
    case 8:
      return { ...placed, type: "progress" };
    default:
      return {
        ...placed,
        type: "assistant",
        requestId: odd === 6 ? "req_other" : `req_${id}`,
        ...callOf(id, odd, output),
      };
  }
}

function callOf(id: number, odd: number, output: number): object {
  return {
    ...(odd === 7 ? { forkedFrom: { sessionId: "other" } } : {}),
    effort: odd === 8 ? "low" : "high",
    message: {
      id: `msg_${id}`,
      model: odd === 9 ? "<synthetic>" : odd === 10 ? "claude-opus-4" : "claude-opus-5",
      content: [
        odd === 11 ? { type: "tool_use", name: "ToolSearch", input: {} } : { type: "text", text: "hi" },
      ],
      stop_reason: output === 3 ? "end_turn" : odd === 12 ? "tool_use" : null,
      ...(odd === 13
        ? { diagnostics: null }
        : odd === 14
          ? { diagnostics: { cache_miss_reason: { type: "tools_changed" } } }
          : {}),
      usage: {
        input_tokens: odd === 15 ? 300_000_000 : 3,
        cache_read_input_tokens: odd === 16 ? null : id * 1000,
        cache_creation_input_tokens: odd === 17 ? 3.5 : 90,
        cache_creation: { ephemeral_5m_input_tokens: odd === 18 ? 60 : 0, ephemeral_1h_input_tokens: 40 },
        output_tokens: output * 100,
        server_tool_use: { web_search_requests: odd === 19 ? 1 : 0 },
        ...(odd === 20 ? { speed: "fast", inference_geo: "us" } : { speed: "standard" }),
      },
    },
  };
}

/** A line as it is written; each tenth with a doubled key, which is decoded and not walked. */
export function lineOf(line: Drawn): string {
  const text = asLog([recordOf(line)]);
  return line.odd > 36 ? text.replace("{", '{"type":"first",') : text;
}

/** The message of a call. */
export function messageOf(call: object): object {
  return "message" in call && typeof call.message === "object" && call.message !== null ? call.message : {};
}
