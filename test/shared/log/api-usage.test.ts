import { expect, test } from "vitest";
import { entriesOf } from "../../fold-log.ts";
import type { LogEntry } from "../../../shared/log/entry.ts";

const USAGE = {
  input_tokens: 9,
  cache_creation_input_tokens: 300,
  cache_read_input_tokens: 5_000,
  output_tokens: 40,
};

function read(...records: readonly object[]): readonly LogEntry[] {
  return entriesOf(records.map((record) => `${JSON.stringify(record)}\n`).join(""), "shop/usage.jsonl");
}

function line(record: object) {
  const [entry] = read(record);
  if (entry?.kind !== "call") throw new Error(JSON.stringify(entry));
  return entry.line;
}

test("usage counts the same at the top of a record and below its usage", () => {
  const usage = {
    uncachedInput: 9,
    cacheRead: 5_000,
    cacheWrite5m: 0,
    cacheWrite1h: 0,
    cacheWriteUnknownTtl: 300,
    output: 40,
  };
  expect(line(USAGE).usage).toEqual(usage);
  expect(line({ type: "message", usage: USAGE }).usage).toEqual(usage);
});

test("what waited its turn in a batch has a speed of its own", () => {
  expect(line({ usage: { ...USAGE, service_tier: "batch" } }).speed).toBe("batch");
  expect(line({ usage: { ...USAGE, service_tier: "standard", speed: "fast" } }).speed).toBe("fast");
});

test.each([
  ["ISO text", { timestamp: "2026-08-14T10:00:00.250Z" }, 250],
  ["ISO text of another zone", { timestamp: "2026-08-14T12:00:00+02:00" }, 0],
  ["text without a zone, read as UTC", { timestamp: "2026-08-14 10:00:00" }, 0],
  ["seconds", { ts: 1_786_701_600 }, 0],
  ["seconds with a fraction", { ts: 1_786_701_600.25 }, 250],
  ["milliseconds", { ts: 1_786_701_600_000 }, 0],
  ["under a name of two words", { created_at: "2026-08-14T10:00:00Z" }, 0],
  ["under such a name in camel case", { createdAt: "2026-08-14T10:00:00Z" }, 0],
])("a time may be %s", (_, time, more) => {
  expect(line({ ...USAGE, ...time }).at).toBe(Date.parse("2026-08-14T10:00:00Z") + more);
});

test("a time that is none leaves the call without one", () => {
  expect([0, -5, 1e300, "soon", null].map((ts) => line({ ...USAGE, ts }).at)).toEqual(
    Array.from({ length: 5 }, () => undefined),
  );
});

test("the conversation is what the record calls it, else the file in its folder", () => {
  const named = [{ session_id: "a" }, { conversationId: "b" }, { session: 7 }, { trace_id: "c" }, {}];
  expect(named.map((name) => line({ ...USAGE, ...name }).session)).toEqual([
    "a",
    "b",
    "7",
    "c",
    "shop/usage",
  ]);
});

test("a message's id is its key everywhere, a short one only within its log", () => {
  const ids = [
    { id: "msg_01", request_id: "req_01" },
    { request_id: "req_01" },
    { id: 12 },
    { id: "12", session_id: "a" },
  ];
  expect(ids.map((id) => line({ ...USAGE, ...id }).key)).toEqual([
    "msg_01",
    "req_01",
    "shop/usage 12",
    "a 12",
  ]);
});

test("equal lines without an id are calls of their own, and the same ones when read again", () => {
  const keys = () => read(USAGE, USAGE, USAGE).map((entry) => entry.kind === "call" && entry.line.key);
  expect(new Set(keys()).size).toBe(3);
  expect(keys()).toEqual(keys());
});

test("a prefix hash is kept, and a prefix in its place is hashed", () => {
  expect(line({ ...USAGE, prefix_hash: "sha256:aZ09+/=" }).prefixHash).toBe("sha256:aZ09+/=");
  const text = "You are a helpful assistant.";
  const kept = [text, text.repeat(50)].map((prefix) => line({ ...USAGE, prefix_hash: prefix }).prefixHash);
  expect(kept.join(" ")).toMatch(/^[0-9a-f]{14} [0-9a-f]{14}$/);
});

test("tokens without any cache field are only believed of a model that Anthropic serves", () => {
  const bare = { input_tokens: 5, output_tokens: 3 };
  expect(read({ ...bare, model: "claude-sonnet-5" })[0]).toMatchObject({ kind: "call" });
  expect(read({ ...bare, model: "gpt-x" })[0]).toMatchObject({ kind: "unknown" });
});

test("figures that cannot be are damage", () => {
  expect(read({ ...USAGE, cache_read_input_tokens: "5k" })[0]).toMatchObject({ kind: "implausible" });
});
