import { useMemo, useSyncExternalStore } from "react";
import type { Place } from "../shared/format.ts";
import type { EpochMs } from "../shared/units.ts";
import { calendar } from "../shared/usage/calendar.ts";

const listeners = new Set<() => void>();
let now: EpochMs = Date.now();
let timer: ReturnType<typeof setInterval> | undefined;

/** The time of this second. One timer for the page; it rests while the page is hidden. */
export function useNow(): EpochMs {
  return useSyncExternalStore(subscribe, () => now);
}

/** The calendar day in a zone: `2026-08-14`. */
export function useDay(zone: string): string {
  const nameOf = useMemo(() => calendar(zone), [zone]);
  return useSyncExternalStore(subscribe, () => nameOf(now, "day"));
}

/** Where the reader is. The texts are English, so the names of months are too. */
export const PLACE: Place = {
  locale: navigator.language.startsWith("en") ? navigator.language : "en-GB",
  timeZone: Intl.DateTimeFormat().resolvedOptions().timeZone,
};

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  if (listeners.size === 1) {
    document.addEventListener("visibilitychange", run);
    run();
  }
  return () => {
    listeners.delete(listener);
    if (listeners.size > 0) return;
    document.removeEventListener("visibilitychange", run);
    clearInterval(timer);
  };
}

function run(): void {
  clearInterval(timer);
  if (document.hidden) return;
  tick();
  timer = setInterval(tick, 1000);
}

function tick(): void {
  now = Date.now();
  for (const listener of listeners) listener();
}
