import { useStore } from "zustand";
import { createStore } from "zustand/vanilla";

/** Four notes, in the order in which one asks. */
export const TOUR: readonly { readonly title: string; readonly text: string }[] = [
  {
    title: "One bar is one call",
    text: "As tall as its prompt. Green was read from the cache, yellow and orange were written to it, and the hollow red part could have been read and was not.",
  },
  {
    title: "The clock says until when it is warm",
    text: "Answer before that and the next call reads its prefix. Afterwards it is written again, for the amount below the clock.",
  },
  {
    title: "Every break has a cause and evidence",
    text: "Click one under “What happened”: what the log shows, how sure that is, what it cost and what you can do about it.",
  },
  {
    title: "Nothing leaves this machine",
    text: "Only figures, times and names are kept, never a prompt or a reply. Sources accounts for every byte that was read. Press ? for the keys.",
  },
];

const KEY = "prefixwatch.tour";

type Tour = { readonly note: number | undefined };

const store = createStore<Tour>(() => ({ note: wasEnded() ? undefined : 0 }));

/** The place of the note to show; `undefined` once the tour was read or dismissed, which is for ever. */
export function useTourNote(): number | undefined {
  return useStore(store, ({ note }) => note);
}

export function nextTourNote(): void {
  const { note } = store.getState();
  if (note === undefined) return;
  if (note + 1 < TOUR.length) store.setState({ note: note + 1 });
  else endTour();
}

export function endTour(): void {
  store.setState({ note: undefined });
  try {
    localStorage.setItem(KEY, "ended");
  } catch {
    // Storage is forbidden in some browser profiles; it is then dismissed for as long as the page lives.
  }
}

function wasEnded(): boolean {
  try {
    return localStorage.getItem(KEY) !== null;
  } catch {
    return false;
  }
}
