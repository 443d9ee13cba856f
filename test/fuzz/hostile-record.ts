import type { Chance } from "../bench/chance.ts";
import { writeNumber, type Field, type Piece } from "./hostile-json.ts";
import type { TokenUsage } from "../../shared/usage/token-usage.ts";

/** What a line says of one call, as a naive reader must find it. */
export type TrueCall = { readonly id: string; readonly usage: TokenUsage };

export const SESSION = "5e551011-0000-4000-8000-00000000f022";
const MODELS = [
  "claude-opus-5",
  "claude-sonnet-5",
  "claude-haiku-4-5",
  "<img src=x onerror=alert(1)>",
] as const;

/** Texts that look like the end of a text, like a record, or like neither. */
const EVIL_TEXTS = [
  "plain reply",
  `C:\\dir\\`,
  `\\`,
  `"`,
  `\\"`,
  `{"type":"assistant","sessionId":"x","message":{"id":"msg_fake","usage":{"output_tokens":777}}}`,
  `"usage":{"input_tokens":888888,"output_tokens":888888}`,
  `}\n{"type":"assistant"`,
  `}}]}`,
  `{{{[[[`,
  `\u2028\u2029\ufeff`,
  "\ud800 alone",
  "😀 四字熟語 \u202e gnirts",
  "\u0000\u0001\u001f\u007f\u009b",
  "<script>alert(1)</script>",
  '","message":{"usage":{"output_tokens":5}},"x":"',
] as const;

function evilText(chance: Chance): string {
  let text = "";
  for (let n = chance.below(3) + 1; n > 0; n--) {
    text += chance.pick(EVIL_TEXTS) + "\\".repeat(chance.happens(0.1) ? chance.below(9) + 1 : 0);
  }
  // A text that was quoted twice, as when a log is read by a tool that is logged.
  if (chance.happens(0.1)) text = JSON.stringify(JSON.stringify(text));
  return chance.happens(0.001) ? text.repeat(chance.below(5_000)) : text;
}

/** Figures that must never be counted: all of them are the same conspicuous number. */
function fakeUsage(): Piece {
  const raw = { raw: "777777" };
  return {
    fields: [
      ["input_tokens", raw],
      ["cache_read_input_tokens", raw],
      ["cache_creation_input_tokens", raw],
      ["output_tokens", raw],
    ],
  };
}

function fakeMessage(): Piece {
  return {
    fields: [
      ["id", "msg_fake"],
      ["model", "claude-fake-1"],
      ["usage", fakeUsage()],
    ],
  };
}

function fakeRecord(): Piece {
  return {
    fields: [
      ["type", "assistant"],
      ["message", fakeMessage()],
    ],
  };
}

/** Something that is not the record's usage and looks like it. */
function decoy(chance: Chance): Piece {
  return chance.pick<() => Piece>([
    fakeUsage,
    fakeMessage,
    fakeRecord,
    () => ({ fields: [["usage", fakeUsage()]] }),
    () => ({ fields: [["message", { list: [fakeMessage(), fakeRecord()] }]] }),
    () => ({ fields: [["__proto__", { fields: [["usage", fakeUsage()]] }]] }),
    () => {
      const depth = chance.below(300);
      return { raw: `${"[".repeat(depth)}{"usage":{"output_tokens":777777}}${"]".repeat(depth)}` };
    },
  ])();
}

const DECOY_KEYS = [
  "toolUseResult",
  "data",
  "usage",
  "id",
  "__proto__",
  "constructor",
  "Message",
  "note",
] as const;

/** Fields that mean nothing, some under names that mean something elsewhere. */
function decoyFields(chance: Chance): readonly Field[] {
  const fields: Field[] = [];
  while (chance.happens(0.3)) fields.push([chance.pick(DECOY_KEYS), decoy(chance)]);
  return fields;
}

function contentOf(chance: Chance): Piece {
  if (chance.happens(0.1)) return evilText(chance);
  const list: Piece[] = [];
  for (let n = chance.below(3); n >= 0; n--) {
    list.push(
      chance.happens(0.5)
        ? {
            fields: [
              ["type", "text"],
              ["text", evilText(chance)],
            ],
          }
        : {
            fields: [
              ["type", "tool_use"],
              ["name", "Edit"],
              [
                "input",
                {
                  fields: [
                    ["x", decoy(chance)],
                    ["y", evilText(chance)],
                  ],
                },
              ],
            ],
          },
    );
  }
  return { list };
}

