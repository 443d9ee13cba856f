import { useSyncExternalStore } from "react";

const query = window.matchMedia("(max-width: 560px) and (max-height: 480px)");

/** Whether the window is as small as the one kept on top of an editor, 420 × 340. */
export function useCompact(): boolean {
  return useSyncExternalStore(subscribe, () => query.matches);
}

function subscribe(listener: () => void): () => void {
  query.addEventListener("change", listener);
  return () => query.removeEventListener("change", listener);
}
