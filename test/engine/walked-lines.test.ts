import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { CALL, readTwice, written } from "./read-twice.ts";
import { CORPUS, hasCorpus, NEEDS_CORPUS } from "../corpus.ts";
import { hostileLog } from "../fuzz/hostile-lines.ts";

/** Lines that a reader of fields could be fooled by; each is one JSON object. */
const TRAPS = [
  CALL,
  CALL.replace('"input_tokens":3', '"input_tokens":3,"input_tokens":8'),
  CALL.replace('"input_tokens":3', '"input_tokens":3,"input_tokens":null'),
  CALL.replace('"input_tokens":3', '"input_tokens":null,"input_tokens":3'),
  CALL.replace('"input_tokens":3', '"input_tokens":3.0'),
  CALL.replace('"input_tokens":3', '"input_tokens":-0'),
  CALL.replace('"input_tokens":3', '"input_tokens":1e3'),
  CALL.replace('"input_tokens":3', '"input_tokens":"3"'),
  CALL.replace('"input_tokens":3', '"input_tokens":999999999999'),
  CALL.replace('"input_tokens"', '"input\\u005ftokens"'),
  CALL.replace('"type":"assistant"', '"type":"assis\\u0074ant"'),
  CALL.replace('"msg_a"', '"msg_\\u00e9 \\" \\\\ é 漢字"'),
  CALL.replace('"msg_a"', '"msg_\\ud800"'),
  CALL.replace('"msg_a"', '""'),
  CALL.replace('"msg_a"', "null"),
  CALL.replace('"msg_a"', "null").replace('"req_a"', "null"),
  CALL.replace('"hi"', '"{\\"usage\\":{\\"input_tokens\\":900}}"'),
  CALL.replace(
    '"content":[',
    '"content":[{"type":"tool_use","name":"ToolSearch","input":{"usage":{"input_tokens":77}}},',
  ),
  CALL.replace(
    '"content":[',
    '"content":[{"name":"Skill","type":"tool_use"},{"type":"tool_use","name":"Skill","name":"Bash"},"text",7,',
  ),
  CALL.replace('"content":[{"type":"text","text":"hi"}]', '"content":"hi"'),
  CALL.replace('"content":[{"type":"text","text":"hi"}]', '"content":{"type":"text"}'),
  CALL.replace(/,/g, " , ").replace(/:/g, " :\t"),
  CALL.replace("2026-10-01T12:00:00.000Z", "2026-02-30T12:00:00.000Z"),
  CALL.replace("2026-10-01T12:00:00.000Z", "2026-10-01T24:00:00.000Z"),
  CALL.replace("2026-10-01T12:00:00.000Z", "1999-10-01T12:00:00.000Z"),
  CALL.replace("2026-10-01T12:00:00.000Z", "2026-10-01T12:00:00+02:00"),
  CALL.replace("2026-10-01T12:00:00.000Z", "2026-10-01T12:0a:00.000Z"),
  CALL.replace('"uuid":"u1"', '"diagnostics":{"cache_miss_reason":{"type":"tools_changed"}},"uuid":"u1"'),
  CALL.replace(
    '"stop_reason"',
    '"diagnostics":{"cache_miss_reason":{"type":"tools_changed","cache_missed_input_tokens":5}},"stop_reason"',
  ),
  CALL.replace('"stop_reason"', '"diagnostics":null,"stop_reason"'),
  CALL.replace('"usage":{', '"usage":[{').replace('"server_tool_use":{"web_search_requests":2}}', '"a":1}]'),
  CALL.replace("claude-opus-5", "<synthetic>"),
  CALL.replace('"isSidechain":false', '"isSidechain":true,"agentId":"a1","forkedFrom":{"sessionId":"x"}'),
  CALL.replace('"message":{', '"message":{"id":"msg_b"},"message":{'),
  `${CALL.slice(0, -1)},"deep":${"[".repeat(400)}${"]".repeat(400)}}`,
  `${CALL.slice(0, -1)},"deep":${"[".repeat(4000)}${"]".repeat(4000)}}`,
  CALL.replace('"type":"assistant"', '"type":"user"').replace(
    '"hi"',
    '"<command-name>/clear</command-name>"',
  ),
  CALL.replace('"type":"assistant"', '"type":"user"').replace('"hi"', '"\\u3000 <command-name>model<"'),
  CALL.replace('"type":"assistant"', '"type":"user"').replace('"hi"', '"[Request interrupted by user]"'),
  CALL.replace('"type":"assistant"', '"type":"user"').replace(
    '{"type":"text"',
    '{"type":"tool_result","content":[{"type":"text"}]},{"type":"text"',
  ),
  CALL.replace('"type":"assistant"', '"type":"user","isCompactSummary":true'),
  CALL.replace('"type":"assistant"', '"type":"user","isMeta":true'),
  CALL.replace('"type":"assistant"', '"type":"permission-mode","permissionMode":"plan"'),
  CALL.replace('"type":"assistant"', '"type":"system","subtype":"turn_duration"'),
  CALL.replace(
    '"type":"assistant"',
    '"type":"attachment","attachment":{"type":"hook_success","hookName":"Stop"}',
  ),
  CALL.replace('"type":"assistant"', '"type":"attachment","attachment":{"type":"skill_listing"}'),
  CALL.replace('"type":"assistant"', '"type":7'),
];

