import type { Pace } from "./feed-store.ts";

/** The browser's clock and visibility. */
export const PAGE_PACE: Pace = {
  now: () => Date.now(),
  later(run, delay) {
    const timer = setTimeout(run, delay);
    return () => clearTimeout(timer);
  },
  isHidden: () => document.hidden,
  onShown(run) {
    const changed = () => {
      if (!document.hidden) run();
    };
    document.addEventListener("visibilitychange", changed);
    return () => document.removeEventListener("visibilitychange", changed);
  },
};
