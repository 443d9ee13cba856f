import type { FoundFile } from "./discover.ts";
import type { DurationMs, EpochMs } from "../../shared/units.ts";

/**
 * After a walk of many folders its own time passes this often before the next: 5,000 logs take 50 ms, and an idle program
 * is to take less than a hundredth of a core. Where nothing else finds changes they are looked for more often.
 */
const REST = 200;
const REST_ALONE = 40;

/** How long to wait after a walk, given how long it took. */
export function pauseAfterWalk(
  took: DurationMs,
  { watching, least }: { readonly watching: boolean; readonly least: DurationMs },
): DurationMs {
  return Math.max(least, took * (watching ? REST : REST_ALONE));
}

const LATELY: DurationMs = 3_600_000;
const MOST_LATELY = 50;

/**
 * Logs that were written lately, which are looked at between two walks: when many change at once the system drops hints
 * and tells nobody. `files` are the newest first.
 */
export function writtenLately(files: readonly FoundFile[], now: EpochMs): readonly string[] {
  return files
    .slice(0, MOST_LATELY)
    .filter(({ mtimeMs }) => now - mtimeMs < LATELY)
    .map(({ path }) => path);
}
