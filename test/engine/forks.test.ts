import { expect, test } from "vitest";
import { foundFile } from "../../electron/engine/discover.ts";
import { readLog } from "../../electron/engine/read-log.ts";
import { readWhole, withCalls } from "../../electron/engine/read-whole.ts";
import { closeLog, openLog } from "../../electron/engine/tail.ts";
import type { ApiCall } from "../../shared/usage/api-call.ts";
import { joinCalls } from "../../shared/usage/api-call.ts";
import { drawLog } from "../transcript.ts";
import { written } from "./read-twice.ts";

const MINUTE = 60_000;
/** When the drawn call was answered. */
const ANSWERED = Date.parse("2026-08-14T10:00:02Z");

/** The one call of a log that was made then, as both readers tell it. */
function callIn(session: string, bornMs: number | undefined): ApiCall {
  const path = written("log.jsonl", drawLog("10:00:00  msg_1  read 0  write 1k", { session }));
  const found = foundFile(path);
  if (found === undefined) throw new Error(`${path} is no log`);
  const fd = openLog(path);
  try {
    const file = { ...found, bornMs };
    const [seen] = readLog(fd, file, 0, undefined).reading.calls;
    expect(withCalls(readWhole(fd, file), file).calls).toEqual([seen]);
    if (seen === undefined) throw new Error("the call was not read");
    return seen.call;
  } finally {
    closeLog(fd);
  }
}

test("a fork that was made later does not take the calls that it repeats, whatever the sessions are called", () => {
  const original = callIn("ffffffff-0000-4000-8000-000000000001", ANSWERED - MINUTE);
  const repeated = callIn("00000000-0000-4000-8000-000000000002", ANSWERED + 60 * MINUTE);
  expect(joinCalls(original, repeated).place.session).toBe(original.place.session);
  expect(joinCalls(repeated, original)).toEqual(joinCalls(original, repeated));
});

test("of two restored logs, both younger than the call, neither comes first for that", () => {
  const one = callIn("ffffffff-0000-4000-8000-000000000001", ANSWERED + 60 * MINUTE);
  const other = callIn("00000000-0000-4000-8000-000000000002", ANSWERED + 90 * MINUTE);
  expect(joinCalls(one, other).place).toEqual(other.place);
  expect(one.place.precedence).toBe(other.place.precedence);
});

test.each([
  ["made before it", ANSWERED - MINUTE],
  ["made within the minute", ANSWERED + MINUTE],
  ["of which nobody knows when it was made", undefined],
])("a call is at home in a log %s", (_, bornMs) => {
  expect(callIn("s", bornMs).place.precedence).toBe(0);
});
