import { useState } from "react";
import { day } from "../invalidations-view.ts";

type Props = {
  readonly label: string;
  /** `2026-08-14`; `undefined` is an empty field. */
  readonly value: string | undefined;
  readonly min?: string | undefined;
  readonly max?: string | undefined;
  /** Given a day that can be shown, or `undefined` where the field was emptied. */
  readonly onChange: (day: string | undefined) => void;
};

/** A calendar day to type or to pick. */
export function DayField({ label, value, min, max, onChange }: Props) {
  // The browser tells of each digit: on its way to 2026 a year is 2, 20 and 202, which is nothing to show a page of.
  const [draft, setDraft] = useState<string>();
  return (
    <input
      type="date"
      aria-label={label}
      value={draft ?? value ?? ""}
      min={min}
      max={max}
      onChange={({ target }) => {
        const typed = day(target.value);
        setDraft(typed === undefined ? target.value : undefined);
        if (typed !== undefined || target.value === "") onChange(typed);
      }}
      onBlur={() => setDraft(undefined)}
    />
  );
}
