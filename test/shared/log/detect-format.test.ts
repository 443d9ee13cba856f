import { expect, test } from "vitest";
import { entriesOf, fixture, foldLog } from "../../fold-log.ts";
import { formatOf } from "../../../shared/log/detect-format.ts";
import { drawLog, drawRecords } from "../../transcript.ts";

function firstRecord(text: string): { readonly [field: string]: unknown } {
  return JSON.parse(text.split("\n")[0] ?? "") as { readonly [field: string]: unknown };
}

test("the format is in the fields of a record", () => {
  const records = [
    ...drawRecords("10:00:00  msg_1  read 0  write 1k"),
    { type: "summary", summary: "text", leafUuid: "u" },
    firstRecord(fixture("stream-json/run.jsonl")),
    firstRecord(fixture("matrix/2026-04-04.jsonl")),
    firstRecord(fixture("api-usage/under-minimum.jsonl")),
    firstRecord(fixture("api-usage/gateway-uncached.jsonl")),
    { level: "info", message: "started" },
    { usage: { prompt_tokens: 5, completion_tokens: 3 } },
  ];
  expect(records.map(formatOf)).toEqual([
    "claude-code",
    "claude-code",
    "claude-code",
    "stream-json",
    "matrix",
    "api-usage",
    "api-usage",
    undefined,
    undefined,
  ]);
});

const USAGE = { input_tokens: 9, cache_creation_input_tokens: 300, cache_read_input_tokens: 5_000 };

test("usage is usage, though its record has a type and names a session or a trace as other formats do", () => {
  const logged = { model: "claude-opus-5", usage: USAGE };
  const records = [
    { type: "llm_call", sessionId: "a", ...logged },
    { type: "llm_call", sessionId: "a", ...USAGE },
    { type: "assistant", sessionId: "a", message: "done", ...logged },
    { type: "llm_call", traceId: "a", ts: 1_786_149_113_901, ...logged },
    { type: "llm_call", traceId: "a", sessionId: "a", ts: 1_786_149_113_901, ...logged },
    { type: "summary", ...logged },
  ];
  expect(records.map(formatOf)).toEqual(records.map(() => "api-usage"));
});

test("a line of Claude Code or of a stream is one, though usage stands in it", () => {
  const message = { id: "msg_1", model: "claude-opus-5", usage: USAGE };
  const records = [
    { type: "assistant", sessionId: "a", message, usage: USAGE },
    { type: "turn", sessionId: "a", parentUuid: null, usage: USAGE },
    { type: "turn", sessionId: "a", isSidechain: false, usage: USAGE },
    { type: "result", subtype: "success", session_id: "a", usage: USAGE },
  ];
  expect(records.map(formatOf)).toEqual(["claude-code", "claude-code", "claude-code", "stream-json"]);
});

test("a stray record of another format is unknown in a log of API usage, whatever figures it holds", () => {
  const result = { type: "result", subtype: "success", session_id: "a", usage: USAGE };
  const line = { type: "assistant", uuid: "u", sessionId: "a", message: { usage: USAGE }, usage: USAGE };
  const log = [{ usage: USAGE }, result, line, { usage: USAGE }].map((record) => JSON.stringify(record));
  expect(entriesOf(log.join("\n")).map(({ kind }) => kind)).toEqual(["call", "unknown", "unknown", "call"]);
});

test("a line of no known form is named by its fields, never by what is in them", () => {
  const wide = Object.fromEntries(
    Array.from({ length: 20 }, (_, n) => [`f${String(n).padStart(2, "0")}`, "secret"]),
  );
  const entries = entriesOf(
    [{ b: "secret", a: { c: "secret" } }, wide, { ["x".repeat(60)]: 1, "\u001b[2J": 1 }]
      .map((record) => JSON.stringify(record))
      .join("\n"),
  );
  expect(entries).toEqual([
    { kind: "unknown", fields: "a, b" },
    { kind: "unknown", fields: "f00, f01, f02, f03, f04, f05, f06, f07, f08, f09, f10, f11, …" },
    { kind: "unknown", fields: `?[2J, ${"x".repeat(39)}…` },
  ]);
});

test("the first record that shows a format decides; usage of another one in the same file is not added", () => {
  const session = drawLog("10:00:00  msg_1  read 0  write 1k");
  const kinds = entriesOf(`{"hello":1}\n${session}${fixture("api-usage/pinned.jsonl")}`).map(
    ({ kind }) => kind,
  );
  expect(kinds.filter((kind) => kind === "call").length).toBe(1);
  expect(kinds.filter((kind) => kind === "unknown").length).toBe(6);
});

test("a line of Claude Code that we do not know is still its own", () => {
  const session = drawLog("10:00:00  msg_1  read 0  write 1k");
  expect(entriesOf(`${session}{"type":"brand-new","x":1}`).at(-1)).toMatchObject({ kind: "other" });
});

test("conversations that take turns in one log do not follow each other", () => {
  const call = (session: string, write: number, read: number) =>
    JSON.stringify({
      session_id: session,
      usage: { input_tokens: 1, cache_creation_input_tokens: write, cache_read_input_tokens: read },
    });
  const log = [call("a", 50_000, 0), call("b", 9_000, 0), call("a", 10, 50_000), call("b", 20, 9_000)].join(
    "\n",
  );
  const { steps, events } = foldLog(log);
  expect(steps.map(({ before }) => before?.chainCall.call.place.session)).toEqual([
    undefined,
    undefined,
    "a",
    "b",
  ]);
  expect(events.map(({ kind }) => kind)).toEqual(["start", "start"]);
});

test("single calls of many conversations without a cache are no run of such calls", () => {
  const call = (session: string) =>
    JSON.stringify({
      session_id: session,
      input_tokens: 9_000,
      cache_read_input_tokens: 0,
      model: "claude-opus-5",
    });
  const causes = (log: readonly string[]) => foldLog(log.join("\n")).events.map(({ cause }) => cause);
  expect(causes([call("a"), call("b"), call("c")])).toEqual(["cold-start", "cold-start", "cold-start"]);
  expect(causes([call("a"), call("a")])).toContain("caching-off");
});
