/** What the engine that lasts held after it gave back what it could; bytes, and open files. */
export type Sample = {
  /** On the clock of `performance.now`. */
  readonly at: number;
  readonly heap: number;
  readonly rss: number;
  /** The most that it ever took, garbage included. */
  readonly peak: number;
  readonly files: number;
};

export type MemoryVerdict = { readonly leaks: boolean; readonly text: string };

/** Below it a slope is noise. */
const LEAST_MINUTES = 10;
const MEGABYTE = 1024 * 1024;
/** A minute. The heap tells; the process, which sways by 5 MB, only of what grows outside it. */
const MOST_HEAP_GROWTH = 0.25 * MEGABYTE;
const MOST_RSS_GROWTH = MEGABYTE;
const MOST_MORE_FILES = 10;

/**
 * Whether what is held grows, given samples of a time in which the logs do not. Never by the memory that a process takes:
 * V8 lets garbage lie as long as it likes and keeps the room. That grew by 1.8 MB a minute up to 327 MB, of an engine that
 * holds 14 MB of heap under the same load (2026-11-21).
 */
export function judgeMemory(samples: readonly Sample[]): MemoryVerdict {
  const [first, last] = [samples[0], samples.at(-1)];
  if (first === undefined || last === undefined)
    return { leaks: false, text: "memory not measured, or not for long enough" };
  const minutes = (last.at - first.at) / 60_000;
  const files = samples.map((sample) => sample.files);
  const [fewest, most] = [Math.min(...files), Math.max(...files)];
  const held = `heap ${megabytes(last.heap)} of ${megabytes(last.rss)}, at most ${megabytes(last.peak)} with garbage`;
  const open = `${fewest} to ${most} open files`;
  if (minutes < LEAST_MINUTES)
    return { leaks: false, text: `${held}, too short to tell whether it grows; ${open}` };
  const [heap, rss] = [slopeOf(samples, "heap"), slopeOf(samples, "rss")];
  return {
    leaks: heap > MOST_HEAP_GROWTH || rss > MOST_RSS_GROWTH || most - fewest > MOST_MORE_FILES,
    text:
      `${held}, growing by ${megabytes(heap)} and ${megabytes(rss)} a minute over ${minutes.toFixed(1)} min ` +
      `(may be ${megabytes(MOST_HEAP_GROWTH)} and ${megabytes(MOST_RSS_GROWTH)}); ${open}`,
  };
}

/**
 * Bytes a minute: the median of the slopes between any two samples (Theil and Sen). Which logs' chains are kept makes a
 * sample stand out by 20 MB; least squares said 0.26 MB a minute of a plateau with one such hill, 0.15 this way,
 * and both 0.9 of a real growth (two runs of 30 minutes, 2026-11-21).
 */
function slopeOf(samples: readonly Sample[], of: "heap" | "rss"): number {
  const slopes = samples.flatMap((first, n) =>
    samples.slice(n + 1).map((second) => ((second[of] - first[of]) / (second.at - first.at)) * 60_000),
  );
  const [lower = 0, upper = lower] = slopes.sort((a, b) => a - b).slice((slopes.length - 1) / 2);
  return slopes.length % 2 === 0 ? (lower + upper) / 2 : lower;
}

const megabytes = (bytes: number) => `${(bytes / MEGABYTE).toFixed(2)} MB`;
