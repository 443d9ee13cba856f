import { memo, useCallback, useEffect, useMemo, useRef } from "react";
import { HeatCalendar } from "../charts/heat-calendar.tsx";
import type { CallFilter } from "../../shared/question.ts";
import { useAnswer } from "../feed-context.tsx";
import type { HeatMeasure, MonthsView } from "../months-view.ts";
import { Panel } from "../parts/panel.tsx";
import { heatMap, heatRange } from "../selectors/heat-map.ts";
import { keyOf } from "../selectors/history-stretches.ts";
import type { ShownRange } from "../selectors/months-range.ts";
import { scrollToDay } from "./months-body.tsx";

type Props = {
  readonly heat: HeatMeasure;
  readonly range: ShownRange;
  readonly zone: string;
  readonly filter: CallFilter;
  readonly today: string;
  readonly onChange: (part: Partial<MonthsView>) => void;
};

const NAMES: Readonly<Record<HeatMeasure, string>> = { rate: "Hit rate", cost: "Cost" };

/** The year that the days above are in; a square leads to its day. */
export const MonthsCalendar = memo(function MonthsCalendar(props: Props) {
  const { heat, range, zone, filter, today, onChange } = props;
  const { from, to } = useMemo(() => heatRange(range, today), [range, today]);
  const question = useMemo(
    () => ({ kind: "calendar", from, to, zone, filter }) as const,
    [from, to, zone, filter],
  );
  const { answer, asked } = useAnswer(question);
  const map = useMemo(
    () =>
      answer === undefined || asked?.from === undefined || asked.to === undefined
        ? undefined
        : heatMap(answer.days, { from: asked.from, to: asked.to }, heat),
    [answer, asked, heat],
  );
  const latest = useRef(range);
  useEffect(() => {
    latest.current = range;
  }, [range]);
  // The same for every month, so that the squares of the year stand still.
  const select = useCallback(
    (day: string) => {
      const inside = day >= latest.current.from && day <= latest.current.to;
      onChange({
        ...(!inside && { month: day.slice(0, 7), from: undefined, to: undefined }),
        // Of a long range the table is of months, else of weeks.
        open: [keyOf(day, "month"), keyOf(day, "week"), day],
      });
      scrollToDay(day);
    },
    [onChange],
  );
  return (
    <Panel
      title="Calendar"
      definition="calendar"
      aside={
        <div className="segments" role="group" aria-label="Shade by">
          {(["rate", "cost"] as const).map((measure) => (
            <button
              key={measure}
              type="button"
              aria-pressed={measure === heat}
              onClick={() => onChange({ heat: measure })}
            >
              {NAMES[measure]}
            </button>
          ))}
        </div>
      }
    >
      {map === undefined ? (
        <p className="months-calendar-wait">Reading the year…</p>
      ) : (
        <HeatCalendar map={map} measure={heat} range={range} onSelect={select} />
      )}
    </Panel>
  );
});
