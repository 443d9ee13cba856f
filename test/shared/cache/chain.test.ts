import { expect, test } from "vitest";
import { happened, verdicts } from "../../fold.ts";
import { drawRecords } from "../../transcript.ts";

test("a healthy session, whose every call reads what the one before left, has no events", () => {
  const records = drawRecords(`
    10:00:00  prompt
    10:00:00  msg_1  read 0    write 30k  in 3  out 20
    10:00:40  msg_2  read 30k  write 2k   in 1  out 9
    10:02:00  msg_3  read 32k  write 5k   in 1  out 9
  `);
  expect(verdicts(records)).toEqual([]);
});

test("the first call of a lane has nothing to read, so it is never a miss", () => {
  expect(verdicts(drawRecords("10:00:00  msg_1  read 0  write 180k  in 3"))).toEqual([]);
});

test("a loss is kept, rewritten and resent tokens, and costs the difference to a read", () => {
  const records = drawRecords(`
    10:00:00  msg_1  read 0    write 100k  in 3
    10:00:40  msg_2  read 20k  write 70k   in 15k
  `);
  const [event] = happened(records);
  // Opus 5: 70k written at 6.25 and 10k sent at 5 dollars for a million, instead of read at 0.50.
  expect(event).toMatchObject({
    expected: 100_000,
    read: 20_000,
    lost: 80_000,
    rewritten: 70_000,
    resent: 10_000,
  });
  expect(event?.avoidable).toBeCloseTo((70_000 * 5.75 + 10_000 * 4.5) / 1e6, 9);
});

test.each([
  ["lost 1 999 tokens", "read 18001", []],
  ["lost 2 000 tokens of 20 000", "read 18000", ["msg_2 unknown unclear"]],
])("Claude Code's own rule wants 2 000 lost tokens: %s", (_, read, expected) => {
  const records = drawRecords(`
    10:00:00  msg_1  read 0  write 20k
    10:00:40  msg_2  ${read}  write 4k
  `);
  expect(verdicts(records)).toEqual(expected);
});

test.each([
  ["exactly 5 %", "read 95k", []],
  ["a little more", "read 94999", ["msg_2 unknown unclear"]],
])("Claude Code's own rule wants more than 5 %: %s", (_, read, expected) => {
  const records = drawRecords(`
    10:00:00  msg_1  read 0  write 100k
    10:00:40  msg_2  ${read}  write 9k
  `);
  expect(verdicts(records)).toEqual(expected);
});

test("a prompt that became shorter could only have read its own length", () => {
  const records = drawRecords(`
    10:00:00  msg_1  read 0    write 100k
    10:00:40  msg_2  read 40k  write 1k
  `);
  expect(verdicts(records)).toEqual([]);
});

test("the server's own reason is believed before the clock", () => {
  const records = drawRecords(`
    10:00:00  msg_1  read 0  write 100k
    12:00:00  msg_2  read 0  write 101k  reason tools_changed
    12:00:40  msg_3  read 0  write 102k  reason system_changed
    12:01:20  msg_4  read 0  write 103k  reason messages_changed
    12:02:00  msg_5  read 0  write 104k  reason model_changed
  `);
  expect(verdicts(records)).toEqual([
    "msg_2 tools-changed certain",
    "msg_3 system-changed certain",
    "msg_4 messages-changed certain",
    "msg_5 model-switch certain",
  ]);
});

test("'previous message not found' only says that nothing was compared, so the clock decides", () => {
  const records = drawRecords(`
    10:00:00  msg_1  read 0     write1h 100k
    12:00:00  msg_2  read 0     write1h 101k  reason previous_message_not_found
    12:00:40  msg_3  read 0     write1h 102k  reason previous_message_not_found
  `);
  expect(verdicts(records)).toEqual(["msg_2 ttl-expired-1h certain", "msg_3 server-side-likely likely"]);
});

