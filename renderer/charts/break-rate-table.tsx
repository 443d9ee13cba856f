import { memo } from "react";
import { ColumnHeads } from "./column-heads.tsx";
import { groupTitle } from "../../shared/cache/wording.ts";
import { exactCount } from "../../shared/format.ts";
import { daysText } from "../day-text.ts";
import { GROUPS } from "../invalidations-view.ts";
import { breaksPer100, type RatePoint } from "../selectors/trend-series.ts";
import { rateText } from "../wording.ts";

/** The data of the break-rate chart. */
export const BreakRateTable = memo(function BreakRateTable({
  points,
}: {
  readonly points: readonly RatePoint[];
}) {
  return (
    <table>
      <caption>Breaks per 100 calls by week</caption>
      <ColumnHeads names={["Days", "Calls", "Breaks per 100 calls", ...GROUPS.map(groupTitle)]} />
      <tbody>
        {points.map(({ from, to, calls, row }) => (
          <tr key={from}>
            <th scope="row">{daysText(from, to)}</th>
            <td>{exactCount(calls)}</td>
            <td>{rateText(row && breaksPer100(row))}</td>
            {GROUPS.map((group) => (
              <td key={group}>{exactCount(row?.losses[group].events)}</td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  );
});
