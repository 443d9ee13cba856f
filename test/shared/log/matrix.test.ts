import { expect, test } from "vitest";
import { entriesOf, fixture } from "../../fold-log.ts";

const USAGE = {
  type: "usage",
  inputTokens: 1_000,
  outputTokens: 20,
  cacheCreationTokens: 200,
  cacheReadTokens: 700,
  taskId: "task",
  ts: Date.parse("2026-04-04T19:54:03Z"),
  traceId: "trace",
};

function read(...records: readonly object[]) {
  return entriesOf(records.map((record) => `${JSON.stringify(record)}\n`).join(""));
}

test("input tokens are the whole prompt, so what was neither read nor written was sent uncached", () => {
  expect(read(USAGE)[0]).toMatchObject({
    kind: "call",
    chain: "trace",
    line: {
      session: "trace",
      model: "(no model)",
      at: USAGE.ts,
      usage: { uncachedInput: 100, cacheRead: 700, cacheWriteUnknownTtl: 200, cacheWrite5m: 0, output: 20 },
    },
  });
});

test("fewer input tokens than cached ones among them cannot be believed", () => {
  expect(read({ ...USAGE, inputTokens: 899 })[0]).toMatchObject({ kind: "implausible" });
  expect(read({ ...USAGE, cacheReadTokens: -1 })[0]).toMatchObject({ kind: "implausible" });
});

test("the task names the conversation where no trace does", () => {
  expect(read({ ...USAGE, traceId: undefined })[0]).toMatchObject({ line: { session: "task" } });
});

test("a stream's other events are known and carry nothing", () => {
  const kinds = entriesOf(fixture("matrix/2026-04-04.jsonl")).map(({ kind }) => kind);
  expect(kinds).toEqual(["other", "call", "call", "other", "call", "call"]);
});

test("usage of another maker, without cached tokens, is not taken for Matrix's", () => {
  const cline = { type: "usage", inputTokens: 5, outputTokens: 3, totalInputTokens: 9, cost: 0.1 };
  expect(read(cline)).toEqual([
    { kind: "unknown", fields: "cost, inputTokens, outputTokens, totalInputTokens, type" },
  ]);
});