/** Lines that are no JSON, although a scanner that skips strings would find every field. */
const BROKEN = [
  CALL.replace('"hi"', '"a\tb"'),
  CALL.replace('"hi"', '"\\x41"'),
  CALL.replace('"hi"', '"\\u12g4"'),
  CALL.replace('"hi"', '"\0"'),
  CALL.replace('"input_tokens":3', '"input_tokens":03'),
  CALL.replace('"input_tokens":3', '"input_tokens":3.'),
  CALL.replace('"input_tokens":3', '"input_tokens":+3'),
  CALL.replace('"isSidechain":false', '"isSidechain":False'),
  CALL.replace('"uuid":"u1",', '"uuid":"u1",,'),
  CALL.replace('"uuid":"u1",', '"uuid":"u1" '),
  CALL.replace('"requestId":"req_a"}', '"requestId":"req_a",}'),
  `${CALL}}`,
  `${CALL}x`,
  CALL.slice(0, -1),
];

test("a line read by its fields says what the decoded line says, whatever it holds", () => {
  const { walked, differ } = readTwice(written("traps.jsonl", TRAPS.map((line) => `${line}\n`).join("")));
  expect(differ).toEqual([]);
  // Most of them are walked; the rest is left to JSON.parse.
  expect(walked).toBeGreaterThan(25);
});

test.each(BROKEN)("what JSON.parse refuses is not read by its fields: %#", (line) => {
  expect(() => JSON.parse(line) as unknown).toThrow();
  expect(readTwice(written("broken.jsonl", `${line}\n`))).toEqual({ walked: 0, decoded: 1, differ: [] });
});

test("escapes are told wherever they stand among the 64 bytes that are looked at together", () => {
  const lines = Array.from({ length: 200 }, (_, at) =>
    ["\\\\", '\\"', "\\n", "\\u00e9", "\\\\\\\\\\\\", '\\\\\\"', "é"].map((escape) =>
      CALL.replace('"hi"', `"${"x".repeat(at)}${escape}${"y".repeat(70)}${escape}"`),
    ),
  ).flat();
  const { walked, differ } = readTwice(written("escapes.jsonl", lines.map((line) => `${line}\n`).join("")));
  expect(differ).toEqual([]);
  expect(walked).toBe(lines.length);
});

test.each([1, 7, 61, 1024, 65_536])(
  "hostile lines are the same in both ways, read %i bytes at a time",
  (chunk) => {
    const lines = chunk < 64 ? 300 : 5_000;
    const { bytes } = hostileLog(20 + chunk, lines);
    const { walked, differ } = readTwice(written("hostile.jsonl", bytes), chunk);
    expect(differ).toEqual([]);
    expect(walked).toBeGreaterThan(lines / 10);
  },
);

test.skipIf(!hasCorpus)(`every line of the corpus, and nearly all of them walked ${NEEDS_CORPUS}`, () => {
  const logs = readdirSync(CORPUS, { recursive: true, encoding: "utf8" });
  let walked = 0;
  let decoded = 0;
  for (const log of logs.filter((name) => name.endsWith(".jsonl"))) {
    const twins = readTwice(join(CORPUS, log));
    expect(twins.differ).toEqual([]);
    walked += twins.walked;
    decoded += twins.decoded;
  }
  expect(decoded / (walked + decoded)).toBeLessThan(0.1);
});

test("a field of one line is never that of the line before", () => {
  const bare = '{"type":"user","uuid":"u2","parentUuid":"u1","message":{"role":"user"}}';
  const path = written("bare.jsonl", `${CALL}\n${bare}\n${CALL}\n`);
  expect(readTwice(path).differ).toEqual([]);
  expect(readFileSync(path, "utf8")).toContain(bare);
});
