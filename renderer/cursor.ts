import { useEffect, useRef, type RefObject } from "react";

/**
 * Where the keys have moved to in a list: a row by its key, so that it is the same row in another order. A new value for each
 * press, also where there is no further row.
 */
export type Cursor = { readonly key: string };

/** The row so many further, of a row that is not there the first; `undefined` in an empty list. */
export function moved(keys: readonly string[], from: string | undefined, by: number): Cursor | undefined {
  const at = keys.findIndex((key) => key === from);
  const key = keys[at < 0 ? 0 : Math.max(0, Math.min(keys.length - 1, at + by))];
  return key === undefined ? undefined : { key };
}

/**
 * Gives the row of a cursor the focus, once for each press: at once, or when it has been scrolled into being. A list that
 * changes later moves no focus.
 */
export function useCursorFocus(row: RefObject<HTMLElement | null>, cursor: Cursor | undefined): void {
  useEffect(() => {
    if (cursor === undefined || followed.has(cursor)) return;
    followed.add(cursor);
    row.current?.focus({ preventScroll: true });
  }, [row, cursor]);
}

/** Brings the row of a cursor into view, likewise once for each press; −1 is no place. */
export function useCursorScroll(
  cursor: Cursor | undefined,
  place: number,
  list: { readonly scrollToIndex: (place: number, how: { readonly align: "auto" }) => void },
): void {
  const met = useRef<Cursor>(undefined);
  useEffect(() => {
    if (cursor === undefined || met.current === cursor) return;
    met.current = cursor;
    if (place >= 0) list.scrollToIndex(place, { align: "auto" });
  }, [cursor, place, list]);
}

const followed = new WeakSet<Cursor>();
