import { memo, useMemo } from "react";
import { groupTitle } from "../../shared/cache/wording.ts";
import { compactTokens, exactCount, percent } from "../../shared/format.ts";
import type { InvalidationsAnswer } from "../../shared/question.ts";
import { BreakRateChart } from "../charts/break-rate-chart.tsx";
import { GroupMark } from "../charts/group-mark.tsx";
import { TIER_KINDS, TierDriftChart } from "../charts/tier-drift-chart.tsx";
import { daysText } from "../day-text.ts";
import { GROUPS } from "../invalidations-view.ts";
import { breaksPer100, mostPer100, tierDrift, weeklyRates } from "../selectors/trend-series.ts";
import { rateText } from "../wording.ts";
import { Panel } from "./panel.tsx";
import { TrendTable } from "./trend-table.tsx";
import "./invalidation-trends.css";

type Props = { readonly answer: InvalidationsAnswer; readonly projectName: (project: string) => string };

const asItIs = (key: string) => key;

/** How often the cache broke over the weeks, by version and by project; and how long what is written is to live. */
export const InvalidationTrends = memo(function InvalidationTrends({ answer, projectName }: Props) {
  const weeks = useMemo(() => weeklyRates(answer.byWeek), [answer.byWeek]);
  const tiers = useMemo(() => tierDrift(answer.tiers), [answer.tiers]);
  const most = useMemo(() => {
    const rows = weeks.flatMap(({ row }) => row ?? []);
    return mostPer100(rows) * 1.08;
  }, [weeks]);
  const daily = tiers.every(({ from, to }) => from === to);
  const groups = GROUPS.filter((group) => answer.all.losses[group].events > 0);
  const kinds = TIER_KINDS.filter(({ field }) => tiers.some(({ tier }) => (tier?.[field] ?? 0) > 0));
  return (
    <div className="invalidation-trends">
      <Panel
        title="Breaks per 100 calls, by week"
        definition="breakRate"
        note={weeks.some(({ few }) => few) ? "pale: fewer than 100 calls" : undefined}
        aside={
          <ul className="legend" aria-label="Legend">
            {groups.map((group) => (
              <li key={group}>
                <GroupMark group={group} />
                {groupTitle(group).toLowerCase()}
              </li>
            ))}
          </ul>
        }
      >
        <div className="invalidation-trends-chart">
          <BreakRateChart points={weeks} most={most} />
        </div>
        <div className="visually-hidden">
          <table>
            <caption>Breaks per 100 calls by week</caption>
            <thead>
              <tr>
                {["Days", "Calls", "Breaks per 100 calls", ...GROUPS.map(groupTitle)].map((name) => (
                  <th key={name} scope="col">
                    {name}
                  </th>
                ))}
              </tr>
            </thead>
            <tbody>
              {weeks.map(({ from, to, calls, row }) => (
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
        </div>
      </Panel>
      <Panel
        title={`Lifetime of what is written, by ${daily ? "day" : "week"}`}
        definition="tierDrift"
        note="share of written tokens"
        aside={
          <ul className="legend" aria-label="Legend">
            {kinds.map(({ field, label }) => (
              <li key={field}>
                <i className={`swatch swatch-${field}`} />
                {label}
              </li>
            ))}
          </ul>
        }
      >
        <div className="invalidation-trends-chart">
          <TierDriftChart
            points={tiers}
            label="Share of written tokens by lifetime; the same figures follow as a table."
          />
        </div>
        <div className="visually-hidden">
          <table>
            <caption>Written tokens by lifetime</caption>
            <thead>
              <tr>
                {["Days", ...TIER_KINDS.map(({ label }) => label)].map((name) => (
                  <th key={name} scope="col">
                    {name}
                  </th>
                ))}
              </tr>
            </thead>
            <tbody>
              {tiers.map((point) => (
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
        </div>
      </Panel>
      <Panel title="By Claude Code version" definition="breakRate" note="breaks per 100 calls">
        <TrendTable name="Version" rows={answer.byVersion} nameOf={asItIs} first="key" />
      </Panel>
      <Panel title="By project" definition="breakRate" note="breaks per 100 calls">
        <TrendTable name="Project" rows={answer.byProject} nameOf={projectName} first="rate" />
      </Panel>
    </div>
  );
});
