import { rmSync } from "node:fs";
import fc from "fast-check";
import { afterEach, beforeEach, expect, test } from "vitest";
import { workbench, type Found, type Workbench } from "../engine/workbench.ts";
import { forked, grown, penFor } from "../model/log-record.ts";
import { catchUp } from "../../electron/engine/catch-up.ts";
import { openLedgerSession } from "../../electron/engine/ledger-session.ts";

let bench: Workbench;
beforeEach(() => {
  bench = workbench();
});
afterEach(() => bench.clear());

/** Few runs: each opens ledgers on the disk. The same ones each time. */
const RUNS = { numRuns: 12, seed: 7 };

/** Logs in which calls repeat, grow and are forked from one to the other, as lists of lines. */
function logsOf(seeds: readonly number[]): readonly (readonly string[])[] {
  const pen = penFor();
  const logs: string[][] = [[], [], [], []];
  for (const seed of seeds) {
    const session = `session-${seed % 4}`;
    const log = logs[seed % 4] ?? [];
    const call = pen.call(session, seed);
    log.push(pen.user(session, seed), call);
    if (seed % 3 === 0) log.push(grown(call, seed + 1));
    if (seed % 5 === 0) logs[(seed + 1) % 4]?.push(forked(call, `session-${(seed + 1) % 4}`));
    if (seed % 7 === 0) logs[(seed + 2) % 4]?.push(call);
  }
  return logs;
}
const seeds = fc.array(fc.nat({ max: 500 }), { minLength: 5, maxLength: 40 });

/** Everything that may be asked for, by day, model and project, in a ledger of its own. */
function figuresOf(
  logs: readonly (readonly string[])[],
  write: (on: Workbench, logs: readonly string[]) => void,
) {
  const own = workbench();
  try {
    write(
      own,
      logs.map((lines) => lines.map((line) => `${line}\n`).join("")),
    );
    return reportOf(own);
  } finally {
    own.clear();
  }
}

function reportOf(on: Workbench, zone = "UTC") {
  const session = openLedgerSession({ roots: [on.root], dataDir: on.data });
  if (session.kind !== "ledger-session") throw new Error(JSON.stringify(session));
  catchUp(session, () => undefined);
  const range = { from: undefined, to: undefined, zone };
  const figures = (["day", "model", "project"] as const).map((by) =>
    session.queries
      .report(by, range)
      .rows.map(({ key, totals: { calls, usage, cost } }) => ({ key, calls, usage, cost })),
  );
  session.close();
  return figures;
}

const inOrder = (on: Workbench, logs: readonly string[]) =>
  logs.forEach((text, n) => on.write(text, `${n}.jsonl`));

test("the order of logs, and of the lines in them, changes no figure", () => {
  fc.assert(
    fc.property(seeds, fc.infiniteStream(fc.nat()), (given, stream) => {
      const logs = logsOf(given);
      const shuffled = <T>(list: readonly T[]) =>
        list
          .map((item) => [stream.next().value ?? 0, item] as const)
          .sort(([a], [b]) => a - b)
          .map(([, item]) => item);
      expect(figuresOf(shuffled(logs.map(shuffled)), inOrder)).toEqual(figuresOf(logs, inOrder));
    }),
    RUNS,
  );
});

test("logs cut in two, joined to one, copied whole, or mixed with other lines give the same figures", () => {
  fc.assert(
    fc.property(seeds, (given) => {
      const logs = logsOf(given);
      const expected = figuresOf(logs, inOrder);
      const halves = logs.flatMap((lines) => [
        lines.slice(0, lines.length / 2),
        lines.slice(lines.length / 2),
      ]);
      expect(figuresOf(halves, inOrder)).toEqual(expected);
      expect(figuresOf([logs.flat()], inOrder)).toEqual(expected);
      expect(figuresOf([...logs, ...logs], inOrder)).toEqual(expected);
      const other = '{"type":"mode","sessionId":"x","mode":"normal"}';
      expect(
        figuresOf(
          logs.map((lines) => lines.flatMap((line) => [other, line, ""])),
          inOrder,
        ),
      ).toEqual(expected);
    }),
    RUNS,
  );
});

test("one start or one for each log, and logs that are deleted once they are read: the same figures", () => {
  fc.assert(
    fc.property(seeds, (given) => {
      const logs = logsOf(given);
      const oneByOne = (on: Workbench, texts: readonly string[]) =>
        texts.forEach((text, n) => {
          on.write(text, `${n}.jsonl`);
          on.run();
          rmSync(on.log(`${n}.jsonl`));
        });
      expect(figuresOf(logs, oneByOne)).toEqual(figuresOf(logs, inOrder));
    }),
    RUNS,
  );
});

test("whatever is appended, what was counted before stays counted", () => {
  fc.assert(
    fc.property(seeds, (given) => {
      bench.write("");
      let before: Found | undefined;
      for (const line of logsOf(given).flat()) {
        bench.append(`${line}\n`);
        if (line.length % 3 > 0) continue;
        const found = bench.run();
        expect(found.totals.calls).toBeGreaterThanOrEqual(before?.totals.calls ?? 0);
        expect(found.totals.usage.output).toBeGreaterThanOrEqual(before?.totals.usage.output ?? 0);
        before = found;
      }
      bench.clear();
      bench = workbench();
    }),
    { ...RUNS, numRuns: 4 },
  );
});

test("a time zone moves calls between days and changes no sum", () => {
  const zones = [
    "UTC",
    "Pacific/Kiritimati",
    "Etc/GMT+12",
    "Asia/Kathmandu",
    "America/St_Johns",
    "Europe/Berlin",
    "Australia/Lord_Howe",
  ];
  const logs = logsOf(Array.from({ length: 60 }, (_, n) => n * 7));
  inOrder(
    bench,
    logs.map((lines) => lines.map((line) => `${line}\n`).join("")),
  );
  const sums = zones.map((zone) => {
    const [days = []] = reportOf(bench, zone);
    return [
      days.reduce((all, { calls }) => all + calls, 0),
      days.reduce((all, { usage }) => all + usage.cacheRead, 0),
    ];
  });
  expect(new Set(sums.map(String)).size).toBe(1);
  expect(sums[0]?.[0]).toBe(60);
});
