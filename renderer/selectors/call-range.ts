import type { CallRange } from "../view-state.ts";

/** What of the window is held: an end, the whole window, or a new window is drawn. */
export type Grip = "from" | "to" | "window" | "new";

/** The range cut to the calls there are; all of them when none is chosen or it lies outside. */
export function rangeWithin(range: CallRange | undefined, length: number): CallRange {
  if (range === undefined || range.from >= length) return { from: 0, to: length };
  return { from: range.from, to: Math.min(range.to, length) };
}

/** The same range, moved if need be so that it holds the call at this place. */
export function rangeHolding(range: CallRange, place: number, length: number): CallRange {
  if (place >= range.from && place < range.to) return range;
  const size = range.to - range.from;
  const from = Math.max(0, Math.min(length - size, place - Math.floor(size / 2)));
  return { from, to: from + size };
}

/** The window after a drag from one place to another; at least one call wide and inside the lane. */
export function dragged(grip: Grip, range: CallRange, start: number, end: number, length: number): CallRange {
  const clamp = (place: number) => Math.max(0, Math.min(length, Math.round(place)));
  if (grip === "from") return { from: Math.min(clamp(end), range.to - 1), to: range.to };
  if (grip === "to") return { from: range.from, to: Math.max(clamp(end), range.from + 1) };
  if (grip === "new") {
    const from = Math.min(clamp(Math.min(start, end)), length - 1);
    return { from, to: Math.max(from + 1, clamp(Math.max(start, end))) };
  }
  const size = range.to - range.from;
  const from = Math.max(0, Math.min(length - size, range.from + Math.round(end - start)));
  return { from, to: from + size };
}

/** The window after a key on one of its ends; `undefined` for keys that mean nothing here. */
export function nudged(
  grip: "from" | "to",
  range: CallRange,
  key: string,
  length: number,
): CallRange | undefined {
  const place = grip === "from" ? range.from : range.to;
  const page = Math.max(1, Math.round(length / 20));
  const target: Readonly<Record<string, number>> = {
    ArrowLeft: place - 1,
    ArrowDown: place - 1,
    ArrowRight: place + 1,
    ArrowUp: place + 1,
    PageDown: place - page,
    PageUp: place + page,
    Home: 0,
    End: length,
  };
  const next = target[key];
  return next === undefined ? undefined : dragged(grip, range, place, next, length);
}
