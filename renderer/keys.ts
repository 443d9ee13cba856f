import { useEffect, useRef } from "react";

type Keys = Readonly<Record<string, () => void>>;

/**
 * Keys of a page by `event.key`. They rest while a field or a dialog has the focus or a modifier is held, arrows also in a
 * chart's table, which they scroll.
 */
export function useKeys(keys: Keys): void {
  useKeysOn(document, keys);
}

/** Keys of every page, for which its own come first: an event reaches the window after the document. */
export function useCommonKeys(keys: Keys): void {
  useKeysOn(window, keys);
}

function useKeysOn(target: Document | Window, keys: Keys): void {
  const current = useRef(keys);
  useEffect(() => {
    current.current = keys;
  });
  useEffect(() => {
    const pressed = (event: Event) => {
      if (!(event instanceof KeyboardEvent)) return;
      if (event.defaultPrevented || event.metaKey || event.ctrlKey || event.altKey || isField(event.target))
        return;
      if (event.key.startsWith("Arrow") && isScrolled(event.target)) return;
      const run = current.current[event.key];
      // An open popover is what Esc closes; the page's turn comes after it.
      if (run === undefined || (event.key === "Escape" && document.querySelector(":popover-open") !== null))
        return;
      event.preventDefault();
      run();
    };
    target.addEventListener("keydown", pressed);
    return () => target.removeEventListener("keydown", pressed);
  }, [target]);
}

function isField(target: EventTarget | null): boolean {
  return (
    target instanceof Element && target.closest("input, select, textarea, dialog, [role=slider]") !== null
  );
}

function isScrolled(target: EventTarget | null): boolean {
  return target instanceof Element && target.closest(".chart-table") !== null;
}
