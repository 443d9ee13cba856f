import type { Chance } from "../bench/chance.ts";
import type { Piece } from "./hostile-json.ts";

/** Lines without any record. */
export const NO_RECORDS = [
  "not json",
  "[1,2]",
  '"text"',
  "123",
  "null",
  "{",
  "}",
  "}{",
  '{"a":}',
  "{'type':'assistant'}",
  '{"a":1,}',
  "[{",
  "//",
  '{"type":'.repeat(50),
  '[{"type":"assistant","sessionId":"x","message":{"id":"msg_fake","usage":{"output_tokens":777777}}}]',
] as const;

/** A whole record made into no JSON by one small change. What is inside it must not be believed either. */
export function breakRecord(text: string, chance: Chance): string {
  const last = text.lastIndexOf("}");
  const breaks: readonly [(text: string) => string, ...((text: string) => string)[]] = [
    // Behind the brace stands nothing, a blank or a quote.
    (whole) => whole.replace("{", "{,"),
    (whole) => `${whole.slice(0, last)},}`,
    (whole) => `${whole.slice(0, last)},"x":NaN}`,
    (whole) => `${whole.slice(0, last)},"x":01}`,
    (whole) => `${whole.slice(0, last)},"x":+1}`,
    (whole) => `${whole.slice(0, last)},"x":"\u0001"}`,
    (whole) => `${whole.slice(0, last)},"x":"\\x41"}`,
    (whole) => `${whole.slice(0, last)},"x":"\\u12g4"}`,
    (whole) => `${whole.slice(0, last)},"x" 1}`,
    (whole) => `${whole.slice(0, last)},"x":tru}`,
    (whole) => `${whole.slice(0, last)},"x":.5}`,
    (whole) => `${whole.slice(0, last)},x:1}`,
    (whole) => `${whole.slice(0, last)}]`,
    (whole) => `${whole.slice(0, last)},"x":"\u0000"}`,
  ];
  return chance.pick(breaks)(text);
}

/** Usage that cannot be believed. */
export function implausibleUsage(chance: Chance): Piece {
  const good = ["input_tokens", { raw: "5" }] as const;
  const field = chance.pick(["output_tokens", "cache_read_input_tokens", "cache_creation_input_tokens"]);
  const raw = chance.pick([
    "-5",
    "1.5",
    '"12"',
    "1e400",
    "9007199254740993",
    "200000001",
    "true",
    "[]",
    "{}",
    "1e-9",
    "-1e300",
    '""',
    '"NaN"',
  ]);
  return chance.pick<Piece>([
    { fields: [good, [field, { raw }]] },
    { fields: [good, [field, { raw: "5" }], [field, { raw }]] },
    { fields: [good, ["cache_creation", { fields: [["ephemeral_1h_input_tokens", { raw }]] }]] },
    { list: [{ raw: "1" }] },
    "text",
    true,
    { raw: "17" },
    { fields: [good, [field, { raw: "200000001" }]] },
  ]);
}