/** The usage object as written, with what is missing or null where the figure is 0. */
export function usagePiece(usage: TokenUsage, chance: Chance): Piece {
  const fields: Field[] = [];
  const put = (into: Field[], name: string, value: number) => {
    if (value > 0 || chance.happens(0.7)) into.push([name, writeNumber(value, chance)]);
    else if (chance.happens(0.5)) into.push([name, null]);
  };
  const { uncachedInput, cacheRead, cacheWrite5m, cacheWrite1h, cacheWriteUnknownTtl, output } = usage;
  put(fields, "input_tokens", uncachedInput);
  put(fields, "cache_read_input_tokens", cacheRead);
  const split: Field[] = [];
  put(split, "ephemeral_5m_input_tokens", cacheWrite5m);
  put(split, "ephemeral_1h_input_tokens", cacheWrite1h);
  // The flat figure was 0 in a faulty version; it is needed for what no lifetime explains.
  const flat =
    cacheWriteUnknownTtl === 0 && chance.happens(0.1)
      ? 0
      : cacheWrite5m + cacheWrite1h + cacheWriteUnknownTtl;
  put(fields, "cache_creation_input_tokens", flat);
  if (split.length > 0 || chance.happens(0.5)) fields.push(["cache_creation", { fields: split }]);
  put(fields, "output_tokens", output);
  if (chance.happens(0.2)) fields.push(["iterations", { list: [fakeUsage(), fakeUsage()] }]);
  if (chance.happens(0.2))
    fields.push(["server_tool_use", { fields: [["web_search_requests", { raw: "0" }]] }]);
  if (chance.happens(0.2)) fields.push(["service_tier", "standard"], ["usage", fakeUsage()]);
  // The last one counts, so the fake one stands before.
  if (output > 0 && chance.happens(0.05)) fields.unshift(["output_tokens", { raw: "777777" }]);
  return { fields };
}

/** A record around what stands at `usage`; of two keys of one name the last is the true one. */
export function assistantRecord(id: string, usage: Piece, chance: Chance): Piece {
  const message: Field[] = [
    ...decoyFields(chance).filter(([key]) => key !== "Message"),
    ["id", id],
    ["role", "assistant"],
    ["model", chance.pick(MODELS)],
    ["content", contentOf(chance)],
    ["stop_reason", "end_turn"],
    ["usage", usage],
  ];
  const record: Field[] = [
    ...decoyFields(chance),
    ["parentUuid", null],
    ["isSidechain", chance.happens(0.1)],
    ["type", "assistant"],
    ["uuid", chance.uuid()],
    ["timestamp", new Date(1_780_000_000_000 + chance.below(10_000_000_000)).toISOString()],
    ["sessionId", SESSION],
    ["cwd", "/home/dev/parser"],
    ["requestId", `req_${id}`],
    ["message", { fields: message }],
  ];
  if (chance.happens(0.05)) record.unshift(["message", fakeMessage()]);
  if (chance.happens(0.05)) record.unshift(["type", "user"]);
  if (chance.happens(0.2)) record.push(["toolUseResult", decoy(chance)]);
  return { fields: record };
}

/** Records that hold no call, most of them with figures where no call's figures stand. */
export function otherRecord(chance: Chance): Piece {
  const content: Field = ["content", contentOf(chance)];
  const user: Field[] = [
    ["role", "user"],
    content,
    ...(chance.happens(0.3) ? ([["usage", fakeUsage()]] as const) : []),
  ];
  const head: readonly Field[] = [["sessionId", SESSION], ["uuid", chance.uuid()], ...decoyFields(chance)];
  const synthetic: Field[] = [["id", "msg_fake"], ["model", "<synthetic>"], content, ["usage", fakeUsage()]];
  return {
    fields: chance.pick<readonly Field[]>([
      [...head, ["type", "user"], ["message", { fields: user }]],
      [...head, ["type", "progress"], ["data", { fields: [["message", fakeRecord()]] }]],
      [...head, ["type", "assistant"], ["message", { fields: [["role", "assistant"], content] }]],
      [
        ...head,
        ["type", "assistant"],
        [
          "message",
          {
            fields: [
              ["id", "msg_fake"],
              ["usage", null],
            ],
          },
        ],
      ],
      [...head, ["type", "assistant"], ["message", { list: [fakeMessage()] }]],
      [...head, ["type", "assistant"], ["message", "text"]],
      [...head, ["type", "assistant"], ["message", { fields: synthetic }]],
      [...head, ["type", "Assistant"], ["message", fakeMessage()]],
      [...head, ["type", { list: ["assistant"] }], ["message", fakeMessage()]],
      [...head, ["type", ""], ["message", fakeMessage()]],
      [...head, ["Type", "assistant"], ["message", fakeMessage()]],
      [
        ["message", fakeMessage()],
        ["usage", fakeUsage()],
        ["model", "claude-opus-5"],
      ],
      [],
    ]),
  };
}
