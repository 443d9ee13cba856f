import { Fragment, memo, useMemo, type ReactNode } from "react";
import type { Totals } from "../../shared/feed.ts";
import type { CallFilter, MonthsAnswer, MonthSplit } from "../../shared/question.ts";
import { DEFINITIONS } from "../definitions.ts";
import { dayRowText, stretchText } from "../month-text.ts";
import { historyChange } from "../selectors/history-change.ts";
import { stackOf, type Series } from "../selectors/history-series.ts";
import { stretchesOf, type HistoryUnit, type Stretch } from "../selectors/history-stretches.ts";
import { DaySessions } from "./day-sessions.tsx";
import { HistoryRow } from "./history-row.tsx";
import "./history-table.css";

type Props = {
  readonly days: MonthsAnswer["days"];
  readonly range: { readonly from: string; readonly to: string };
  /** What the first level is; the days below it are the second. */
  readonly unit: HistoryUnit;
  readonly split: MonthSplit;
  readonly series: readonly Series[];
  /** The whole range under the split. */
  readonly parts: MonthsAnswer["parts"];
  readonly totals: Totals;
  readonly previous: Totals | undefined;
  readonly name: string;
  readonly previousName: string;
  readonly zone: string;
  readonly filter: CallFilter;
  readonly open: readonly string[];
  readonly sessionName: (session: string, project: string) => string;
  readonly onToggle: (key: string) => void;
};

const HISTORY_COLUMNS = [
  { column: "calls", name: "Calls", definition: DEFINITIONS.calls },
  { column: "read", name: "Read", definition: DEFINITIONS.read },
  { column: "written", name: "Written", definition: DEFINITIONS.written },
  { column: "output", name: "Output", definition: DEFINITIONS.output },
  { column: "rate", name: "Hit rate", definition: DEFINITIONS.hitRate },
  { column: "cost", name: "Cost", definition: DEFINITIONS.cost },
  { column: "avoidable", name: "Avoidable", definition: DEFINITIONS.avoidable },
  { column: "breaks", name: "Breaks", definition: DEFINITIONS.breaks },
  { column: "split", name: "Split", definition: "Prompt tokens by what the bars above are split by" },
] as const;

/** Weeks or months, unfolded to days and sessions; below them the whole, and what it is compared with. */
export const HistoryTable = memo(function HistoryTable(props: Props) {
  const { days, range, unit, split, series, parts, totals, previous, name, previousName } = props;
  const stretches = useMemo(() => stretchesOf(days, range, unit), [days, range, unit]);
  return (
    <table className="history-table">
      <caption className="visually-hidden">
        {name} by {unit}, day and session
      </caption>
      <HistoryHead first={unit === "week" ? "Week" : unit === "month" ? "Month" : "Year"} />
      <tbody>
        {stretches.map((stretch) => (
          <StretchRows key={stretch.key} {...props} stretch={stretch} />
        ))}
      </tbody>
      <tfoot>
        <HistoryRow
          level={1}
          name={name}
          totals={totals}
          series={split === "kind" ? undefined : series}
          stack={split === "kind" ? undefined : stackOf(split, { totals, parts }, series)}
        />
        {previous !== undefined && (
          <>
            <HistoryRow
              level={1}
              name={`${previousName.slice(0, 1).toUpperCase()}${previousName.slice(1)}`}
              totals={previous.calls === 0 ? undefined : previous}
              bar={split === "kind"}
            />
            {previous.calls > 0 && <ChangeRow now={totals} before={previous} />}
          </>
        )}
      </tfoot>
    </table>
  );
});

export function HistoryHead({ first }: { readonly first: string }) {
  return (
    <thead>
      <tr>
        <th scope="col">{first}</th>
        {HISTORY_COLUMNS.map(({ column, name, definition }) => (
          <th key={column} scope="col" className={`history-${column}`} title={definition}>
            {name}
          </th>
        ))}
      </tr>
    </thead>
  );
}

function StretchRows(props: Props & { readonly stretch: Stretch }) {
  const { stretch, days, unit, split, series, open, zone, filter, sessionName, onToggle } = props;
  const unfolded = open.includes(stretch.key);
  const inside = useMemo(
    () => (unfolded ? stretchesOf(days, stretch, "day").filter(({ totals }) => totals !== undefined) : []),
    [unfolded, days, stretch],
  );
  const row = (one: Stretch, level: 1 | 2, name: ReactNode) => (
    <HistoryRow
      level={level}
      id={level === 2 ? `day-${one.key}` : undefined}
      name={name}
      totals={one.totals}
      series={split === "kind" ? undefined : series}
      stack={split === "kind" ? undefined : stackOf(split, one, series)}
    />
  );
  const text = stretchText(stretch, unit);
  return (
    <>
      {row(
        stretch,
        1,
        stretch.totals === undefined ? (
          <span className="history-name">{text}</span>
        ) : (
          <Unfold open={unfolded} name={text} onToggle={() => onToggle(stretch.key)} />
        ),
      )}
      {inside.map((day) => {
        const shown = open.includes(day.key);
        return (
          <Fragment key={day.key}>
            {row(
              day,
              2,
              <Unfold open={shown} name={dayRowText(day.from)} onToggle={() => onToggle(day.key)} />,
            )}
            {shown && <DaySessions day={day.key} zone={zone} filter={filter} nameOf={sessionName} />}
          </Fragment>
        );
      })}
    </>
  );
}

type UnfoldProps = { readonly open: boolean; readonly name: string; readonly onToggle: () => void };

function Unfold({ open, name, onToggle }: UnfoldProps) {
  return (
    <button type="button" className="history-unfold" aria-expanded={open} onClick={onToggle}>
      <i aria-hidden="true">›</i>
      {name}
    </button>
  );
}

/** Each figure against the one of the period before. */
function ChangeRow({ now, before }: { readonly now: Totals; readonly before: Totals }) {
  return (
    <tr className="history-level-1 history-change">
      <th scope="row">Change</th>
      {historyChange(now, before).map(([column, text]) => (
        <td key={column} className={`history-${column}`}>
          {text}
        </td>
      ))}
      <td className="history-split" />
    </tr>
  );
}
