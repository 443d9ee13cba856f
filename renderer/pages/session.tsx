import { useCallback, useDeferredValue, useEffect, useMemo } from "react";
import { DepthChart } from "../charts/depth-chart.tsx";
import { HitRateChart } from "../charts/hit-rate-chart.tsx";
import { LanesChart } from "../charts/lanes-chart.tsx";
import { kindsIn, Legend } from "../charts/legend.tsx";
import { RangeStrip } from "../charts/range-strip.tsx";
import { counted, exactCount, percent } from "../../shared/format.ts";
import type { SessionDetail, SessionSummary } from "../../shared/feed.ts";
import { PLACE } from "../clock.ts";
import { useFeed, useSessionDetail } from "../feed-context.tsx";
import { useFocusBack } from "../focus-back.ts";
import { useKeys } from "../keys.ts";
import { adjust, backToSessions, useSessionsView } from "../navigation.ts";
import { CallsTable } from "../parts/calls-table.tsx";
import { EventCard } from "../parts/event-card.tsx";
import { HappeningsList } from "../parts/happenings-list.tsx";
import { LastCall } from "../parts/last-call.tsx";
import { Panel } from "../parts/panel.tsx";
import { SessionFigures } from "../parts/session-figures.tsx";
import { SessionTitle } from "../parts/session-title.tsx";
import { rangeHolding, rangeWithin } from "../selectors/call-range.ts";
import { eventsByCall } from "../selectors/event-of-call.ts";
import { depthPoints, drawnPoints, MOST_BARS, rateOf } from "../selectors/depth-series.ts";
import { happenings } from "../selectors/happenings.ts";
import { laneTimeline } from "../selectors/lane-timeline.ts";
import { redactedReport, reportedCalls } from "../selectors/redacted-report.ts";
import { sessionName } from "../../shared/live.ts";
import { viewHash, type CallRange, type SessionView } from "../view-state.ts";
import { laneName } from "../wording.ts";
import "./session.css";

type Props = { readonly view: SessionView; readonly session: SessionSummary };

/** One session from its first call to its last. */
export function SessionPage({ view, session }: Props) {
  const detail = useDeferredValue(useSessionDetail(session.id));
  const missing = useFeed((state) => state.missing === session.id);
  const list = useSessionsView();
  // Until there are calls, of which one can be open.
  useKeys(detail === undefined ? { Escape: backToSessions } : {});
  useEffect(() => {
    document.title = `${sessionName(session)} · Prefixwatch`;
  }, [session]);
  return (
    <main className="session-page">
      <section className="panel session-head" aria-label="Session">
        <p className="session-path name">
          <a href={viewHash(list)}>Sessions</a> / {session.id}
        </p>
        <SessionTitle session={session} />
        <SessionFigures session={session} />
      </section>
      {detail === undefined ? (
        <p className="session-wait">
          {missing
            ? "The calls of this session are no longer in the store; its totals are kept."
            : "Reading the calls…"}
        </p>
      ) : (
        <SessionBody view={view} session={session} detail={detail} />
      )}
    </main>
  );
}

