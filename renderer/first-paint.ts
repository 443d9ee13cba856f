import { useDeferredValue } from "react";

/**
 * `false` while a page is drawn for the first time, `true` just after: what takes long to draw waits for it, and the
 * page answers the click at once. Its room must not depend on it, or the page would jump.
 */
export function usePainted(): boolean {
  return useDeferredValue(true, false);
}
