import { createStore } from "zustand/vanilla";
import { useStore } from "zustand";
import { INVALIDATIONS, type InvalidationsView } from "./invalidations-view.ts";
import { MONTHS, type MonthsView } from "./months-view.ts";
import { ALL_SESSIONS, parseView, viewHash, type SessionsView, type View } from "./view-state.ts";

type Navigation = {
  readonly view: View;
  /** The list as it was left, so that coming back finds the same filter and order. */
  readonly sessions: SessionsView;
  /** The same of the cache events. */
  readonly invalidations: InvalidationsView;
  readonly months: MonthsView;
};

const store = createStore<Navigation>(() => ({
  view: parseView(""),
  sessions: ALL_SESSIONS,
  invalidations: INVALIDATIONS,
  months: MONTHS,
}));

/** Follows the URL hash until stopped. */
export function startNavigation(): () => void {
  follow();
  window.addEventListener("hashchange", follow);
  return () => window.removeEventListener("hashchange", follow);
}

export function useView(): View {
  return useStore(store, ({ view }) => view);
}

export function useSessionsView(): SessionsView {
  return useStore(store, ({ sessions }) => sessions);
}

export function useInvalidationsView(): InvalidationsView {
  return useStore(store, ({ invalidations }) => invalidations);
}

export function useMonthsView(): MonthsView {
  return useStore(store, ({ months }) => months);
}

/** Goes to another page; the browser's back button returns. */
export function open(view: View): void {
  window.history.pushState(undefined, "", viewHash(view));
  show(view);
}

/** Changes the page that is shown: a selection or a filter is not a step to go back to. */
export function adjust(view: View): void {
  window.history.replaceState(undefined, "", viewHash(view));
  show(view);
}

export function backToSessions(): void {
  open(store.getState().sessions);
}

function follow(): void {
  show(parseView(window.location.hash));
}

function show(view: View): void {
  if (view.page === "sessions") store.setState({ view, sessions: view });
  else if (view.page === "months") store.setState({ view, months: view });
  else if (view.page === "invalidations") store.setState({ view, invalidations: view });
  else store.setState({ view });
}
