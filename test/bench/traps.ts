import {
  assistantRecord,
  counted,
  FALSE_TEXT,
  FALSE_USAGE,
  figures,
  line,
  plainLine,
  swapped,
  type Trap,
  TRAP_MODEL,
  usageObject,
  userRecord,
} from "./trap-lines.ts";

const quotedLine = plainLine(9_001).trimEnd();
const tool = (input: unknown) => ({ type: "tool_use", id: "toolu_1", name: "mcp__meter__add", input });
const record = (n: number, message = {}, fields = {}) =>
  assistantRecord(`msg_trap_${n}`, usageObject(figures(n)), message, fields);

/** Usage that is only quoted, told of, or stands in the wrong place; the call's own figures beside it count. */
export const QUOTED_TRAPS: readonly Trap[] = [
  {
    name: "a log line quoted in a tool result",
    bytes: line(userRecord([{ type: "tool_result", tool_use_id: "t", content: quotedLine }])),
    counts: [],
  },
  { name: "a log line as a prompt", bytes: line(userRecord(quotedLine)), counts: [] },
  {
    name: "a log line as an object in a tool result",
    bytes: line(userRecord([{ type: "tool_result", content: [record(9_002)] }])),
    counts: [],
  },
  {
    name: "usage of a tool's result",
    bytes: line(
      userRecord("done", { toolUseResult: { status: "completed", usage: FALSE_USAGE, totalTokens: 5 } }),
    ),
    counts: [],
  },
  {
    name: "an agent's message in a progress line",
    bytes: line({
      type: "progress",
      sessionId: "traps",
      data: { message: { type: "assistant", message: { id: "msg_p", usage: FALSE_USAGE } } },
      message: { id: "msg_q", usage: FALSE_USAGE },
    }),
    counts: [],
  },
  {
    name: "an attachment with a message of its own",
    bytes: line({ ...record(9_003), type: "attachment" }),
    counts: [],
  },
  {
    name: "an assistant inside a user's record",
    bytes: line(userRecord([], { message: { ...record(9_004) } })),
    counts: [],
  },
  { name: "a message that is a text", bytes: line({ ...record(9_005), message: quotedLine }), counts: [] },
  {
    name: "a message that is a list",
    bytes: line({ ...record(9_006), message: [{ usage: FALSE_USAGE }] }),
    counts: [],
  },
  { name: "Claude Code's own words", bytes: plainLine(9_007, { model: "<synthetic>" }), counts: [] },
  { name: "a list of records", bytes: `[${quotedLine}]\n`, counts: [] },
  {
    name: "quoted usage in the answer's text",
    bytes: plainLine(11, { content: [{ type: "text", text: `so ${FALSE_TEXT} it is: ${quotedLine}` }] }),
    counts: counted(11),
  },
  {
    name: "usage in a tool's input",
    bytes: plainLine(12, { content: [tool({ usage: FALSE_USAGE, message: { usage: FALSE_USAGE } })] }),
    counts: counted(12),
  },
  {
    name: "a whole record in a tool's input",
    bytes: plainLine(13, { content: [tool(record(9_008))] }),
    counts: counted(13),
  },
  {
    name: "a text that ends in backslashes and a quote",
    bytes: plainLine(14, {
      content: [{ type: "text", text: 'c:\\dir\\\\"' }],
      stop_sequence: `\\"${FALSE_TEXT}`,
    }),
    counts: counted(14),
  },
  {
    name: "content behind the usage",
    bytes: line({
      ...record(15),
      message: {
        id: "msg_trap_15",
        usage: usageObject(figures(15)),
        model: TRAP_MODEL,
        content: [tool({ usage: FALSE_USAGE })],
      },
    }),
    counts: counted(15),
  },
  {
    name: "usage behind the message, in the record",
    bytes: line(record(16, {}, { usage: FALSE_USAGE })),
    counts: counted(16),
  },
  {
    name: "usage inside the usage",
    bytes: line(
      assistantRecord("msg_trap_17", {
        usage: FALSE_USAGE,
        ...usageObject(figures(17)),
        last: { usage: FALSE_USAGE },
      }),
    ),
    counts: counted(17),
  },
  {
    name: "steps of the call inside its usage",
    bytes: line(
      assistantRecord("msg_trap_18", {
        ...usageObject(figures(18)),
        iterations: [
          { type: "message", ...usageObject(figures(18)) },
          { type: "message", ...FALSE_USAGE },
        ],
      }),
    ),
    counts: counted(18),
  },
  {
    name: "a tool's result behind an answer",
    bytes: line(
      record(19, {}, { toolUseResult: { usage: FALSE_USAGE }, wireToolInputs: [{ usage: FALSE_USAGE }] }),
    ),
    counts: counted(19),
  },
];

