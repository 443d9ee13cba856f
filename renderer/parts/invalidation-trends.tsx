import { memo, useMemo } from "react";
import { groupTitle } from "../../shared/cache/wording.ts";
import type { InvalidationsAnswer } from "../../shared/question.ts";
import { BreakRateChart } from "../charts/break-rate-chart.tsx";
import { BreakRateTable } from "../charts/break-rate-table.tsx";
import { ChartOrTable, TableButton, useChartTable } from "../charts/chart-table.tsx";
import { GroupMark } from "../charts/group-mark.tsx";
import { Swatches } from "../charts/legend.tsx";
import { TIER_KINDS, TierDriftChart } from "../charts/tier-drift-chart.tsx";
import { TierDriftTable } from "../charts/tier-drift-table.tsx";
import { GROUPS } from "../invalidations-view.ts";
import { mostPer100, tierDrift, weeklyRates } from "../selectors/trend-series.ts";
import { Panel } from "./panel.tsx";
import { TrendTable } from "./trend-table.tsx";
import "./invalidation-trends.css";

type Props = { readonly answer: InvalidationsAnswer; readonly projectName: (project: string) => string };

const RATES = "Breaks per 100 calls, by week";

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
  const lifetimesTitle = `Lifetime of what is written, by ${daily ? "day" : "week"}`;
  const rates = useChartTable();
  const lifetimes = useChartTable();
  const groups = GROUPS.filter((group) => answer.all.losses[group].events > 0);
  const kinds = TIER_KINDS.filter(({ field }) => tiers.some(({ tier }) => (tier?.[field] ?? 0) > 0));
  return (
    <div className="invalidation-trends">
      <Panel
        title={RATES}
        definition="breakRate"
        note={weeks.some(({ few }) => few) ? "pale: fewer than 100 calls" : undefined}
        aside={
          <>
            <ul className="legend" aria-label="Legend">
              {groups.map((group) => (
                <li key={group}>
                  <GroupMark group={group} />
                  {groupTitle(group).toLowerCase()}
                </li>
              ))}
            </ul>
            <TableButton view={rates} of={RATES} />
          </>
        }
      >
        <ChartOrTable
          view={rates}
          of={RATES}
          className="invalidation-trends-chart"
          table={<BreakRateTable points={weeks} />}
        >
          <BreakRateChart points={weeks} most={most} />
        </ChartOrTable>
      </Panel>
      <Panel
        title={lifetimesTitle}
        definition="tierDrift"
        note="share of written tokens"
        aside={
          <>
            <ul className="legend" aria-label="Legend">
              <Swatches kinds={kinds} />
            </ul>
            <TableButton view={lifetimes} of={lifetimesTitle} />
          </>
        }
      >
        <ChartOrTable
          view={lifetimes}
          of={lifetimesTitle}
          className="invalidation-trends-chart"
          table={<TierDriftTable points={tiers} />}
        >
          <TierDriftChart
            points={tiers}
            label="Share of written tokens by lifetime; the same figures follow as a table."
          />
        </ChartOrTable>
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
