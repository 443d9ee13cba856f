import { memo, useMemo, useState } from "react";
import { groupTitle } from "../../shared/cache/wording.ts";
import { counted, exactCount, exactUsd, usd } from "../../shared/format.ts";
import type { TrendRow } from "../../shared/question.ts";
import { DEFINITIONS } from "../definitions.ts";
import { GROUPS } from "../invalidations-view.ts";
import {
  breaksIn,
  breaksPer100,
  costOfGroup,
  FEW_CALLS,
  mostPer100,
  per100,
  sortedTrend,
  TREND_COLUMNS,
  type TrendColumn,
} from "../selectors/trend-series.ts";
import { rateText } from "../wording.ts";
import { SortButton } from "./sort-button.tsx";
import "./trend-table.css";

type Props = {
  /** Names the first column: `Version`, `Project`. */
  readonly name: string;
  readonly rows: readonly TrendRow[];
  readonly nameOf: (key: string) => string;
  readonly first: TrendColumn;
};

const SHOWN = 8;
const TITLES: Readonly<Record<TrendColumn, string>> = {
  key: "",
  calls: DEFINITIONS.calls,
  rate: DEFINITIONS.breakRate,
  avoidable: DEFINITIONS.yours,
};

/** How often the cache broke, by version or project; a row of few calls is grey and says so. */
export const TrendTable = memo(function TrendTable({ name, rows, nameOf, first }: Props) {
  const [sort, setSort] = useState<{ readonly column: TrendColumn; readonly descending: boolean }>({
    column: first,
    descending: true,
  });
  const [all, setAll] = useState(false);
  const sorted = useMemo(() => sortedTrend(rows, sort.column, sort.descending, nameOf), [rows, sort, nameOf]);
  const most = useMemo(() => mostPer100(rows), [rows]);
  const names: Readonly<Record<TrendColumn, string>> = {
    key: name,
    calls: "Calls",
    rate: "Per 100",
    avoidable: "Avoidable",
  };
  const sortBy = (column: TrendColumn) =>
    setSort({ column, descending: column === sort.column ? !sort.descending : column !== "key" });
  return (
    <>
      <table className="trend-table">
        <thead>
          <tr>
            {TREND_COLUMNS.map((column) => (
              <th
                key={column}
                scope="col"
                className={`trend-table-${column}`}
                aria-sort={column !== sort.column ? "none" : sort.descending ? "descending" : "ascending"}
              >
                <SortButton
                  name={names[column]}
                  descending={column === sort.column ? sort.descending : undefined}
                  title={TITLES[column]}
                  onSort={() => sortBy(column)}
                />
              </th>
            ))}
            <th scope="col" className="trend-table-bar">
              <span className="visually-hidden">By group</span>
            </th>
          </tr>
        </thead>
        <tbody>
          {(all ? sorted : sorted.slice(0, SHOWN)).map((row) => (
            <Row key={row.key} row={row} most={most} text={nameOf(row.key)} />
          ))}
        </tbody>
      </table>
      {rows.length > SHOWN && (
        <button
          type="button"
          className="text-button trend-table-more"
          aria-expanded={all}
          onClick={() => setAll(!all)}
        >
          {all ? `the first ${SHOWN}` : `all ${exactCount(rows.length)}`}
        </button>
      )}
    </>
  );
});

type RowProps = { readonly row: TrendRow; readonly most: number; readonly text: string };

function Row({ row, most, text }: RowProps) {
  const few = row.calls < FEW_CALLS;
  const cost = costOfGroup(row.losses.yours);
  const breaks = `${counted(breaksIn(row), "break")} in ${counted(row.calls, "call")}`;
  return (
    <tr className={few ? "trend-table-few" : ""}>
      <th scope="row" className="trend-table-key name" title={text}>
        {text}
      </th>
      <td>{exactCount(row.calls)}</td>
      <td title={breaks}>{few ? <small>few calls</small> : rateText(breaksPer100(row))}</td>
      <td title={exactUsd(cost)} className={(cost ?? 0) > 0 ? "trend-table-loss" : "trend-table-zero"}>
        {usd(cost)}
      </td>
      <td className="trend-table-bar">
        <RateBar row={row} most={most} few={few} />
      </td>
    </tr>
  );
}

/** The rate by group beside the rates of the other rows. */
function RateBar({
  row,
  most,
  few,
}: {
  readonly row: TrendRow;
  readonly most: number;
  readonly few: boolean;
}) {
  const text = GROUPS.map((group) => `${groupTitle(group)} ${exactCount(row.losses[group].events)}`).join(
    ", ",
  );
  return (
    <span className="trend-table-shares" role="img" aria-label={text} title={text}>
      {!few &&
        GROUPS.map((group) => {
          const share = (per100(row, group) ?? 0) / most;
          return share === 0 ? undefined : (
            <i key={group} className={`group-mark-${group}`} style={{ width: `${share * 100}%` }} />
          );
        })}
    </span>
  );
}
