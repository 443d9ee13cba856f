import { expect, test } from "vitest";
import { judgeMemory, type Sample } from "./memory-rule.ts";

const MB = 1024 * 1024;
const MINUTE = 60_000;

type Growth = { readonly heap?: number; readonly rss?: number; readonly files?: number };

/** Three samples a minute with a sway of half a megabyte, growing by so many megabytes or files a minute. */
function samples(minutes: number, { heap = 0, rss = 0, files = 0 }: Growth): readonly Sample[] {
  return Array.from({ length: minutes * 3 + 1 }, (_, n) => {
    const sway = n % 2 === 0 ? 0 : 0.5;
    return {
      at: (n / 3) * MINUTE,
      heap: (14 + sway + (heap * n) / 3) * MB,
      rss: (112 + sway + (rss * n) / 3) * MB,
      peak: (200 + n) * MB,
      files: 28 + Math.floor((files * n) / 3),
    };
  });
}

const leaks = (growth: Growth) => judgeMemory(samples(20, growth)).leaks;

test("memory that sways and garbage that grows are no leak", () => {
  const { leaks, text } = judgeMemory(samples(20, {}));
  expect(leaks).toBe(false);
  expect(text).toBe(
    "heap 14.00 MB of 112.00 MB, at most 260.00 MB with garbage, growing by 0.00 MB and 0.00 MB a minute over 20.0 min " +
      "(may be 0.25 MB and 1.00 MB); 28 to 28 open files",
  );
});

test("some samples that stand out are no growth, and hide none", () => {
  const hill = (growth: Growth) =>
    samples(20, growth).map((sample, n) =>
      n > 46 && n < 54 ? { ...sample, heap: sample.heap + 20 * MB } : sample,
    );
  expect([{}, { heap: 0.3 }].map((growth) => judgeMemory(hill(growth)).leaks)).toEqual([false, true]);
});

test("a heap, a process or a number of open files that grows is a leak", () => {
  expect([{ heap: 0.2 }, { heap: 0.3 }].map(leaks)).toEqual([false, true]);
  expect([{ rss: 0.9 }, { rss: 1.1 }].map(leaks)).toEqual([false, true]);
  expect([{ files: 0.4 }, { files: 1 }].map(leaks)).toEqual([false, true]);
});

test("of a few minutes and of nothing measured it is said so", () => {
  expect(judgeMemory(samples(9, { heap: 3 }))).toEqual({
    leaks: false,
    text: expect.stringContaining("too short to tell whether it grows"),
  });
  expect(judgeMemory([])).toEqual({ leaks: false, text: "memory not measured, or not for long enough" });
});