const shuffled = (n: number) => {
  const { message, ...rest } = record(n);
  const inner = message as { readonly [field: string]: unknown };
  const reversed = (of: { readonly [field: string]: unknown }) =>
    Object.fromEntries(Object.entries(of).reverse());
  return { ...reversed(rest), message: reversed(inner) };
};

const deep = (levels: number) => `${'[{"a":'.repeat(levels)}1${"}]".repeat(levels)}`;

/** Records written otherwise than Claude Code writes them, and the same for JSON. */
export const FORM_TRAPS: readonly Trap[] = [
  { name: "keys in another order", bytes: line(shuffled(21)), counts: counted(21) },
  {
    name: "blanks at every place",
    bytes: `${JSON.stringify(record(22), undefined, 1).replaceAll("\n", " ").replaceAll(":", " : ").replaceAll("09 : 30 : 00", "09:30:00")}\n`,
    counts: counted(22),
  },
  {
    name: "tabs and a space before the colon",
    bytes: swapped(23, ['"usage":', '"usage"\t : ']),
    counts: counted(23),
  },
  { name: "CRLF", bytes: swapped(24, ["\n", "\r\n"]), counts: counted(24) },
  {
    name: "escaped letters in the names of fields",
    bytes: swapped(
      25,
      ['"usage":', '"us\\u0061ge":'],
      ['"type":"assistant"', '"t\\u0079pe":"\\u0061ssistant"'],
    ),
    counts: counted(25),
  },
  {
    name: "an escaped letter in the id",
    bytes: plainLine(26) + swapped(26, ["msg_trap_26", "msg\\u005ftrap_26"]),
    counts: counted(26),
  },
  {
    name: "the usage twice: the last stands",
    bytes: swapped(27, ['"usage":', `${FALSE_TEXT},"usage":`]),
    counts: counted(27),
  },
  {
    name: "the message twice: the last stands",
    bytes: swapped(28, ['"message":', `"message":${JSON.stringify(record(9_009)["message"])},"message":`]),
    counts: counted(28),
  },
  {
    name: "the type twice: the last stands",
    bytes: swapped(29, ["{", '{"type":"user",']) + swapped(9_010, ["}\n", ',"type":"user"}\n']),
    counts: counted(29),
  },
  {
    name: "a figure twice: the last stands",
    bytes: swapped(30, ['"input_tokens":', '"input_tokens":900000,"input_tokens":']),
    counts: counted(30),
  },
  {
    name: "800 levels of lists in a tool's input",
    bytes: swapped(31, ['"plain"', deep(400)]),
    counts: counted(31),
  },
  {
    name: "halves of a surrogate pair",
    bytes: swapped(32, ["plain", "\\ud83d and \\udeb2"]),
    counts: counted(32),
  },
  {
    name: "line separators that end no line",
    bytes: plainLine(33, { content: [{ type: "text", text: "a\u2028b\u2029c\u0085d\f" }] }),
    counts: counted(33),
  },
  {
    name: "bytes that are no UTF-8",
    bytes: Buffer.from(plainLine(34, { content: ["\u00ff\u00fe\u00c3"] }), "latin1"),
    counts: counted(34),
  },
  {
    name: "a line of three megabytes",
    bytes: plainLine(35, { content: [{ type: "text", text: `${FALSE_TEXT} `.repeat(30_000) }] }),
    counts: counted(35),
  },
  {
    name: "fields named __proto__",
    bytes: swapped(36, ["{", `{"__proto__":{${FALSE_TEXT},"type":"user"},`]),
    counts: counted(36),
  },
  { name: "blank lines", bytes: `\n \n\t\n\r\n${plainLine(37)}\n`, counts: counted(37) },
];
