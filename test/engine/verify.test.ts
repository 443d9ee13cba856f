import { rmSync } from "node:fs";
import { afterEach, beforeEach, expect, test } from "vitest";
import { countTwice } from "./count-twice.ts";
import { catchUp } from "../../electron/engine/catch-up.ts";
import { openLedgerSession } from "../../electron/engine/ledger-session.ts";
import { verifyLedger } from "../../electron/engine/verify.ts";
import { workbench, type Workbench } from "./workbench.ts";

let bench: Workbench;
beforeEach(() => (bench = workbench()));
afterEach(() => bench.clear());

function line(ids: object, output: number): string {
  const message = { model: "claude-opus-5", usage: { input_tokens: 5, output_tokens: output }, ...ids };
  const record = {
    type: "assistant",
    uuid: `u${output}`,
    sessionId: "s",
    timestamp: "2026-11-01T10:00:00.000Z",
  };
  return `${JSON.stringify({ ...record, message })}\n`;
}

function verified() {
  const session = openLedgerSession({ roots: [bench.root], dataDir: bench.data });
  if (session.kind !== "ledger-session") throw new Error(JSON.stringify(session));
  try {
    const { files } = catchUp(session, () => undefined);
    return verifyLedger(
      session.queries,
      files.map(({ path }) => path),
    );
  } finally {
    session.close();
  }
}

test("calls with an id, and calls without any, are found again", () => {
  bench.write(line({ id: "msg_1" }, 7) + line({}, 8) + line({}, 9));
  const { equal, rows, beyond } = verified();
  expect({ equal, beyond, calls: rows[0] }).toEqual({
    equal: true,
    beyond: 0,
    calls: { name: "calls", ledger: 3, again: 3 },
  });
});

test("a call that the ledger does not know is told as a difference", () => {
  bench.write(line({ id: "msg_1" }, 7));
  verified();
  const session = openLedgerSession({ roots: [bench.root], dataDir: bench.data });
  if (session.kind !== "ledger-session") throw new Error(JSON.stringify(session));
  bench.append(line({ id: "msg_2" }, 9));
  // Counted again without having been read.
  const { equal, rows } = verifyLedger(session.queries, [bench.log()]);
  session.close();
  expect({ equal, calls: rows[0] }).toEqual({ equal: false, calls: { name: "calls", ledger: 1, again: 2 } });
});

test("of two lines of a call with the same output and prompt both keep the same one, by figures and not by digits", () => {
  const line = (uuid: string, usage: object) => {
    const message = { id: "msg_1", model: "claude-opus-5", usage: { ...usage, output_tokens: 7 } };
    const time = { sessionId: "s", timestamp: "2026-11-01T10:00:00.000Z" };
    return `${JSON.stringify({ type: "assistant", uuid, ...time, message })}\n`;
  };
  const less = line("u1", { input_tokens: 5, cache_read_input_tokens: 9995 });
  const more = line("u2", { input_tokens: 40, cache_read_input_tokens: 9960 });
  bench.write(less + more);
  const { equal, rows } = verified();
  expect(equal).toBe(true);
  expect(rows[1]).toEqual({ name: "uncachedInput", ledger: 40, again: 40 });
});

const OTHER = line({ id: "msg_2" }, 9);
/** Of a log that is read 65,536 bytes at a time the id begins in one piece and ends in the next. */
const ACROSS = 65_533 - line({ content: "", id: "msg_1" }, 7).indexOf('"msg_1"');

test.each([
  ["first", line({ id: "msg_1" }, 7), 0],
  ["behind another", OTHER + line({ id: "msg_1" }, 7), OTHER.length],
  ["behind a long text", line({ content: "x".repeat(70_000), id: "msg_1" }, 7), 0],
  ["where two pieces of a long line meet", line({ content: "x".repeat(ACROSS), id: "msg_1" }, 7), 0],
])("a call that stands in the log once and in the ledger twice is a difference: %s", (_, text, place) => {
  bench.write(text);
  const before = verified().rows[0]?.ledger ?? 0;
  countTwice(bench.data, "msg_1", place);
  const { equal, uncounted, beyond, rows } = verified();
  expect({ equal, uncounted, beyond, calls: rows[0] }).toEqual({
    equal: false,
    uncounted: 1,
    beyond: 0,
    calls: { name: "calls", ledger: before + 1, again: before },
  });
});

test.each([
  ["another line", 0],
  ["the middle of its line", OTHER.length + 10],
  ["nothing", 1_000_000],
])("a call whose place shows %s by now cannot be counted again", (_, place) => {
  bench.write(OTHER + line({ id: "msg_1" }, 7));
  verified();
  countTwice(bench.data, "msg_1", place);
  expect(verified()).toMatchObject({ equal: true, uncounted: 0, beyond: 1 });
});

test("a call whose log was deleted cannot be counted again", () => {
  bench.write(line({ id: "msg_1" }, 7));
  bench.write(OTHER, "other.jsonl");
  verified();
  rmSync(bench.log());
  expect(verified()).toMatchObject({ equal: true, uncounted: 0, beyond: 1 });
});
