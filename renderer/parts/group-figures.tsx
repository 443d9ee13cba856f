import type { CauseGroup } from "../../shared/cache/event.ts";
import { groupTitle } from "../../shared/cache/wording.ts";
import { compactTokens, counted, exactTokens, usd } from "../../shared/format.ts";
import type { TrendRow } from "../../shared/question.ts";
import { GroupMark } from "../charts/group-mark.tsx";
import { GROUPS } from "../invalidations-view.ts";
import { groupCostText, groupCount } from "../wording.ts";
import { costOfGroup } from "../selectors/trend-series.ts";
import { Definition } from "./definition.tsx";
import "./group-figures.css";

type Props = {
  readonly all: TrendRow;
  readonly chosen: CauseGroup | undefined;
  readonly onChoose: (group: CauseGroup | undefined) => void;
};

/** The four groups beside each other and never in one sum; each filters the list. */
export function GroupFigures({ all, chosen, onChoose }: Props) {
  return (
    <ul className="group-figures" aria-label="Groups">
      {GROUPS.map((group) => {
        const { events, lost } = all.losses[group];
        const cost = costOfGroup(all.losses[group]);
        const exact = `${groupCount(group, events)}, ${exactTokens(lost)}, ${groupCostText(group, cost)}`;
        const pressed = group === chosen;
        return (
          <li key={group} className={pressed ? "group-figure group-figure-chosen" : "group-figure"}>
            <div className="group-figure-label">
              <GroupMark group={group} />
              <button
                type="button"
                aria-pressed={pressed}
                aria-label={`${groupTitle(group)}: ${exact}`}
                title={pressed ? "Show every group" : `Show only ${groupTitle(group).toLowerCase()}`}
                onClick={() => onChoose(pressed ? undefined : group)}
              >
                {groupTitle(group)}
              </button>
              <Definition of={group} name={groupTitle(group)} />
            </div>
            <div aria-hidden="true" title={exact}>
              <p
                className={
                  group === "yours" && (cost ?? 0) > 0
                    ? "group-figure-cost group-figure-loss"
                    : "group-figure-cost"
                }
              >
                {usd(cost)}
              </p>
              <p className="group-figure-context">
                {events === 0
                  ? "none"
                  : `${counted(events, group === "expected" ? "rebuild" : "break")}, ${compactTokens(lost)} tokens`}
              </p>
            </div>
          </li>
        );
      })}
    </ul>
  );
}
