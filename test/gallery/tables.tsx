import { BreakRateTable } from "../../renderer/charts/break-rate-table.tsx";
import { CallTable } from "../../renderer/charts/call-table.tsx";
import { ChartOrTable, TableButton } from "../../renderer/charts/chart-table.tsx";
import { TierDriftTable } from "../../renderer/charts/tier-drift-table.tsx";
import { Panel } from "../../renderer/parts/panel.tsx";
import { depthPoints } from "../../renderer/selectors/depth-series.ts";
import { tierDrift, weeklyRates } from "../../renderer/selectors/trend-series.ts";
import { sampleFeed } from "../renderer/sample-feed.ts";
import { sampleInvalidations } from "../renderer/sample-invalidations.ts";
import type { Exhibit } from "./gallery.tsx";

const { details } = sampleFeed();
const [main] = details;
if (main === undefined) throw new Error("The sample has sessions");
const points = depthPoints(
  main.calls.filter(({ agent }) => agent === undefined),
  main.events,
);
const answer = sampleInvalidations(details, {
  kind: "invalidations",
  from: undefined,
  to: undefined,
  zone: "UTC",
});
const CHARTS = [
  ["Prefix depth per call", <CallTable key="calls" points={points} />],
  ["Breaks per 100 calls, by week", <BreakRateTable key="rates" points={weeklyRates(answer.byWeek)} />],
  ["Lifetime of what is written, by day", <TierDriftTable key="tiers" points={tierDrift(answer.tiers)} />],
] as const;
const VIEW = { asTable: true, toggle: () => undefined };

/** What is behind the charts. */
export const TABLES: readonly Exhibit[] = [
  {
    name: "charts as tables",
    show: CHARTS.map(([title, table]) => (
      <Panel key={title} title={title} aside={<TableButton view={VIEW} of={title} />}>
        <ChartOrTable view={VIEW} of={title} className="gallery-chart" table={table}>
          {undefined}
        </ChartOrTable>
      </Panel>
    )),
  },
];
