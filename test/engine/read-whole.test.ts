import { readdirSync } from "node:fs";
import { join } from "node:path";
import fc from "fast-check";
import { expect, test } from "vitest";
import { asLog, drawnLines, lineOf, messageOf, recordOf, uuid } from "./drawn-lines.ts";
import { readBoth } from "./read-both.ts";
import { CALL, written } from "./read-twice.ts";
import { CORPUS, hasCorpus, NEEDS_CORPUS } from "../corpus.ts";
import { hostileLog } from "../fuzz/hostile-lines.ts";

test("whatever a conversation holds, and however its lines repeat each other, both readers say the same", () => {
  let taken = 0;
  let logs = 0;
  fc.assert(
    fc.property(drawnLines, fc.constantFrom(7, 61, 1021, 262_144), (lines, chunk) => {
      logs++;
      if (readBoth(written("drawn.jsonl", lines.map(lineOf).join("")), chunk).taken) taken++;
    }),
    { numRuns: Number(process.env["PREFIXWATCH_WHOLE_RUNS"] ?? 400) },
  );
  // Else it would only be shown that one of them is the other.
  expect(taken / logs).toBeGreaterThan(0.2);
});

test("two lines of one call that differ in any one thing, or in two, come to the same in both", () => {
  const odds = Array.from({ length: 21 }, (_, odd) => odd);
  const pairs = odds.flatMap((a) => odds.map((b) => [a, b] as const));
  for (const [a, b] of pairs) {
    const line = { uuid: 1, parent: undefined, kind: 9, id: 5, odd: a, output: 1, minute: 1 };
    readBoth(written("pair.jsonl", asLog([line, { ...line, uuid: 2, parent: 1, odd: b }].map(recordOf))));
  }
});

/** A call of its own at each of these times. */
function callsAt(times: readonly string[]): string {
  const call = recordOf({ uuid: 1, parent: undefined, kind: 9, id: 1, odd: 0, output: 1, minute: 1 });
  return asLog(
    times.map((timestamp, n) => ({ ...call, timestamp, message: { ...messageOf(call), id: `msg_${n}` } })),
  );
}

test("a time is the same to both, on every day that they read and on those that no calendar has", () => {
  const twoDigits = (n: number) => String(n).padStart(2, "0");
  const daysOf = (year: number) =>
    Array.from(
      { length: 14 * 33 },
      (_, n) => `${year}-${twoDigits(Math.floor(n / 33))}-${twoDigits(n % 33)}`,
    );
  const isDay = (day: string) => {
    const time = Date.parse(`${day}T00:00:00.000Z`);
    return !Number.isNaN(time) && new Date(time).toISOString().startsWith(day);
  };
  const days = [2023, 2024, 2028, 2096, 2099].flatMap(daysOf).filter(isDay);
  const { reading, taken } = readBoth(
    written("days.jsonl", callsAt(days.map((day) => `${day}T23:59:59.999Z`))),
  );
  expect(taken).toBe(true);
  expect(reading.calls.map(({ call }) => call.place.at)).toEqual(
    days.map((day) => Date.parse(`${day}T23:59:59.999Z`)),
  );

  const others = [...daysOf(2026).filter((day) => !isDay(day)), "2022-12-31", "2100-01-01"];
  const hours = [
    "24:00:00.000",
    "08:60:00.000",
    "08:00:60.000",
    "0a:00:00.000",
    "08:00:00,000",
    "08-00:00.000",
  ];
  for (const time of [
    ...others.map((day) => `${day}T08:01:02.003Z`),
    ...hours.map((hour) => `2026-08-14T${hour}Z`),
  ])
    readBoth(written("other-day.jsonl", callsAt([time])));
});

/** Lines of one call that agree in all but what grows. */
const GROWING = [8, 40, 700].map((output, nth) =>
  recordOf({ uuid: nth + 1, parent: nth, kind: 9, id: 1, odd: 0, output: output / 100, minute: nth }),
);

