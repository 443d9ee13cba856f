import type { CacheEvent } from "../../shared/cache/event.ts";

/** The one before the shown one in time; from anywhere else the newest. `events` are newest first. */
export function nextInvalidation(
  events: readonly CacheEvent[],
  shownCall: string | undefined,
): CacheEvent | undefined {
  const losses = events.filter(({ kind }) => kind === "invalidation");
  const at = losses.findIndex(({ callKey }) => callKey === shownCall);
  return losses[at + 1] ?? losses[0];
}
