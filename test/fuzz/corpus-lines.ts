import { BASE, call, callRecord, quoting, usageOf } from "./corpus-call.ts";

/** One input of the corpus, and what it must come to, wherever it stands in a log. */
export type CorpusRow = {
  /** Number in section 6 of the reliability reference. */
  readonly row: number;
  readonly name: string;
  readonly text: string | Uint8Array;
  readonly calls: number;
  readonly damagedRecords: number;
  /** Output tokens of its calls; 9 for each where it says nothing. */
  readonly output?: number;
};

function counts(
  row: number,
  name: string,
  text: CorpusRow["text"],
  calls = 1,
  damagedRecords = 0,
): CorpusRow {
  return { row, name, text, calls, damagedRecords };
}

function damaged(row: number, name: string, text: CorpusRow["text"], records = 1): CorpusRow {
  return { row, name, text, calls: 0, damagedRecords: records };
}

function ignored(row: number, name: string, text: CorpusRow["text"]): CorpusRow {
  return { row, name, text, calls: 0, damagedRecords: 0 };
}

const cut = (text: string, share = 0.6) => text.slice(0, Math.floor(text.length * share));
const withUsage = (text: string) => BASE.replace(/"usage":\{.*?\}/, `"usage":${text}`);
const withTokens = (text: string) => BASE.replace('"output_tokens":9', `"output_tokens":${text}`);
const withModel = (model: string) => BASE.replace('"claude-opus-5"', JSON.stringify(model));
const withTime = (time: string) => BASE.replace(/"timestamp":"[^"]*"/, time);
const withContent = (text: string) => BASE.replace('"reply text"', JSON.stringify(text));
const nested = (depth: number) => BASE.replace('"reply text"', "[".repeat(depth) + "]".repeat(depth));