test("what a prompt begins with is told from a command and an interruption, whatever blanks stand before it", () => {
  const blanks = [
    "",
    " ",
    "\t\n ",
    "\f\r",
    "\v",
    "\b",
    "\u00a0",
    "\u1680",
    "\u2003",
    "\u2028",
    "\u3000",
    "\ufeff",
    "é",
    "\0",
  ];
  const openings = [
    "Fix it",
    "<command-name>/model</command-name>",
    "<command-name>clear<",
    "<command-args>",
    "<local-command-stdout>",
    "[Request interrupted by user]",
    '"quoted"',
    "\\",
    "/slash",
    "\u00df",
    "漢",
    "\u{1f6b2}",
    "",
  ];
  for (const text of blanks.flatMap((blank) => openings.map((opening) => blank + opening))) {
    const prompt = { type: "user", message: { role: "user", content: text } };
    const inList = { ...prompt, message: { role: "user", content: [{ type: "text", text }] } };
    readBoth(written("opening.jsonl", asLog([...GROWING, prompt, inList])));
    // As other programs write it.
    const escaped = asLog([prompt]).replaceAll(
      /[^\0-\x7f]/g,
      (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, "0")}`,
    );
    readBoth(written("escaped.jsonl", asLog(GROWING) + escaped));
  }
});

test("an ordinary log is taken whole", () => {
  const prompt = recordOf({ uuid: 0, parent: undefined, kind: 0, id: 1, odd: 0, output: 0, minute: 0 });
  const { reading, taken } = readBoth(written("ordinary.jsonl", asLog([prompt, ...GROWING])));
  expect(taken).toBe(true);
  expect(reading.calls).toHaveLength(1);
  expect(reading.calls[0]?.call.figures.usage.output).toBe(700);
  expect(reading.marks).toMatchObject([{ mark: "prompt" }]);
});

test("where the order of two texts would decide, the other reader does", () => {
  const other = { ...GROWING[0], requestId: "req_0" };
  const { reading, taken } = readBoth(written("order.jsonl", asLog([...GROWING, other])));
  expect(taken).toBe(false);
  expect(reading.calls).toMatchObject([{ call: { requestId: "req_1" } }]);
});

test("a permission mode that the compiled program did not read itself is a change all the same", () => {
  const mode = (name: string) => `{"type":"permission-mode","permissionMode":"${name}"}\n`;
  const others = [
    mode("plan").replace("{", '{"type":"permission-mode",'),
    mode("plan").replace("permission-mode", "permission\\u002dmode"),
    mode("plan").replace("{", `{"long":"${"x".repeat(4_500_000)}",`),
    mode("plan").replace("{", `{"uuid":"no-uuid",`),
  ];
  for (const other of others) {
    const { reading } = readBoth(
      written("modes.jsonl", asLog(GROWING) + mode("default") + mode("default") + other + mode("default")),
    );
    expect(reading.marks.map(({ detail }) => detail)).toEqual(["default", "plan", "default"]);
  }
});

test("a failed request is a mark, however its writer escapes the angle brackets", () => {
  const failed = { ...GROWING[0], uuid: uuid(9), isApiErrorMessage: true };
  const line = asLog([{ ...failed, message: { ...messageOf(failed), model: "<synthetic>" } }]);
  const escaped = line.replace("<", "\\u003c").replace(">", "\\u003e");
  for (const text of [line, escaped]) {
    const { reading } = readBoth(written("failed.jsonl", asLog(GROWING) + text));
    expect(reading.calls).toHaveLength(1);
    expect(reading.marks.map(({ mark }) => mark)).toEqual(["api-error"]);
  }
});

test("a log of another format is for the other reader", () => {
  const usage = { input_tokens: 3, output_tokens: 5 };
  const line = { type: "message", id: "msg_1", role: "assistant", model: "claude-opus-5", usage };
  const { reading, taken } = readBoth(written("api.jsonl", asLog([line])));
  expect({ format: reading.format, calls: reading.calls.length, taken }).toEqual({
    format: "api-usage",
    calls: 1,
    taken: false,
  });
});

test("nothing of one log is known in the next", () => {
  const path = written("first.jsonl", asLog(GROWING));
  const again = written("second.jsonl", asLog(GROWING.slice(1)));
  const first = readBoth(path).reading;
  expect(readBoth(again).reading.calls[0]?.call.figures.usage.output).toBe(700);
  expect(readBoth(path).reading).toEqual(first);
});

/** A call of its own that differs in these fields from the others. */
function callWithId(n: number, fields: object): object {
  const [call = {}] = GROWING;
  return { ...call, ...fields, uuid: uuid(1), message: { ...messageOf(call), id: `msg_${n}` } };
}

test("a line too long for the program's room is read between its neighbours", () => {
  const [first, ...others] = GROWING;
  const long = { type: "user", cwd: "/home/dev/other", message: { content: "x".repeat(4_500_000) } };
  const { reading, taken } = readBoth(written("long.jsonl", asLog([first ?? {}, long, ...others])));
  expect({ cwd: reading.cwd, calls: reading.calls.length, taken }).toEqual({
    cwd: "C:\\dev\\parser",
    calls: 1,
    taken: true,
  });
});

test.each([
  ["calls", 49_200, (n: number) => callWithId(n, { requestId: undefined })],
  [
    "links",
    98_400,
    (n: number) => ({ type: "user", uuid: uuid(2 * n), parentUuid: uuid(2 * n + 1), isMeta: true }),
  ],
  ["texts", 45_000, (n: number) => callWithId(n, { requestId: `req_${n}`, version: `2.1.${n}` })],
  ["folders", 600, (n: number) => ({ type: "user", cwd: `/home/dev/${n}`, isMeta: true })],
] as const)("a log with more %s than there is room for is for the other reader", (_, count, recordAt) => {
  const lines = Array.from({ length: count }, (_unused, n) => recordAt(n));
  expect(readBoth(written("large.jsonl", asLog([...GROWING, ...lines]))).taken).toBe(false);
});

test("a last line without its end counts in both", () => {
  const whole = asLog(GROWING);
  readBoth(written("open.jsonl", whole.slice(0, -1)));
  readBoth(written("cut.jsonl", whole.slice(0, -40)));
  readBoth(written("call.jsonl", CALL));
});

test.each([1, 61, 4099, 262_144])("hostile lines are the same to both, %i bytes at a time", (chunk) => {
  readBoth(written("hostile.jsonl", hostileLog(40 + chunk, chunk < 64 ? 300 : 3_000).bytes), chunk);
});

test.skipIf(!hasCorpus)(
  `every log of the corpus, and nearly all of them without help ${NEEDS_CORPUS}`,
  () => {
    const logs = readdirSync(CORPUS, { recursive: true, encoding: "utf8" }).filter((name) =>
      name.endsWith(".jsonl"),
    );
    const taken = logs.filter((log) => readBoth(join(CORPUS, log)).taken);
    expect(taken.length / logs.length).toBeGreaterThan(0.9);
  },
);