function SessionBody({ view, session, detail }: Props & { readonly detail: SessionDetail }) {
  const { agent } = view;
  const points = useMemo(
    () =>
      depthPoints(
        detail.calls.filter((call) => call.agent === agent),
        detail.events,
      ),
    [detail, agent],
  );
  const rows = useMemo(() => happenings(detail), [detail]);
  const timeline = useMemo(() => laneTimeline(detail), [detail]);
  const length = points.length;
  const from = view.range?.from;
  const to = view.range?.to;
  const range = useMemo(
    () => rangeWithin(from === undefined || to === undefined ? undefined : { from, to }, length),
    [from, to, length],
  );
  const shown = useMemo(() => points.slice(range.from, range.to), [points, range]);
  const drawn = useMemo(() => drawnPoints(shown), [shown]);
  const rate = useMemo(() => rateOf(shown), [shown]);

  const setRange = useCallback(
    (next: CallRange) => adjust({ ...view, range: next.from === 0 && next.to === length ? undefined : next }),
    [view, length],
  );
  const selectIn = useCallback(
    (call: string, lane: string | undefined) => {
      const place = lane === agent ? points.findIndex(({ key }) => key === call) : -1;
      // In another lane the window of this one means nothing.
      const kept =
        place < 0 || view.range === undefined ? undefined : rangeHolding(view.range, place, length);
      adjust({ ...view, agent: lane, call, range: kept });
    },
    [view, agent, points, length],
  );
  const select = useCallback((call: string) => selectIn(call, agent), [selectIn, agent]);
  const step = (by: number) => {
    const place = points.findIndex(({ key }) => key === view.call);
    const next =
      points[place < 0 ? (by > 0 ? 0 : length - 1) : Math.max(0, Math.min(length - 1, place + by))];
    if (next !== undefined) select(next.key);
  };
  const chosen = points.find(({ key }) => key === view.call);
  const event = useMemo(
    () => (view.call === undefined ? undefined : eventsByCall(detail.events).get(view.call)),
    [detail, view.call],
  );
  const focusBack = useFocusBack(event?.callKey, ".event-card", ".happening-selected .happening-title");
  const close = () => {
    focusBack();
    adjust({ ...view, call: undefined });
  };
  useKeys({
    j: () => step(1),
    k: () => step(-1),
    Escape: () => (view.call === undefined ? backToSessions() : close()),
  });
  const report = useMemo(
    () => (event === undefined ? "" : redactedReport(event, reportedCalls(event, detail.calls))),
    [event, detail],
  );
  const label = `${counted(range.to - range.from, "call")} of ${laneName(agent)} in ${sessionName(session)}, hit rate ${percent(rate)}. The calls follow as a table.`;
  return (
    <>
      <div className="session-main">
        <Panel
          title="Prefix depth per call"
          definition="depth"
          note={<WindowNote range={range} length={length} onRange={setRange} />}
          aside={
            <Legend
              kinds={kindsIn(points)}
              lost={points.some(({ event: one }) => one?.kind === "invalidation")}
            />
          }
        >
          <div className="session-depth-chart">
            <DepthChart points={drawn} label={label} selected={view.call} onSelect={select} />
          </div>
          {length > 1 && <RangeStrip points={points} range={range} onChange={setRange} />}
          {chosen !== undefined && (
            <LastCall call={chosen.call} title={`Call ${exactCount(chosen.index + 1)}`} />
          )}
        </Panel>
        <Panel
          title="Hit rate per call"
          definition="hitRatePerCall"
          note="read ÷ (read + written + uncached)"
        >
          <div className="session-rate-chart">
            <HitRateChart
              points={drawn}
              label={`Hit rate per call. ${label}`}
              selected={view.call}
              onSelect={select}
            />
          </div>
        </Panel>
        {timeline !== undefined && (
          <Panel
            title="Timeline"
            definition="lanes"
            note="a tick is a call, a ring an event, a diamond what changed before a call"
          >
            <LanesChart
              timeline={timeline}
              agent={agent}
              selected={view.call}
              onLane={(lane) => adjust({ ...view, agent: lane, call: undefined, range: undefined })}
              onCall={selectIn}
            />
          </Panel>
        )}
        <Panel
          title={`Calls of ${laneName(agent)}`}
          note={`${counted(length, "call")}; j and k step through them`}
        >
          <CallsTable points={points} selected={view.call} onSelect={select} />
        </Panel>
      </div>
      <aside className="session-side" aria-label="Events">
        <Panel title="What happened" definition="happened" className="session-happened">
          {event !== undefined && (
            <EventCard key={event.callKey} event={event} place={PLACE} report={report} onClose={close} />
          )}
          <HappeningsList rows={rows} selected={view.call} onSelect={selectIn} />
        </Panel>
      </aside>
    </>
  );
}

type WindowNoteProps = {
  readonly range: CallRange;
  readonly length: number;
  readonly onRange: (range: CallRange) => void;
};

/** Which calls are shown, and the two windows one wants most. */
function WindowNote({ range, length, onRange }: WindowNoteProps) {
  const all = range.from === 0 && range.to === length;
  return (
    <span className="session-window">
      {all
        ? `all ${counted(length, "call")}`
        : `calls ${exactCount(range.from + 1)} to ${exactCount(range.to)} of ${exactCount(length)}`}
      {!all && (
        <button type="button" onClick={() => onRange({ from: 0, to: length })}>
          show all
        </button>
      )}
      {length > MOST_BARS && (
        <button type="button" onClick={() => onRange({ from: length - MOST_BARS, to: length })}>
          last {MOST_BARS}
        </button>
      )}
    </span>
  );
}
