import { useMemo } from "react";
import { PLACE } from "../clock.ts";
import type { InvalidationsView, RangeChoice } from "../invalidations-view.ts";
import type { DayRange } from "../selectors/asked-range.ts";
import { DayField } from "./day-field.tsx";
import "./range-picker.css";

const CHOICES: readonly { readonly range: RangeChoice; readonly name: string; readonly title: string }[] = [
  { range: "7d", name: "7 days", title: "Today and the six days before it" },
  { range: "30d", name: "30 days", title: "Today and the 29 days before it" },
  { range: "90d", name: "90 days", title: "Today and the 89 days before it" },
  { range: "all", name: "All", title: "Everything that was ever read" },
  { range: "days", name: "From, to", title: "Days of your own" },
];

type Change = Pick<InvalidationsView, "range" | "from" | "to" | "zone">;
type Props = Change & { readonly asked: DayRange; readonly onChange: (part: Partial<Change>) => void };

/** Which days, and where a day begins. */
export function RangePicker({ range, from, to, zone, asked, onChange }: Props) {
  const zones = useMemo(() => zoneNames(zone), [zone]);
  return (
    <div className="range-picker">
      <div className="segments" role="group" aria-label="Time range">
        {CHOICES.map((choice) => (
          <button
            key={choice.range}
            type="button"
            aria-pressed={choice.range === range}
            title={choice.title}
            onClick={() => onChange({ range: choice.range, ...(choice.range === "days" && asked) })}
          >
            {choice.name}
          </button>
        ))}
      </div>
      {range === "days" && (
        <div className="range-picker-days">
          <DayField label="First day" value={from} max={to} onChange={(day) => onChange({ from: day })} />
          <span aria-hidden="true">to</span>
          <DayField label="Last day" value={to} min={from} onChange={(day) => onChange({ to: day })} />
        </div>
      )}
      <select
        aria-label="Time zone"
        title="Where a day begins and ends"
        value={zone ?? PLACE.timeZone}
        onChange={({ target }) =>
          onChange({ zone: target.value === PLACE.timeZone ? undefined : target.value })
        }
      >
        {zones.map((name) => (
          <option key={name} value={name}>
            {name.replaceAll("_", " ")}
          </option>
        ))}
      </select>
    </div>
  );
}

/** The reader's own zone and UTC first, then all that the browser knows. */
function zoneNames(chosen: string | undefined): readonly string[] {
  const first = [PLACE.timeZone, "UTC", ...(chosen === undefined ? [] : [chosen])];
  return [...new Set([...first, ...Intl.supportedValuesOf("timeZone")])];
}
