import { memo } from "react";
import { ColumnHeads } from "./column-heads.tsx";
import { compactTokens, percent } from "../../shared/format.ts";
import { daysText } from "../day-text.ts";
import type { TierPoint } from "../selectors/trend-series.ts";
import { TIER_KINDS } from "./tier-drift-chart.tsx";

/** The data of the chart of lifetimes. */
export const TierDriftTable = memo(function TierDriftTable({
  points,
}: {
  readonly points: readonly TierPoint[];
}) {
  return (
    <table>
      <caption>Written tokens by lifetime</caption>
      <ColumnHeads names={["Days", ...TIER_KINDS.map(({ label }) => label)]} />
      <tbody>
        {points.map((point) => (
          <tr key={point.from}>
            <th scope="row">{daysText(point.from, point.to)}</th>
            {TIER_KINDS.map(({ field }) => (
              <td key={field}>
                {compactTokens(point.tier?.[field])}, {percent(point[field])}
              </td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  );
});
