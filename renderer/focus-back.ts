import { useEffect, useRef } from "react";

/** Whether the focus is in an element of the selector. */
export function hasFocus(selector: string): boolean {
  return document.activeElement?.matches(`${selector} *`) === true;
}

/**
 * For what can be closed while the focus is in it, which would then be nowhere. Remembers what had the focus when `opened`
 * was opened. Call the returned function before closing: a focus in `within` goes back there, or where that is gone or was
 * nothing, to the first element of `otherwise`.
 */
export function useFocusBack(opened: string | undefined, within: string, otherwise: string): () => void {
  const opener = useRef<Element>(null);
  useEffect(() => {
    if (opened !== undefined) opener.current = document.activeElement;
  }, [opened]);
  return () => {
    if (!hasFocus(within)) return;
    const { current } = opener;
    const back = current?.isConnected === true && current !== document.body ? current : undefined;
    const target = back ?? document.querySelector(otherwise);
    if (target instanceof HTMLElement || target instanceof SVGElement) target.focus();
  };
}
