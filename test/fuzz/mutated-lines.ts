import { chanceOf, type Chance } from "../bench/chance.ts";
import { callRecord, quoting } from "./corpus-call.ts";

/** Bytes that mean something in JSON, and some that mean nothing anywhere. */
const INSERTS = [
  '"',
  "\\",
  "{",
  "}",
  "[",
  "]",
  ":",
  ",",
  "\0",
  "\r",
  " ",
  "0",
  "e",
  "-",
  ".",
  "\\u",
  "é",
  "\u0001",
] as const;

/** Lines as Claude Code writes them, most of them with up to five bytes or a stretch changed. The first is sound. */
export function mutatedLog(seed: number, count: number): Buffer {
  const chance = chanceOf(seed);
  const lines: Buffer[] = [Buffer.from('{"type":"user","sessionId":"s","message":{"content":"start"}}')];
  while (lines.length < count) lines.push(mutated(Buffer.from(sound(chance, lines.length)), chance));
  return Buffer.concat(lines.flatMap((line) => [line, Buffer.from("\n")]));
}

function sound(chance: Chance, n: number): string {
  const kind = chance.below(10);
  if (kind === 0) {
    // As progress lines hold a subagent's records: without a session of their own, which tells them from lines.
    const { sessionId, ...inner } = callRecord(`msg_fake_${n}`);
    return JSON.stringify({ type: "progress", sessionId, data: { message: inner } });
  }
  if (kind === 1) return quoting().replace("msg_quoting", `msg_${n}`);
  const { usage, ...message } = callRecord(`msg_${n}`)["message"] as { readonly usage: object };
  const figures = {
    ...usage,
    output_tokens: chance.below(1_000),
    cache_read_input_tokens: chance.below(100_000),
  };
  const content = [
    { type: "text", text: "reply }{ \\ text" },
    { type: "tool_use", input: { usage: { output_tokens: 7 } } },
  ];
  return JSON.stringify({ ...callRecord(`msg_${n}`), message: { usage: figures, ...message, content } });
}

function mutated(line: Buffer, chance: Chance): Buffer {
  if (chance.happens(0.2)) return line;
  let bytes = line;
  for (let n = chance.below(5); n >= 0; n--) bytes = mutate(bytes, chance);
  // A line end would make two lines of it.
  return Buffer.from(bytes.map((byte) => (byte === 0x0a ? 0x20 : byte)));
}

function mutate(bytes: Buffer, chance: Chance): Buffer {
  const at = chance.below(bytes.length + 1);
  const before = bytes.subarray(0, at);
  const length = chance.longTail(1, 60);
  switch (chance.below(6)) {
    case 0:
      return Buffer.concat([before, bytes.subarray(at + 1)]);
    case 1:
      return Buffer.concat([before, Buffer.from(chance.pick(INSERTS)), bytes.subarray(at)]);
    case 2:
      return Buffer.concat([before, Buffer.from([chance.below(256)]), bytes.subarray(at + 1)]);
    case 3:
      return Buffer.concat([before, bytes.subarray(at + length)]);
    case 4:
      return Buffer.concat([before, bytes.subarray(Math.max(0, at - length))]);
    default:
      return Buffer.concat([before, bytes.subarray(0, length), bytes.subarray(at)]);
  }
}
