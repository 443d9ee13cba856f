import { memo, useCallback, useEffect, useId, useMemo, useRef, useState, type KeyboardEvent } from "react";
import { percent, usd, wholePercent } from "../../shared/format.ts";
import { shortMonth, weekdayText } from "../month-text.ts";
import type { HeatMeasure } from "../months-view.ts";
import type { HeatBlock, HeatCell, HeatMap } from "../selectors/heat-map.ts";
import "./heat-calendar.css";

type Props = {
  readonly map: HeatMap;
  readonly measure: HeatMeasure;
  /** The days of the page above, underlined. */
  readonly range: { readonly from: string; readonly to: string };
  readonly onSelect: (day: string) => void;
};

const WEEKDAYS = ["Mon", "", "Wed", "", "Fri", "", ""];
const ROWS = [0, 1, 2, 3, 4, 5, 6];
const STEPS: Readonly<Record<string, number>> = { ArrowLeft: -7, ArrowRight: 7, ArrowUp: -1, ArrowDown: 1 };

/** A square for each day, weeks as columns from Monday down; the arrow keys walk over the days. */
export const HeatCalendar = memo(function HeatCalendar({ map, measure, range, onSelect }: Props) {
  const cells = useMemo(() => map.blocks.flatMap((block) => block.cells), [map]);
  const [day, setDay] = useState<string>();
  const box = useRef<HTMLDivElement>(null);
  const id = useId();
  const at = cells.findIndex((cell) => cell.day === day);
  const current = cells[at] ?? cells.findLast(({ totals }) => totals !== undefined) ?? cells.at(-1);

  useEffect(() => {
    // The newest weeks are at the end, which is where one looks first.
    if (box.current !== null) box.current.scrollLeft = box.current.scrollWidth;
  }, []);
  const select = useCallback(
    (chosen: string) => {
      setDay(chosen);
      onSelect(chosen);
    },
    [onSelect],
  );
  const press = (event: KeyboardEvent) => {
    if (current === undefined || event.metaKey || event.ctrlKey || event.altKey) return;
    const place = cells.indexOf(current);
    const step = STEPS[event.key];
    if (step !== undefined) {
      const next = cells[Math.max(0, Math.min(cells.length - 1, place + (day === undefined ? 0 : step)))];
      setDay(next?.day);
    } else if (event.key === "Enter" || event.key === " ") {
      onSelect(current.day);
    } else return;
    event.preventDefault();
    event.stopPropagation();
  };
  return (
    <>
      <div
        ref={box}
        className="heat-calendar"
        role="grid"
        aria-label={`${measure === "rate" ? "Hit rate" : "Cost"} of each day`}
        tabIndex={0}
        aria-activedescendant={current === undefined ? undefined : cellId(id, current.day)}
        onKeyDown={press}
      >
        {map.blocks.map((block) => (
          <Block
            key={block.cells[0]?.day}
            block={block}
            measure={measure}
            range={range}
            active={day === undefined ? undefined : current?.day}
            id={id}
            onSelect={select}
          />
        ))}
      </div>
      <div className="heat-foot">
        <HeatLegend map={map} measure={measure} />
        <p aria-hidden="true">{day !== undefined && current !== undefined && cellText(current, measure)}</p>
      </div>
    </>
  );
});

type BlockProps = {
  readonly block: HeatBlock;
  readonly measure: HeatMeasure;
  readonly range: Props["range"];
  readonly active: string | undefined;
  /** Of the calendar, before the days in the names of its squares. */
  readonly id: string;
  readonly onSelect: (day: string) => void;
};

function Block({ range, ...props }: BlockProps) {
  const { block } = props;
  const inside = block.cells.filter(({ day }) => day >= range.from && day <= range.to);
  const from = inside[0]?.column;
  const to = inside.at(-1)?.column;
  return (
    <div
      className="heat-block"
      role="rowgroup"
      style={{ gridTemplateColumns: `28px repeat(${block.weeks}, minmax(11px, 21px))` }}
    >
      <Squares {...props} />
      {from !== undefined && to !== undefined && (
        <i className="heat-range" style={{ gridColumn: `${from + 2} / ${to + 3}` }} />
      )}
    </div>
  );
}

/** They stand still while other days are underlined. */
const Squares = memo(function Squares({ block, measure, active, id, onSelect }: Omit<BlockProps, "range">) {
  return (
    <>
      <span className="heat-weekday heat-corner" aria-hidden="true" />
      {block.months.map(({ column, month }) => (
        <span key={month} className="heat-month" aria-hidden="true" style={{ gridColumn: column + 2 }}>
          {shortMonth(month)}
        </span>
      ))}
      {ROWS.map((row) => (
        <div key={row} role="row" className="heat-row">
          <span className="heat-weekday" aria-hidden="true" style={{ gridRow: row + 2 }}>
            {WEEKDAYS[row]}
          </span>
          {block.cells
            .filter((cell) => cell.row === row)
            .map((cell) => (
              <Cell
                key={cell.day}
                cell={cell}
                id={cellId(id, cell.day)}
                measure={measure}
                active={cell.day === active}
                onSelect={onSelect}
              />
            ))}
        </div>
      ))}
    </>
  );
});

function cellId(id: string, day: string): string {
  return `${id}-${day}`;
}

type CellProps = {
  readonly cell: HeatCell;
  readonly id: string;
  readonly measure: HeatMeasure;
  readonly active: boolean;
  readonly onSelect: (day: string) => void;
};

const Cell = memo(function Cell({ cell, id, measure, active, onSelect }: CellProps) {
  const text = cellText(cell, measure);
  return (
    <span
      id={id}
      role="gridcell"
      aria-label={text}
      title={text}
      className={`heat-cell heat-${measure}-${cell.level ?? "none"} ${active ? "heat-active" : ""}`}
      style={{ gridColumn: cell.column + 2, gridRow: cell.row + 2 }}
      onClick={() => onSelect(cell.day)}
    />
  );
});

/** `Mon 5 Oct 2026: 95.1 %`. */
function cellText({ day, totals, value }: HeatCell, measure: HeatMeasure): string {
  if (totals === undefined) return `${weekdayText(day)}: no calls`;
  const text = measure === "rate" ? percent(value) : value === undefined ? "no known price" : usd(value);
  return `${weekdayText(day)}: ${text}`;
}

/** What the five steps stand for. */
function HeatLegend({ map, measure }: { readonly map: HeatMap; readonly measure: HeatMeasure }) {
  const text = measure === "rate" ? wholePercent : (amount: number) => usd(amount).replace(/\.00$/, "");
  const [least = 0] = map.bounds;
  return (
    <ul className="legend heat-legend" aria-label="Legend">
      <li>
        <i className={`heat-cell heat-${measure}-none`} />
        no calls
      </li>
      <li>
        <i className={`heat-cell heat-${measure}-0`} />
        below {text(least)}
      </li>
      {map.bounds.map((bound, place) => (
        <li key={bound}>
          <i className={`heat-cell heat-${measure}-${place + 1}`} />
          {place === map.bounds.length - 1 ? `${text(bound)} or more` : `from ${text(bound)}`}
        </li>
      ))}
    </ul>
  );
}
