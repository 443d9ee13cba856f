import { daysIn, type ShownRange } from "../selectors/months-range.ts";
import { daysOfMonth, rangeText } from "../month-text.ts";
import "./month-picker.css";

type Props = {
  readonly range: ShownRange;
  readonly zone: string;
  /** Nothing lies after today. */
  readonly today: string;
  readonly onStep: (by: -1 | 1) => void;
};

/** The name of the range between two arrows; the page listens to the arrow keys. */
export function MonthPicker({ range, zone, today, onStep }: Props) {
  const unit = range.month === undefined ? `${daysIn(range)} days` : "month";
  return (
    <div className="month-picker">
      <button
        type="button"
        aria-label={`The ${unit} before`}
        title={`The ${unit} before (←)`}
        onClick={() => onStep(-1)}
      >
        ‹
      </button>
      <h1 id="months-title" aria-live="polite">
        {rangeText(range)}
      </h1>
      <button
        type="button"
        aria-label={`The ${unit} after`}
        title={`The ${unit} after (→)`}
        disabled={range.to >= today}
        onClick={() => onStep(1)}
      >
        ›
      </button>
      <p>
        {range.month === undefined ? `${daysIn(range)} days` : daysOfMonth(range)},{" "}
        {zone.replaceAll("_", " ")}
      </p>
    </div>
  );
}
