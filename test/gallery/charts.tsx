import { DepthChart } from "../../renderer/charts/depth-chart.tsx";
import { HeatCalendar } from "../../renderer/charts/heat-calendar.tsx";
import { HistoryChart } from "../../renderer/charts/history-chart.tsx";
import { HitRateChart } from "../../renderer/charts/hit-rate-chart.tsx";
import { LanesChart } from "../../renderer/charts/lanes-chart.tsx";
import { kindsIn, Legend } from "../../renderer/charts/legend.tsx";
import { RangeStrip } from "../../renderer/charts/range-strip.tsx";
import { SeriesLegend } from "../../renderer/charts/series-legend.tsx";
import { BytesAccount } from "../../renderer/parts/bytes-account.tsx";
import { InvalidationTrends } from "../../renderer/parts/invalidation-trends.tsx";
import { LastCall } from "../../renderer/parts/last-call.tsx";
import { Panel } from "../../renderer/parts/panel.tsx";
import { depthPoints, drawnPoints, type DepthPoint } from "../../renderer/selectors/depth-series.ts";
import { heatMap } from "../../renderer/selectors/heat-map.ts";
import { historyPoints, seriesOf } from "../../renderer/selectors/history-series.ts";
import { stretchesOf } from "../../renderer/selectors/history-stretches.ts";
import { laneTimeline } from "../../renderer/selectors/lane-timeline.ts";
import type { SessionDetail } from "../../shared/feed.ts";
import { NO_FILTER, type MonthSplit } from "../../shared/question.ts";
import { hugeFeed, sampleFeed } from "../renderer/sample-feed.ts";
import { sampleMonths } from "../renderer/sample-history.ts";
import { sampleInvalidations } from "../renderer/sample-invalidations.ts";
import type { Exhibit } from "./gallery.tsx";

const nothing = () => undefined;
const { overview, details } = sampleFeed();
const main = named(details, "parser-rewrite-1");
const huge = named(hugeFeed().details, "monorepo-1");
const points = mainPoints(main);
const lastPoint = points.at(-1);
const hugePoints = mainPoints(huge);
const timeline = laneTimeline(main);
const answer = sampleInvalidations(details, {
  kind: "invalidations",
  from: undefined,
  to: undefined,
  zone: "UTC",
});

function named(all: readonly SessionDetail[], id: string): SessionDetail {
  const detail = all.find((one) => one.id === id);
  if (detail === undefined) throw new Error(`The sample has no session ${id}`);
  return detail;
}

function mainPoints({ calls, events }: SessionDetail): readonly DepthPoint[] {
  return depthPoints(
    calls.filter(({ agent }) => agent === undefined),
    events,
  );
}

function History({
  split,
  from,
  to,
}: {
  readonly split: MonthSplit;
  readonly from: string;
  readonly to: string;
}) {
  const range = { from, to };
  const months = sampleMonths({ kind: "months", ...range, zone: "UTC", split, filter: NO_FILTER, today: to });
  const unit = split === "kind" ? "day" : "month";
  const stretches = stretchesOf(months.days, range, unit);
  const series = seriesOf(split, stretches, months.parts, (key) => key);
  return (
    <Panel
      title={`Tokens and hit rate per ${unit}`}
      aside={<SeriesLegend series={series} breaks={unit === "day" ? "dots" : "numbers"} />}
    >
      <div className="gallery-chart">
        <HistoryChart
          points={historyPoints(split, stretches, series)}
          series={series}
          unit={unit}
          oneMonth={unit === "day"}
          label="Sample of a history"
          narrow={innerWidth <= 640}
          onSelect={nothing}
        />
      </div>
    </Panel>
  );
}

function Calendar({ measure }: { readonly measure: "rate" | "cost" }) {
  const range = { from: "2025-12-01", to: "2026-11-21" };
  const months = sampleMonths({
    kind: "months",
    ...range,
    zone: "UTC",
    split: "kind",
    filter: NO_FILTER,
    today: undefined,
  });
  return (
    <Panel title="Calendar">
      <HeatCalendar
        map={heatMap(months.days, range, measure)}
        measure={measure}
        range={{ from: "2026-11-01", to: "2026-11-30" }}
        onSelect={nothing}
      />
    </Panel>
  );
}

/** Every chart there is. */
export const CHARTS: readonly Exhibit[] = [
  {
    name: "depth",
    show: (
      <Panel title="Prefix depth per call" aside={<Legend kinds={kindsIn(points)} lost />}>
        <div className="gallery-chart">
          <DepthChart points={points.slice(-60)} label="Sample of sixty calls" onSelect={nothing} />
        </div>
        {lastPoint !== undefined && <LastCall call={lastPoint.call} title="Last call" />}
      </Panel>
    ),
  },
  {
    name: "depth of a long session",
    show: (
      <Panel title="Prefix depth per call">
        <div className="gallery-chart">
          <DepthChart points={drawnPoints(hugePoints)} label="Sample of 2000 calls" onSelect={nothing} />
        </div>
        <RangeStrip points={hugePoints} range={{ from: 1_200, to: 1_600 }} onChange={nothing} />
      </Panel>
    ),
  },
  {
    name: "hit rate and timeline",
    show: (
      <>
        <Panel title="Hit rate per call">
          <div className="gallery-low">
            <HitRateChart points={points.slice(-60)} label="Sample of a hit rate" onSelect={nothing} />
          </div>
        </Panel>
        <Panel title="Timeline">
          {timeline !== undefined && (
            <LanesChart
              timeline={timeline}
              agent={undefined}
              selected={undefined}
              onLane={nothing}
              onCall={nothing}
            />
          )}
        </Panel>
      </>
    ),
  },
  { name: "history by kind", show: <History split="kind" from="2026-10-01" to="2026-10-31" /> },
  { name: "history by project", show: <History split="project" from="2025-12-01" to="2026-11-21" /> },
  {
    name: "calendar",
    show: (
      <>
        <Calendar measure="rate" />
        <Calendar measure="cost" />
      </>
    ),
  },
  { name: "trends", show: <InvalidationTrends answer={answer} projectName={(project) => project} /> },
  {
    name: "bytes",
    show: (
      <section className="panel">
        <BytesAccount health={overview.health} />
      </section>
    ),
  },
];