test("expiry is judged by the lifetime that was written, from request to request", () => {
  const records = drawRecords(`
    10:00:00  msg_1  read 0     write 100k
    10:04:40  msg_2  read 100k  write 1k
    10:10:00  msg_3  read 0     write 102k
    10:14:50  msg_4  read 0     write1h 103k
    10:40:00  msg_5  read 103k  write1h 1k
    11:41:30  msg_6  read 0     write1h 105k
  `);
  // msg_3 comes 5:20 after msg_2, msg_4 4:50 after msg_3, msg_6 1:01:30 after msg_5.
  expect(verdicts(records)).toEqual([
    "msg_3 ttl-expired-5m likely",
    "msg_4 ttl-expired-5m likely",
    "msg_6 ttl-expired-1h certain",
  ]);
});

test("a lifetime that the log does not give leaves open whether it expired or the server lost it", () => {
  const records = drawRecords(`
    10:00:00  msg_1  read 0  writeX 100k
    10:20:00  msg_2  read 0  writeX 101k
  `);
  const [event] = happened(records);
  expect(event).toMatchObject({ cause: "ttl-or-server", confidence: "unclear", group: "unknown" });
  expect(event?.evidence.join("; ")).toContain("The log does not say");
});

test("a compaction is an expected rebuild, found through its logical parent", () => {
  const records = drawRecords(`
    10:00:00  msg_1  read 0     write 150k
    10:00:40  compaction
    10:01:00  msg_2  read 18k   write 20k
  `);
  expect(happened(records)).toMatchObject([
    {
      callKey: "msg_2",
      kind: "expected-rebuild",
      cause: "compaction",
      confidence: "certain",
      expected: 38_000,
    },
  ]);
});

test("after a rewind the older call is the predecessor, so a full read of its prefix is no miss", () => {
  const records = drawRecords(`
    10:00:00  msg_1  read 0    write 30k
    10:00:40  msg_2  read 30k  write 40k
    10:01:20  msg_3  read 70k  write 40k
    10:02:00  msg_4  read 30k  write 3k   after msg_1
  `);
  expect(verdicts(records)).toEqual(["msg_4 rewind certain"]);
  expect(happened(records)).toMatchObject([{ kind: "note", lost: 0 }]);
});

test("where the chain is broken the call before it in the file is its predecessor", () => {
  const records = drawRecords(`
    10:00:00  msg_1  read 0    write 60k
    10:00:40  msg_2  read 10k  write 52k  orphan
  `);
  expect(verdicts(records)).toEqual(["msg_2 unknown unclear"]);
});

test("a model switch is named, and going back is one too", () => {
  const records = drawRecords(`
    10:00:00  msg_1  read 0  write 60k
    10:00:40  command model
    10:00:40  msg_2  read 0  write 61k  model claude-sonnet-5
  `);
  expect(verdicts(records)).toEqual(["msg_2 model-switch certain"]);
});

test("models behind other gateways report estimates, so they are never flagged", () => {
  const records = drawRecords(
    `
    10:00:00  msg_1  read 0  write 60k
    10:00:40  msg_2  read 0  write 61k
  `,
    { model: "deepseek-v4-pro" },
  );
  expect(verdicts(records)).toEqual([]);
});

test("a miss without an explanation lists what was ruled out and what stood between the calls", () => {
  const records = drawRecords(`
    10:00:00  msg_1  read 0  write 60k
    10:00:30  command context
    10:00:40  msg_2  read 9k write 52k
  `);
  expect(happened(records)).toMatchObject([
    {
      cause: "unknown",
      evidence: [
        "Read 9\u202F000 of 60\u202F000 tokens that could have been read",
        "Between the two calls: command",
      ],
      ruledOut: [
        "No compaction",
        "The same model",
        "Within its lifetime: 0:40 from request to request",
        "The same version, no restart and no login",
        "No change of tools in the log",
        "The read does not stop where an older call ended",
      ],
    },
  ]);
});
