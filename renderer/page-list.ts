import { INVALIDATIONS } from "./invalidations-view.ts";
import { MONTHS } from "./months-view.ts";
import { useInvalidationsView, useMonthsView, useSessionsView, useView } from "./navigation.ts";
import { SETTINGS } from "./settings-view.ts";
import { SOURCES } from "./sources-view.ts";
import { ALL_SESSIONS, LIVE, type View } from "./view-state.ts";

export type PageLink = {
  readonly name: string;
  /** Where the link goes: to the page as it was left, from the page itself to all of it. */
  readonly view: View;
  readonly current: boolean;
};

/** The pages in the order of the bar. */
export function usePages(): readonly PageLink[] {
  const { page } = useView();
  const sessions = useSessionsView();
  const invalidations = useInvalidationsView();
  const months = useMonthsView();
  return [
    { name: "Live", view: LIVE, current: page === "live" },
    {
      name: "Sessions",
      view: page === "sessions" ? ALL_SESSIONS : sessions,
      current: page === "sessions" || page === "session",
    },
    { name: "Months", view: page === "months" ? MONTHS : months, current: page === "months" },
    {
      name: "Invalidations",
      view: page === "invalidations" ? INVALIDATIONS : invalidations,
      current: page === "invalidations",
    },
    { name: "Sources", view: SOURCES, current: page === "sources" },
    { name: "Settings", view: SETTINGS, current: page === "settings" },
  ];
}
