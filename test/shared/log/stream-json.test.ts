import { expect, test } from "vitest";
import { entriesOf, fixture, foldLog } from "../../fold-log.ts";

const RUN = fixture("stream-json/run.jsonl");

test("a response of several lines is one call with its final figures, and the result is not added", () => {
  const { steps } = foldLog(RUN);
  const calls = steps.map(({ chainCall: { call, predecessor } }) => ({
    key: call.key,
    agent: call.place.agent,
    predecessor,
  }));
  expect(calls).toEqual([
    { key: "msg_s1", agent: undefined, predecessor: undefined },
    { key: "msg_s2", agent: "toolu_1", predecessor: undefined },
    { key: "msg_s3", agent: "toolu_1", predecessor: "msg_s2" },
    { key: "msg_s4", agent: undefined, predecessor: "msg_s1" },
  ]);
});

test("the first line tells the folder and the version of the run", () => {
  const [start, first] = entriesOf(RUN);
  expect(start).toMatchObject({ kind: "other", cwd: "/home/dev/parser" });
  expect(first).toMatchObject({
    kind: "call",
    line: { version: "2.1.232", session: "5e551011-0000-4000-8000-00000000c0de", lane: "main" },
  });
});

test("what comes in between two calls is counted in blocks, on their lane only", () => {
  const blocks = foldLog(RUN).steps.map(({ chainCall }) => chainCall.blocksSince);
  // Two of the reply and one result on the main lane; the agent's own do not count there.
  expect(blocks).toEqual([0, 0, 2, 3]);
});

test("a compaction is a mark between two calls", () => {
  const lines = RUN.split("\n");
  const boundary = {
    type: "system",
    subtype: "compact_boundary",
    compact_metadata: { trigger: "manual", pre_tokens: 20_000 },
    session_id: "5e551011-0000-4000-8000-00000000c0de",
  };
  const entries = entriesOf([...lines.slice(0, 3), JSON.stringify(boundary)].join("\n"));
  expect(entries.at(-1)).toMatchObject({ kind: "mark", mark: "compaction", detail: "manual" });
});

test("a late line of an older response does not take the conversation back to it", () => {
  const line = (id: string, read: number, write: number) =>
    JSON.stringify({
      type: "assistant",
      session_id: "s",
      parent_tool_use_id: null,
      message: {
        id,
        model: "claude-opus-5",
        content: [{ type: "text", text: "reply text" }],
        usage: { input_tokens: 1, cache_read_input_tokens: read, cache_creation_input_tokens: write },
      },
    });
  const log = [line("m1", 0, 9_000), line("m2", 9_000, 5_000), line("m1", 0, 9_000), line("m3", 14_000, 100)];
  const { steps } = foldLog(log.join("\n"));
  expect(steps.map(({ chainCall }) => [chainCall.predecessor, chainCall.blocksSince])).toEqual([
    [undefined, 0],
    ["m1", 1],
    ["m2", 1],
  ]);
});
