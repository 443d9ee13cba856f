import { useState, type FocusEvent, type KeyboardEvent } from "react";
import type { Ratio } from "../../shared/units.ts";

/** Told what the focus is on, and `undefined` when it leaves. */
export type Reading = { readonly onRead: (text: string | undefined) => void };

type Props = Reading & {
  readonly className: string;
  /** Share of the track's width. */
  readonly position: Ratio;
  readonly name: string;
  readonly text: string;
  /** Whether Tab comes to it; the arrow keys come to all. */
  readonly reached: boolean;
  readonly onSelect: (() => void) | undefined;
};

/** A mark on a track, as a button: the same for a pointer and for the keyboard. */
export function TrackButton({ className, position, name, text, reached, onRead, onSelect }: Props) {
  return (
    <button
      type="button"
      className={className}
      style={{ left: `${position * 100}%` }}
      tabIndex={reached ? 0 : -1}
      aria-label={name}
      aria-disabled={onSelect === undefined}
      title={text}
      onFocus={() => onRead(text)}
      onBlur={() => onRead(undefined)}
      onClick={(click) => {
        // The track would look for the nearest mark.
        click.stopPropagation();
        onSelect?.();
      }}
    />
  );
}

/** One stop for Tab in a track of many marks; the arrow keys, Home and End walk along it. */
export function useWalk() {
  const [reached, setReached] = useState(0);
  const marksOf = (track: HTMLElement) => [...track.querySelectorAll<HTMLElement>("button")];
  return {
    isReached: (place: number) => place === reached,
    track: {
      onFocus: (event: FocusEvent<HTMLElement>) => {
        const place = marksOf(event.currentTarget).findIndex((mark) => mark === event.target);
        if (place >= 0) setReached(place);
      },
      onKeyDown: (event: KeyboardEvent<HTMLElement>) => {
        const marks = marksOf(event.currentTarget);
        const place = marks.findIndex((mark) => mark === event.target);
        const next = nextPlace(event.key, place, marks.length);
        if (next === undefined) return;
        event.preventDefault();
        marks[next]?.focus();
      },
    },
  };
}

function nextPlace(key: string, place: number, count: number): number | undefined {
  switch (key) {
    case "ArrowLeft":
      return Math.max(0, place - 1);
    case "ArrowRight":
      return Math.min(count - 1, place + 1);
    case "Home":
      return 0;
    case "End":
      return count - 1;
    default:
      return undefined;
  }
}
