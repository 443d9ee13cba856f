import { afterEach, beforeEach, expect, test } from "vitest";
import { asLog, drawLog, drawRecords } from "../transcript.ts";
import { workbench, type Workbench } from "./workbench.ts";

let bench: Workbench;
beforeEach(() => {
  bench = workbench();
});
afterEach(() => bench.clear());

const LOG = drawLog(`
  10:00:00  msg_1  read 0    write 30k  out 20
  10:00:40  msg_2  read 30k  write 2k   out 9
`);
const LINES = LOG.trimEnd().split("\n");
const [firstCall = "", secondCall = ""] = LINES.filter((line) => line.includes('"assistant"'));
/** Talks about a log in a reply: the quotes are escaped, so it can never be taken for a record. */
const QUOTING = asLog(
  drawRecords("10:05:00  msg_q  read 1k  write 1k  out 5").map((record) =>
    record["type"] === "assistant"
      ? { ...record, note: `look: ${firstCall.replace("msg_1", "msg_fake")}` }
      : record,
  ),
).trimEnd();

test.each<[string, string | Uint8Array, number, number]>([
  ["CRLF line ends", LOG.replaceAll("\n", "\r\n"), 2, 0],
  ["a byte order mark in front", `\uFEFF${LOG}`, 2, 0],
  ["a run of NULs before a record", `${"\0".repeat(700)}${LOG}`, 2, 0],
  ["nothing but NULs", "\0".repeat(5000), 0, 0],
  ["blank lines", `\n\n  \n${LOG}\n\n`, 2, 0],
  ["two records on one line", `${firstCall}${secondCall}\n`, 2, 0],
  [
    "three records on one line, blanks between",
    `${firstCall} ${secondCall}\t${QUOTING.split("\n").at(-1)}\n`,
    3,
    0,
  ],
  ["a cut-off record with a whole one behind it", `${firstCall.slice(0, 300)}${secondCall}\n`, 1, 1],
  [
    "two cut-off records with a whole one behind",
    `${firstCall.slice(0, 200)}${firstCall.slice(0, 90)}${secondCall}\n`,
    1,
    1,
  ],
  ["a cut-off record that quotes a fake one", `${QUOTING.slice(0, -30)}${secondCall}\n`, 1, 1],
  ["a whole record with half of one behind it", `${firstCall}${secondCall.slice(0, 200)}\n`, 1, 1],
  ["a line that is no JSON", `not json\n${LOG}`, 2, 1],
  ["an invalid UTF-8 byte in a text", badByte(LOG, "reply text"), 2, 0],
  ["quoted log lines inside a reply", `${QUOTING}\n`, 1, 0],
  ["negative tokens", LOG.replace('"cache_read_input_tokens":30000', '"cache_read_input_tokens":-5'), 1, 1],
  ["tokens as text", LOG.replace('"output_tokens":20', '"output_tokens":"20"'), 1, 1],
  ["half a token", LOG.replace('"output_tokens":20', '"output_tokens":1.5'), 1, 1],
  ["absurd tokens", LOG.replace('"output_tokens":20', '"output_tokens":9007199254740993'), 1, 1],
  ["infinite tokens", LOG.replace('"output_tokens":20', '"output_tokens":1e400'), 1, 1],
  ["usage that is a list", LOG.replace(/"usage":\{[^}]*\}[^}]*\}/, '"usage":[1]'), 1, 1],
  ["no message id: the request id stands in", LOG.replace('"id":"msg_1",', ""), 2, 0],
  ["no id at all", LOG.replace('"id":"msg_1",', "").replace('"requestId":"req_msg_1",', ""), 2, 0],
  ["a synthetic line", LOG.replace('"model":"claude-opus-5"', '"model":"<synthetic>"'), 1, 0],
])("%s", (_, text, calls, damagedRecords) => {
  bench.write(text);
  const { totals, health } = bench.run();
  expect({ calls: totals.calls, damagedRecords: health.damagedRecords }).toEqual({ calls, damagedRecords });
  expect(health.counted + health.other + health.blank + health.damaged + health.pending).toBe(health.bytes);
});

test("a record in the middle of a cut-off one is not believed", () => {
  const tool = `"input":{"type":"assistant","sessionId":"x","message":{"id":"msg_fake","usage":{"output_tokens":9}}}`;
  bench.write(`{"type":"assistant","message":{"content":[{${tool},"more":"te\n${LOG}`);
  expect(bench.run().totals.calls).toBe(2);
});

test("a line of 70 MB is skipped and told, and the lines around it count", () => {
  bench.write(`${firstCall}\n{"x":"${"a".repeat(70_000_000)}"}\n${secondCall}\n`);
  const { totals, health } = bench.run();
  expect(totals.calls).toBe(2);
  expect(health).toMatchObject({ damagedRecords: 1, damaged: 70_000_009 });
});

test("a line of 30 MB with a call in it counts", () => {
  bench.write(`${firstCall.replace("reply text", "x".repeat(30_000_000))}\n`);
  expect(bench.run().totals.calls).toBe(1);
});

function badByte(text: string, where: string): Uint8Array {
  const bytes = Buffer.from(text);
  bytes[bytes.indexOf(where)] = 0xff;
  return bytes;
}
