import { useCallback, useDeferredValue, useEffect, useMemo } from "react";
import { ChartOrTable, TableButton, useChartTable } from "../charts/chart-table.tsx";
import { CallTable } from "../charts/call-table.tsx";
import { DepthChart } from "../charts/depth-chart.tsx";
import { HitRateChart } from "../charts/hit-rate-chart.tsx";
import { kindsIn, Legend } from "../charts/legend.tsx";
import { counted, percent } from "../../shared/format.ts";
import type { SessionDetail, SessionSummary } from "../../shared/feed.ts";
import { hitRate } from "../../shared/usage/token-usage.ts";
import { useNow } from "../clock.ts";
import { useSessionDetail } from "../feed-context.tsx";
import { usePainted } from "../first-paint.ts";
import { open } from "../navigation.ts";
import { AlsoLive } from "../parts/also-live.tsx";
import { HappeningsList } from "../parts/happenings-list.tsx";
import { LastCall } from "../parts/last-call.tsx";
import { Panel } from "../parts/panel.tsx";
import { SessionFigures } from "../parts/session-figures.tsx";
import { SessionTitle } from "../parts/session-title.tsx";
import { WarmPanel } from "../parts/warm-panel.tsx";
import { depthPoints, type DepthPoint } from "../selectors/depth-series.ts";
import { happenings } from "../selectors/happenings.ts";
import { alsoLive } from "../selectors/live-session.ts";
import { sessionName } from "../../shared/live.ts";
import { LIVE, sessionView, viewHash } from "../view-state.ts";
import { useCompact } from "../compact.ts";
import { LastBreak } from "../parts/last-break.tsx";
import { LiveCompact } from "./live-compact.tsx";
import "./live.css";

type Props = {
  readonly session: SessionSummary;
  readonly sessions: readonly SessionSummary[];
  readonly pinned: boolean;
};

const DEPTH = "Prefix depth per call";
const SHOWN_CALLS = 60;
const MINUTE = 60_000;

/** The session that is running now, or the pinned one. */
export function LivePage({ session, sessions, pinned }: Props) {
  const detail = useDeferredValue(useSessionDetail(session.id));
  const painted = usePainted();
  const depth = useChartTable();
  const compact = useCompact();
  const points = useMemo(() => mainPoints(detail), [detail]);
  const recent = useMemo(() => points.slice(-SHOWN_CALLS), [points]);
  const rows = useMemo(() => (detail === undefined ? [] : happenings(detail)), [detail]);
  // Which rows are live changes by the minute; their texts follow the second by themselves.
  const minute = Math.floor(useNow() / MINUTE) * MINUTE;
  const others = useMemo(
    () => alsoLive(sessions, session, detail, minute),
    [sessions, session, detail, minute],
  );
  const label = chartLabel(session, recent);
  const { id } = session;
  // The same function as before, or both charts are drawn again with every message.
  const select = useCallback((call: string, agent?: string) => open(sessionView(id, agent, call)), [id]);
  useEffect(() => {
    document.title = `${percent(hitRate(session.recent))} ${sessionName(session)} · Prefixwatch`;
  }, [session]);

  if (compact) {
    return <LiveCompact session={session} points={recent} rows={rows} others={others} label={label} />;
  }
  const last = points.at(-1)?.call;
  return (
    <main className="live-page">
      <section className="panel live-head" aria-label="Session">
        <SessionTitle
          session={session}
          actions={
            <span className="live-actions">
              {pinned && (
                <a
                  className="pill"
                  href={viewHash(LIVE)}
                  title="Follow the most recently active session again"
                >
                  Pinned · unpin
                </a>
              )}
              <a className="live-open" href={viewHash(sessionView(session.id))}>
                all calls
              </a>
            </span>
          }
        />
        <SessionFigures session={session} />
        {last !== undefined && <LastCall call={last} title="Last call" />}
      </section>
      <Panel
        title={DEPTH}
        definition="depth"
        note="what each call read, wrote and sent; the hollow part is what it could have read and did not"
        aside={
          <>
            <Legend
              kinds={kindsIn(recent)}
              lost={recent.some(({ event }) => event?.kind === "invalidation")}
            />
            <TableButton view={depth} of={DEPTH} />
          </>
        }
        className="live-depth"
      >
        {detail === undefined ? (
          <p className="live-wait">Reading the calls…</p>
        ) : (
          <ChartOrTable
            view={depth}
            of={DEPTH}
            className="live-depth-chart"
            table={painted && <CallTable points={recent} />}
          >
            {painted && <DepthChart points={recent} label={label} onSelect={select} />}
          </ChartOrTable>
        )}
      </Panel>
      <Panel
        title="Hit rate per call"
        definition="hitRatePerCall"
        note="read ÷ (read + written + uncached)"
        className="live-rate"
      >
        <div className="live-rate-chart">
          {painted && (
            <HitRateChart points={recent} label={`Hit rate per call. ${label}`} onSelect={select} />
          )}
        </div>
      </Panel>
      <aside className="live-side" aria-label="Cache and events">
        <WarmPanel warm={session.warm} />
        <Panel title="What happened" definition="happened" className="live-happened">
          <div className="live-scroll" tabIndex={0} role="region" aria-label="Events">
            {session.totals.invalidations === 0 && <LastBreak />}
            <HappeningsList rows={rows} onSelect={select} />
          </div>
        </Panel>
        {others.length > 0 && (
          <Panel title="Also live">
            <AlsoLive rows={others} />
          </Panel>
        )}
      </aside>
    </main>
  );
}

function mainPoints(detail: SessionDetail | undefined): readonly DepthPoint[] {
  if (detail === undefined) return [];
  return depthPoints(
    detail.calls.filter(({ agent }) => agent === undefined),
    detail.events,
  );
}

function chartLabel(session: SessionSummary, points: readonly DepthPoint[]): string {
  const losses = points.filter(({ event }) => event?.kind === "invalidation").length;
  const rate = percent(hitRate(session.totals.usage));
  return `The last ${counted(points.length, "call")} of ${sessionName(session)}: hit rate ${rate} over the session, ${counted(losses, "cache break")} shown. The same figures follow as a table.`;
}
