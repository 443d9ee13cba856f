import { useCallback, useState, type ReactNode } from "react";
import "./chart-table.css";

/** Whether a chart is shown as its table. */
export type ChartTableView = { readonly asTable: boolean; readonly toggle: () => void };

/** Every page begins with its charts: a table is for the figures one looks up now and then. */
export function useChartTable(): ChartTableView {
  const [asTable, setAsTable] = useState(false);
  const toggle = useCallback(() => setAsTable((before) => !before), []);
  return { asTable, toggle };
}

type ButtonProps = {
  readonly view: ChartTableView;
  /** The title of the chart. */
  readonly of: string;
};

/** Stands at the end of the title's line. */
export function TableButton({ view, of }: ButtonProps) {
  const text = view.asTable ? "Show as chart" : "Show as table";
  return (
    <button
      type="button"
      className="text-button table-button"
      aria-label={`${text}: ${of}`}
      onClick={view.toggle}
    >
      {text}
    </button>
  );
}

type Props = ButtonProps & {
  /** Gives the room, which both have in turn; the table scrolls in it. */
  readonly className: string;
  readonly table: ReactNode;
  /** The chart. */
  readonly children: ReactNode;
};

/** A chart with its table behind it: for those who cannot see the chart always, for all others on demand. */
export function ChartOrTable({ view, of, className, table, children }: Props) {
  if (view.asTable) {
    return (
      <div className={`${className} chart-table`} role="region" aria-label={`${of}, as a table`} tabIndex={0}>
        {table}
      </div>
    );
  }
  return (
    <>
      <div className={className}>{children}</div>
      <div className="visually-hidden">{table}</div>
    </>
  );
}
