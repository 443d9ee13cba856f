import {
  assistantRecord,
  counted,
  figures,
  line,
  plainLine,
  swapped,
  type Trap,
  TRAP_MODEL,
  usageObject,
} from "./trap-lines.ts";

const NOTHING = { input: 0, creation5m: 0, creation1h: 0, creationUnknown: 0, read: 0, output: 0 };
const withUsage = (n: number, usage: unknown) => line(assistantRecord(`msg_trap_${n}`, usage));
const changed = (n: number, fields: { readonly [field: string]: unknown }) =>
  withUsage(n, { ...usageObject(figures(n)), ...fields });
const grown = (n: number, output: number, fields = {}) =>
  line(assistantRecord(`msg_trap_${n}`, usageObject(figures(n, output)), {}, fields));

/** Figures that no call has: the line is damaged, and nothing of it counts. */
export const FIGURE_TRAPS: readonly Trap[] = [
  { name: "a fraction of a token", bytes: changed(9_101, { output_tokens: 1.5 }), counts: [] },
  { name: "less than no tokens", bytes: changed(9_102, { cache_read_input_tokens: -5 }), counts: [] },
  { name: "a figure as text", bytes: changed(9_103, { input_tokens: "12" }), counts: [] },
  {
    name: "more than any prompt",
    bytes: swapped(9_104, ['"input_tokens":9104', '"input_tokens":123456789012345678901234567890']),
    counts: [],
  },
  {
    name: "no usage",
    bytes: withUsage(9_105, null) + withUsage(9_106, "none") + withUsage(9_107, [figures(1)]),
    counts: [],
  },
  {
    name: "an empty usage: a call of nothing",
    bytes: withUsage(41, {}),
    counts: [{ id: "msg_trap_41", usage: NOTHING }],
  },
  {
    name: "figures with an exponent and a zero fraction",
    bytes: swapped(
      42,
      ['"input_tokens":42,', '"input_tokens":4.2e1,'],
      ['"output_tokens":425', '"output_tokens":425.0'],
    ),
    counts: counted(42),
  },
  {
    name: "figures that are null or minus zero",
    bytes: swapped(
      43,
      ['"input_tokens":43,', '"input_tokens":-0,'],
      ['"cache_read_input_tokens":4300000', '"cache_read_input_tokens":null'],
    ),
    counts: [{ id: "msg_trap_43", usage: { ...figures(43), input: 0, read: 0 } }],
  },
  {
    name: "written by lifetime only",
    bytes: changed(44, { cache_creation_input_tokens: 0 }),
    counts: counted(44),
  },
  {
    name: "written without a lifetime",
    bytes: changed(45, { cache_creation: undefined }),
    counts: [{ id: "msg_trap_45", usage: { ...figures(45), creation5m: 0, creationUnknown: 45_000 } }],
  },
];

/** One call in several lines, places or pieces: it counts once, with its largest output. */
export const IDENTITY_TRAPS: readonly Trap[] = [
  { name: "an output that grows", bytes: grown(51, 1) + grown(51, 4) + grown(51, 515), counts: counted(51) },
  { name: "the final line first", bytes: grown(52, 525) + grown(52, 3), counts: counted(52) },
  {
    name: "a replay under another request",
    bytes: grown(53, 535) + grown(53, 535, { isSidechain: true, agentId: "aside", requestId: "req_other" }),
    counts: counted(53),
  },
  {
    name: "no request id, and null for one",
    bytes: grown(54, 2, { requestId: undefined }) + grown(54, 545, { requestId: null }),
    counts: counted(54),
  },
  {
    name: "no message id: the request tells",
    bytes:
      line(assistantRecord("", usageObject(figures(55)))) +
      line(assistantRecord("", usageObject(figures(55, 1)), {}, { uuid: "second" })),
    counts: [{ id: "req_", usage: figures(55) }],
  },
  {
    name: "an id that is no text",
    bytes: line(assistantRecord("x", usageObject(figures(56)), { id: 17 }, { requestId: "req_56" })),
    counts: [{ id: "req_56", usage: figures(56) }],
  },
  {
    name: "two records on one line",
    bytes: plainLine(57).trimEnd() + plainLine(58),
    counts: [...counted(57), ...counted(58)],
  },
  {
    name: "a record cut off, and the next behind it",
    bytes: plainLine(9_201).slice(0, 300) + plainLine(59),
    counts: counted(59),
  },
  {
    name: "a record cut off inside its usage",
    bytes: plainLine(9_202).slice(0, plainLine(9_202).indexOf("output_tokens")) + plainLine(60),
    counts: counted(60),
  },
  { name: "a run of NULs in front", bytes: "\0".repeat(4096) + plainLine(61), counts: counted(61) },
  { name: "a byte order mark in front", bytes: `\uFEFF${plainLine(62)}`, counts: counted(62) },
  {
    name: "a record cut off by its line end",
    bytes: `${plainLine(9_203).slice(0, 500)}\n${plainLine(63)}`,
    counts: counted(63),
  },
  { name: "the last line without a line end", bytes: plainLine(64).trimEnd(), counts: counted(64) },
];

/** The start of a log by which its format is told. */
export const FIRST_LINE: Trap = {
  name: "a plain call",
  bytes: line(assistantRecord("msg_trap_10", usageObject(figures(10)), { model: TRAP_MODEL })),
  counts: counted(10),
};
