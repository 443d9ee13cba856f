import type { MonthSplit } from "../../shared/question.ts";
import { MONTH_SPLITS } from "../months-view.ts";
import "./range-picker.css";

const NAMES: Readonly<Record<MonthSplit, string>> = {
  kind: "Token kind",
  model: "Model",
  project: "Project",
  lane: "Main, agents",
};

type Props = { readonly split: MonthSplit; readonly onChange: (split: MonthSplit) => void };

/** By what the bars are stacked. */
export function SplitPicker({ split, onChange }: Props) {
  return (
    <div className="segments" role="group" aria-label="Split by">
      {MONTH_SPLITS.map((one) => (
        <button key={one} type="button" aria-pressed={one === split} onClick={() => onChange(one)}>
          {NAMES[one]}
        </button>
      ))}
    </div>
  );
}
