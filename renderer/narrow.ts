import { useSyncExternalStore } from "react";

const query = window.matchMedia("(max-width: 640px)");

/** Whether charts have room for few words only. */
export function useNarrow(): boolean {
  return useSyncExternalStore(subscribe, () => query.matches);
}

function subscribe(listener: () => void): () => void {
  query.addEventListener("change", listener);
  return () => query.removeEventListener("change", listener);
}
