import { getHeapSpaceStatistics, setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";

/** Bytes of the young generation, both halves and V8's reserve: from here on it does not grow any more. */
const LARGE_ENOUGH = 12_000_000;

let held = false;

/**
 * Stops V8's nursery from growing. Of the millions of small values of a first reading some always live when it looks, so
 * it doubles the space to 134 MB (Node 24, 1 GB of logs, 2026-11-21) and keeps it; looking more often costs nothing that
 * could be measured. The flag is read at each collection, so it may be set while the program runs.
 */
export function holdNursery(): void {
  if (held) return;
  const nursery = getHeapSpaceStatistics().find(({ space_name }) => space_name === "new_space");
  if (nursery === undefined || nursery.space_size < LARGE_ENOUGH) return;
  setFlagsFromString("--semi-space-growth-factor=1");
  held = true;
}

let swept = false;

/**
 * Lets go of what the first reading left, once. V8 collects when more is allocated, and a program at rest allocates
 * nothing: with 5,000 logs it kept 100 MB of garbage for good (measured the same day).
 */
export function sweepHeap(): void {
  if (swept) return;
  swept = true;
  setFlagsFromString("--expose-gc");
  // A new context is where the flag shows; Node has no other way to ask for it while the program runs.
  const collect: unknown = runInNewContext("globalThis.gc");
  // The usual collection keeps the pages that it has emptied: 313 MB before and after 4 GB of logs, 179 with this one,
  // which takes 60 ms and not 20 (2026-11-22).
  if (typeof collect === "function") collect({ type: "major", execution: "sync", flavor: "last-resort" });
}
