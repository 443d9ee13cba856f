import type { MonthsAnswer } from "../../shared/question.ts";
import { dayText } from "../day-text.ts";
import { rangeText } from "../month-text.ts";
import { MONTHS, type MonthsView } from "../months-view.ts";
import type { ShownRange } from "../selectors/months-range.ts";

type Props = {
  readonly view: MonthsView;
  readonly range: ShownRange;
  readonly answer: MonthsAnswer;
  readonly onChange: (part: Partial<MonthsView>) => void;
};

/** No calls in these days: says where there are some. */
export function MonthsEmpty({ view, range, answer, onChange }: Props) {
  const { firstDay, lastDay } = answer;
  const filtered = view.project !== undefined || view.model !== undefined || view.lane !== undefined;
  const { project, model, lane } = MONTHS;
  return (
    <section className="panel history-empty" role="status">
      <h2>
        No {filtered ? "such " : ""}calls in {rangeText(range)}
      </h2>
      {firstDay === undefined || lastDay === undefined ? (
        <p>No log read so far tells the time of a call.</p>
      ) : (
        <p>
          The first day with calls is <Day day={firstDay} onChange={onChange} />, the last is{" "}
          <Day day={lastDay} onChange={onChange} />.
        </p>
      )}
      {filtered && (
        <p>
          Some calls are left out.{" "}
          <button type="button" onClick={() => onChange({ project, model, lane })}>
            Show all projects, models and lanes
          </button>
        </p>
      )}
    </section>
  );
}

function Day({ day, onChange }: { readonly day: string; readonly onChange: Props["onChange"] }) {
  return (
    <button
      type="button"
      onClick={() => onChange({ month: day.slice(0, 7), from: undefined, to: undefined, open: [] })}
    >
      {dayText(day)}
    </button>
  );
}
