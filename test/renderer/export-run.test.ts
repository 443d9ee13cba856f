import { expect, test } from "vitest";
import { isBusy, openExportRuns, POLL_EVERY } from "../../renderer/export-run.ts";
import {
  NO_FILTER,
  type Answer,
  type ExportAction,
  type ExportJob,
  type ExportRequest,
  type Question,
} from "../../shared/question.ts";

const REQUEST: ExportRequest = {
  subject: "calls",
  hashProjects: false,
  filter: NO_FILTER,
  sessions: undefined,
  from: undefined,
  to: undefined,
  zone: "UTC",
};
const JOB: ExportJob = {
  id: 0,
  of: { subject: "calls", format: "csv" },
  state: "running",
  done: 0,
  total: 10,
  path: "/downloads/a.csv",
  rows: undefined,
  message: undefined,
};

/** An engine and a clock that are moved by hand. */
function bench() {
  const runs = openExportRuns();
  const asked: ExportAction["do"][] = [];
  const waiting: { resolve: (answer: Answer) => void; reject: (error: Error) => void }[] = [];
  let timer: (() => void) | undefined;
  const waits: number[] = [];
  const ask = (question: Question) => {
    if (question.kind === "export-job") asked.push(question.action.do);
    return new Promise<Answer>((resolve, reject) => waiting.push({ resolve, reject }));
  };
  const settled = () => new Promise((resolve) => setTimeout(resolve));
  return {
    asked,
    waits,
    run: () => runs.store.getState(),
    start: () => void runs.start(ask, REQUEST, "csv"),
    cancel: () => void runs.cancel(ask),
    find: () => void runs.find(ask),
    follow: () =>
      runs.follow(ask, (next, delay) => {
        waits.push(delay);
        timer = next;
        return () => (timer = undefined);
      }),
    /** Answers the question that has waited longest, or the one at this place. */
    answers: async (job: Partial<ExportJob>, place = 0) => {
      waiting.splice(place, 1)[0]?.resolve({ kind: "export-job", ...JOB, ...job });
      await settled();
    },
    fails: async () => {
      waiting.shift()?.reject(new Error("Gone."));
      await settled();
    },
    tick: async () => {
      const next = timer;
      timer = undefined;
      next?.();
      await settled();
    },
  };
}

test("is asked about every 300 ms, one question at a time, until it has ended", async () => {
  const { start, follow, answers, tick, asked, waits, run } = bench();
  start();
  expect(isBusy(run())).toBe(true);
  await answers({});
  follow();
  await answers({ done: 5 });
  expect(run()?.job?.done).toBe(5);
  await tick();
  await answers({ state: "done", done: 10, rows: 10 });
  await tick();
  expect([asked, waits]).toEqual([
    ["start", "status", "status"],
    [POLL_EVERY, POLL_EVERY],
  ]);
  expect(isBusy(run())).toBe(false);
});

test("goes on while nobody follows it, and is found again where it then is", async () => {
  const { start, follow, answers, tick, asked, run } = bench();
  start();
  await answers({});
  follow()();
  await answers({ done: 1 });
  await tick();
  expect(asked).toEqual(["start", "status"]);
  follow();
  await answers({ state: "done", rows: 10 });
  expect(run()?.job?.state).toBe("done");
});

test("is not begun twice", async () => {
  const { start, answers, asked } = bench();
  start();
  start();
  await answers({});
  start();
  expect(asked).toEqual(["start"]);
});

test("that was cancelled does not run again because of a late answer", async () => {
  const { start, follow, cancel, answers, run } = bench();
  start();
  await answers({});
  follow();
  cancel();
  await answers({ state: "cancelled" }, 1);
  await answers({ done: 9 });
  expect(run()?.job?.state).toBe("cancelled");
});

test("stays known while the engine cannot be asked, and is asked about again", async () => {
  const { start, follow, answers, fails, tick, run } = bench();
  start();
  await answers({});
  follow();
  await fails();
  expect(run()).toMatchObject({ failed: "Gone.", job: { state: "running" } });
  await tick();
  await answers({ done: 7 });
  expect(run()).toMatchObject({ failed: undefined, job: { done: 7 } });
});

test("that runs is found after the page was loaded again, and can be cancelled", async () => {
  const { find, cancel, answers, asked, run } = bench();
  find();
  await answers({ id: 7, done: 3 });
  expect(run()).toMatchObject({ subject: "calls", format: "csv", job: { id: 7, done: 3 } });
  expect(isBusy(run())).toBe(true);
  cancel();
  await answers({ id: 7, state: "cancelled" });
  expect([asked, isBusy(run())]).toEqual([["find", "cancel"], false]);
});

test("is not looked for where one is known, and nothing is shown when none runs or the engine is gone", async () => {
  const { find, start, answers, fails, asked, run } = bench();
  find();
  await answers({ of: undefined, state: "unknown" });
  find();
  await fails();
  expect(run()).toBeUndefined();
  start();
  find();
  expect(asked).toEqual(["find", "find", "start"]);
});

test("that could not begin may be begun again", async () => {
  const { start, fails, run } = bench();
  start();
  await fails();
  expect([run()?.failed, isBusy(run())]).toEqual(["Gone.", false]);
  start();
  expect(isBusy(run())).toBe(true);
});
