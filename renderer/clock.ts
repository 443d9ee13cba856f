import { useMemo, useSyncExternalStore } from "react";
import type { Place } from "../shared/format.ts";
import { DEFAULT_SETTINGS, zoneOf, type Settings } from "../shared/settings.ts";
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

type Shown = Pick<Settings, "timeZone" | "clock">;

/** The zone of the system that shows the page. */
export const OWN_ZONE = Intl.DateTimeFormat().resolvedOptions().timeZone;
const OWN_CLOCK = Intl.DateTimeFormat(navigator.language, { hour: "numeric" }).resolvedOptions().hour12;
let shown: Shown = DEFAULT_SETTINGS;

/** Where the reader is, or as the settings have it. The texts are English, so the names of months are too. */
export const PLACE = {
  locale: navigator.language.startsWith("en") ? navigator.language : "en-GB",
  get timeZone(): string {
    return zoneOf(shown, OWN_ZONE);
  },
  get clock(): "12" | "24" {
    if (shown.clock !== "auto") return shown.clock;
    return OWN_CLOCK === true ? "12" : "24";
  },
} satisfies Place;

/** Call before anything is drawn with the new settings: times are written by `PLACE` wherever they stand. */
export function setPlace(settings: Shown): void {
  shown = settings;
}

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
