import { walkByEntry, type Root, type Walk } from "./discover.ts";
import { distinctRoots } from "./distinct-roots.ts";
import { holdNursery } from "./heap.ts";
import type { DurationMs } from "../../shared/units.ts";

/**
 * A walk over 5,000 logs takes 30 ms at rest and 60 to 130 beside a page that draws; in one piece each append of that
 * time waited for it (200 appends a second, p99 182 ms, 2026-11-21).
 */
const PIECE_MS = 6;

/** `took` leaves out what lay between the pieces. */
export type EndedWalk = { readonly walk: Walk; readonly took: DurationMs };

/** Walks the roots a piece at a time: what sessions write meanwhile is read in between. */
export function openWalker(roots: readonly Root[], pieceMs: DurationMs = PIECE_MS) {
  let steps: ReturnType<typeof walkByEntry> | undefined;
  let took: DurationMs = 0;
  return {
    /** What there is to show before the first. */
    none: {
      files: [],
      roots: distinctRoots(roots).map(({ path }) => ({ path, state: "ok", files: 0 })),
      unreadable: [],
    } satisfies Walk as Walk,

    isUnderWay: (): boolean => steps !== undefined,

    /** Begins a walk or goes on with it; `undefined` until it has come to its end. */
    walkOn: (): EndedWalk | undefined => {
      if (steps === undefined) took = 0;
      steps ??= walkByEntry(distinctRoots(roots));
      const began = performance.now();
      for (;;) {
        const { done, value } = steps.next();
        const now = performance.now();
        if (done !== true && now < began + pieceMs) continue;
        took += now - began;
        holdNursery();
        if (done !== true) return undefined;
        steps = undefined;
        return { walk: value, took };
      }
    },

    /** What was walked so far is forgotten. */
    giveUp: (): void => {
      steps = undefined;
    },
  };
}