/** Rows 1 to 60 that are text of one or more lines. Where we decided otherwise than the reference, the name says how. */
export const CORPUS_ROWS: readonly CorpusRow[] = [
  ignored(1, "an empty line", ""),
  ignored(1, "nothing but line ends", "\n\n\n"),
  counts(5, "a CRLF line end", `${BASE}\r`),
  counts(6, "a byte order mark in front", `\uFEFF${BASE}`),
  counts(8, "an invalid UTF-8 byte in a text", badByte(BASE, "reply text")),
  counts(9, "an invalid UTF-8 byte in the message id: the request id stands in", badByte(BASE, "msg_base")),
  counts(10, "one NUL before a record", `\0${BASE}`),
  counts(10, "700 NULs before a record", `${"\0".repeat(700)}${BASE}`),
  ignored(11, "1 MiB of NULs, which are blank", "\0".repeat(1_048_576)),
  counts(12, "two records on a line", BASE + call("msg_two"), 2),
  counts(
    12,
    "two records on a line, a quote and a brace in the first",
    withContent('"}') + call("msg_two"),
    2,
  ),
  counts(13, "a cut-off record and a whole one", cut(call("msg_two")) + BASE, 1, 1),
  counts(
    14,
    "two cut-off records and a whole one",
    cut(call("msg_two")) + cut(call("msg_three"), 0.3) + BASE,
    1,
    1,
  ),
  counts(
    14,
    "NULs between two whole records behind a cut-off one",
    `${cut(call("msg_two"))}${BASE}\0\0${call("msg_three")}`,
    2,
    1,
  ),
  counts(
    13,
    "a cut-off record with 200 objects in it and a whole one",
    cut(withObjects(200), 0.9) + BASE,
    1,
    1,
  ),
  damaged(
    13,
    "the end of a record around one that stood in it",
    `${BASE.replace('"sessionId":"session-base",', "")}}}`,
  ),
  counts(15, "a cut-off record that quotes a fake one", cut(quoting(), 0.9) + BASE, 1, 1),
  damaged(16, "a raw control character in a text", BASE.replace("reply", "re\u0001ply")),
  counts(
    17,
    "line separators and a lone surrogate",
    withContent("\u2028\u2029").replace("{", '{"x":"\\ud800",'),
  ),
  counts(18, "100,000 nested lists", nested(100_000)),
  counts(19, "300,000 nested lists, which are read too", nested(300_000)),
  ignored(24, "3,000 empty objects, a line each", Array(3_000).fill("{}").join("\n")),
  ignored(24, "10,000 empty objects on one line", "{}".repeat(10_000)),
  damaged(24, "a million empty objects on one line, most of which are given up", "{}".repeat(1_000_000)),
  ignored(25, "20,000 keys", `{${Array.from({ length: 20_000 }, (_, n) => `"k${n}":1`).join(",")}}`),
  damaged(26, "64 KiB of beginnings", '{"type":'.repeat(8_192)),
  ...[1, 2, 3, 4, 5, 6, 7, 8, 9].map((run) =>
    counts(
      27,
      `${run} backslashes before a quote`,
      withContent(`${"\\".repeat(run)}"},"usage":{"output_tokens":777}`),
    ),
  ),
  counts(28, "__proto__ and its like at every level", pollute(BASE)),
  counts(
    29,
    "usage twice: the last one counts",
    BASE.replace('"usage":', '"usage":{"output_tokens":777},"usage":'),
  ),
  ignored(30, "usage null, which tools write for none", withUsage("null")),
  damaged(30, "usage a list", withUsage("[1]")),
  damaged(30, "usage a text", withUsage('"usage"')),
  damaged(30, "usage true", withUsage("true")),
  ...["-5", "1e400", "9007199254740993", "1e15", "1e9", "1.5", '"12"', "true"].map((tokens) =>
    damaged(31, `${tokens} tokens`, withTokens(tokens)),
  ),
  damaged(32, "NaN tokens, which are no JSON", withTokens("NaN")),
  { ...counts(34, "-0 tokens", withTokens("-0")), output: 0 },
  { ...counts(35, "no figures at all", withUsage("{}")), output: 0 },
  counts(
    36,
    "what was written in the nested figures only",
    withUsage(usageOf({ written: '"cache_creation":{"ephemeral_1h_input_tokens":2}' })),
  ),
  counts(37, "kinds of tokens that are not known", withUsage(usageOf({ extra: ',"dream_tokens":5' }))),
  counts(
    38,
    "no id of any kind",
    BASE.replace('"id":"msg_base",', "").replace('"requestId":"req_base",', ""),
  ),
  counts(39, "no request id", BASE.replace('"requestId":"req_base",', "")),
  counts(
    40,
    "a message id of 1 MB: the request id stands in",
    BASE.replace("msg_base", "m".repeat(1_000_000)),
  ),
  counts(40, "an empty message id", BASE.replace("msg_base", "")),
  counts(40, "a number as message id: the request id stands in", BASE.replace('"msg_base"', "5")),
  counts(41, "fourteen equal lines", Array(14).fill(BASE).join("\n")),
  { ...counts(42, "output 1, 1, 159", [1, 1, 159].map((n) => withTokens(`${n}`)).join("\n")), output: 159 },
  { ...counts(43, "output 159, 1", [159, 1].map((n) => withTokens(`${n}`)).join("\n")), output: 159 },
  counts(
    45,
    "a sidechain's repeat of it",
    `${BASE}\n${call("msg_base", "req_other").replace('"isSidechain":false', '"isSidechain":true')}`,
  ),
  counts(46, "one id, two models", `${BASE}\n${withModel("claude-sonnet-5")}`),
  ignored(47, "a synthetic model, which called nobody", withModel("<synthetic>")),
  ...["", "m".repeat(10_000), "<img src=x onerror=alert(1)>", "claude-🦀"].map((model) =>
    counts(47, `model ${model.slice(0, 20)}`, withModel(model)),
  ),
  counts(48, "an unknown model", withModel("claude-unheard-of-9")),
  ...[
    '"timestamp":""',
    '"timestamp":5',
    '"x":1',
    '"timestamp":"9999-01-01T00:00:00Z"',
    '"timestamp":"1969-07-20T20:17:00Z"',
    '"timestamp":"2026-08-14T10:00:00"',
    '"timestamp":"2100-02-30T99:99:99Z"',
  ].map((time) => counts(49, `time ${time}`, withTime(time))),
  counts(50, "a time to come", withTime('"timestamp":"2027-08-14T10:00:00Z"')),
  ...["../../etc", "a\u0000b\nc", "\u202Egnirts", "d".repeat(4_096), "C:\\..\\x", "\\\\host\\share"].map(
    (cwd) =>
      counts(
        52,
        `folder ${JSON.stringify(cwd).slice(0, 20)}`,
        BASE.replace('"/home/dev/parser"', JSON.stringify(cwd)),
      ),
  ),
  counts(54, "a session that the file is not named after", BASE.replace("session-base", "another")),
  ...[
    "<svg/onload=alert(1)>",
    "javascript:alert(1)",
    "=cmd|' /C calc'!A0",
    "\u001b]8;;http://x\u0007",
    "\u202e\u200b",
    "＝1+1",
  ].map((text) => counts(55, `a text ${JSON.stringify(text)}`, withContent(text))),
  ...["a", "\t", "((((", "<command-name>", "[Request interrupted by user"].map((text) =>
    counts(59, `100,000 times ${JSON.stringify(text)}`, withContent(text.repeat(100_000))),
  ),
  damaged(62, "a list of records on one line", `[${BASE},${call("msg_two")}]`),
  counts(62, "a list of records, one a line", `[\n${BASE},\n${call("msg_two")}\n]`, 2, 3),
];

function withObjects(count: number): string {
  const edits = Array.from({ length: count }, () => ({ old: "a", new: "b" }));
  return JSON.stringify({ ...callRecord("msg_two"), toolUseResult: { edits } });
}

/** Sound, and with those keys that a careless copy would put into every object. */
function pollute(text: string): string {
  const evil =
    '"__proto__":{"usage":{"output_tokens":777},"polluted":1},"constructor":{"prototype":{"polluted":1}},';
  return text.replaceAll("{", `{${evil}`);
}

function badByte(text: string, where: string): Uint8Array {
  const bytes = Buffer.from(text);
  bytes[bytes.indexOf(where) + 2] = 0xff;
  return bytes;
}

/** Stands before and behind each input: it must count whatever its neighbour is. */
export const NEIGHBOURS = [callRecord("msg_before"), callRecord("msg_after")].map((record) =>
  JSON.stringify(record),
);
