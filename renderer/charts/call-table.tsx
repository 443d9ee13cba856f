import { memo } from "react";
import { ColumnHeads } from "./column-heads.tsx";
import { clockSeconds, exactCount, percent } from "../../shared/format.ts";
import { PLACE } from "../clock.ts";
import type { DepthPoint } from "../selectors/depth-series.ts";

/** The data of the two charts. */
export const CallTable = memo(function CallTable({ points }: { readonly points: readonly DepthPoint[] }) {
  return (
    <table>
      <caption>The calls in the charts, in tokens, newest first</caption>
      <ColumnHeads names={["Call", "Time", "Read", "Written", "Uncached", "Lost", "Hit rate"]} />
      <tbody>
        {points
          .toReversed()
          .map(({ index, key, at, read, write5m, write1h, writeUnknown, uncached, rate, event }) => (
            <tr key={key}>
              <th scope="row">{index + 1}</th>
              <td>{clockSeconds(at, PLACE)}</td>
              <td>{exactCount(read)}</td>
              <td>{exactCount(write5m + write1h + writeUnknown)}</td>
              <td>{exactCount(uncached)}</td>
              <td>{event?.kind === "invalidation" ? exactCount(event.lost) : ""}</td>
              <td>{percent(rate)}</td>
            </tr>
          ))}
      </tbody>
    </table>
  );
});
