import { memo } from "react";
import { advice } from "../../shared/cache/advice.ts";
import type { CauseGroup } from "../../shared/cache/event.ts";
import { causeTitle, groupTitle } from "../../shared/cache/wording.ts";
import { compactTokens, exactCount, exactTokens, usd } from "../../shared/format.ts";
import { GroupMark } from "../charts/group-mark.tsx";
import type { CauseCount } from "../selectors/event-rows.ts";
import { groupCostText } from "../wording.ts";
import "./cause-list.css";

type Props = {
  readonly counts: readonly CauseCount[];
  readonly group: CauseGroup | undefined;
  readonly cause: string | undefined;
  /** The same cause again shows all. */
  readonly onChoose: (group: CauseGroup, cause: string) => void;
};

/** The events by cause within their groups; each row filters the list. */
export const CauseList = memo(function CauseList({ counts, group, cause, onChoose }: Props) {
  return (
    <table className="cause-list">
      <thead>
        <tr>
          <th scope="col">Cause</th>
          <th scope="col">Events</th>
          <th scope="col">Tokens</th>
          <th scope="col">Dollars</th>
        </tr>
      </thead>
      {[...Map.groupBy(counts, (count) => count.group)].map(([name, rows]) => (
        <tbody key={name}>
          <tr className="cause-list-group">
            <th scope="rowgroup" colSpan={4}>
              <GroupMark group={name} />
              {groupTitle(name)}
            </th>
          </tr>
          {rows.map((row) => {
            const chosen = row.cause === cause && (group === undefined || row.group === group);
            return (
              <tr key={row.cause} className={chosen ? "cause-list-chosen" : ""}>
                <th scope="row">
                  <button
                    type="button"
                    aria-pressed={chosen}
                    title={advice(row.cause)}
                    onClick={() => onChoose(row.group, row.cause)}
                  >
                    {causeTitle(row.cause)}
                  </button>
                </th>
                <td>{exactCount(row.events)}</td>
                <td title={exactTokens(row.lost)}>{row.lost === 0 ? "–" : compactTokens(row.lost)}</td>
                <td title={groupCostText(row.group, row.cost)}>{row.lost === 0 ? "–" : usd(row.cost)}</td>
              </tr>
            );
          })}
        </tbody>
      ))}
    </table>
  );
});
