import { useCallback, useDeferredValue, useEffect, useMemo, useState } from "react";
import type { CacheEvent } from "../../shared/cache/event.ts";
import { counted, exactCount, type Place } from "../../shared/format.ts";
import type { SessionSummary } from "../../shared/feed.ts";
import { PLACE, useDay, useNow } from "../clock.ts";
import { moved, type Cursor } from "../cursor.ts";
import { useAnswer } from "../feed-context.tsx";
import { hasFocus } from "../focus-back.ts";
import type { InvalidationsView } from "../invalidations-view.ts";
import { useKeys } from "../keys.ts";
import { adjust } from "../navigation.ts";
import { CauseList } from "../parts/cause-list.tsx";
import { EventTable } from "../parts/event-table.tsx";
import { ExportButton } from "../parts/export-dialog.tsx";
import { GroupFigures } from "../parts/group-figures.tsx";
import { InvalidationTrends } from "../parts/invalidation-trends.tsx";
import { Panel } from "../parts/panel.tsx";
import { RangePicker } from "../parts/range-picker.tsx";
import { askedRange } from "../selectors/asked-range.ts";
import { causeCounts, eventKey, eventRows, passing, rowOf, type EventRow } from "../selectors/event-rows.ts";
import { sessionName } from "../../shared/live.ts";
import { EventOrderPicker, NothingHere, OpenEvent } from "./invalidations-parts.tsx";
import "./invalidations.css";

type Props = { readonly view: InvalidationsView; readonly sessions: readonly SessionSummary[] };

const MINUTE = 60_000;
const NONE: readonly CacheEvent[] = [];

/** Every cache event of a time range: whose doing, why, and how it goes over time. */
export function InvalidationsPage({ view, sessions }: Props) {
  const zone = view.zone ?? PLACE.timeZone;
  const place = useMemo((): Place => ({ ...PLACE, timeZone: zone }), [zone]);
  const today = useDay(zone);
  const { from, to } = askedRange(view, today);
  const question = useMemo(() => ({ kind: "invalidations", from, to, zone }) as const, [from, to, zone]);
  const { answer: newest, failed, pending, askAgain } = useAnswer(question);
  const answer = useDeferredValue(newest);
  const [open, setOpen] = useState<ReadonlySet<string>>(new Set());
  const [cursor, setCursor] = useState<Cursor>();
  const minute = Math.floor(useNow() / MINUTE) * MINUTE;

  const events = answer?.events ?? NONE;
  const { group, cause, order, event: chosen } = view;
  const shown = useMemo(() => passing(events, { group, cause }), [events, group, cause]);
  const selected = useMemo(
    () => (chosen === undefined ? undefined : events.find((event) => eventKey(event) === chosen)),
    [events, chosen],
  );
  const unfolded = selected?.incident?.id;
  const rows = useMemo(
    () => eventRows(shown, order, (id) => open.has(id) || id === unfolded),
    [shown, order, open, unfolded],
  );
  const counts = useMemo(() => causeCounts(passing(events, { group, cause: undefined })), [events, group]);
  const projectOf = useMemo(() => {
    const names = new Map(sessions.map((session) => [session.id, sessionName(session)]));
    return (event: CacheEvent) => names.get(event.session) ?? "–";
  }, [sessions]);
  const projectName = useMemo(() => {
    const names = new Map(sessions.map((session) => [session.project, sessionName(session)]));
    return (project: string) => names.get(project) ?? project;
  }, [sessions]);

  const change = useCallback(
    (part: Partial<InvalidationsView>) => {
      setCursor(undefined);
      adjust({ ...view, ...part });
    },
    [view],
  );
  const openRow = useCallback(
    (row: EventRow) => {
      if (row.kind === "event") {
        adjust({ ...view, event: row.key === view.event ? undefined : row.key });
        return;
      }
      const { incident } = row;
      setOpen(
        (before) => new Set(row.open ? [...before].filter((id) => id !== incident) : [...before, incident]),
      );
      // A closed run holds no open event.
      if (row.open && incident === unfolded) adjust({ ...view, event: undefined });
    },
    [view, unfolded],
  );
  const chooseCause = useCallback(
    (of: CacheEvent["group"], name: string) =>
      change(
        view.cause === name && view.group === of
          ? { cause: undefined, group: undefined }
          : { cause: name, group: of },
      ),
    [change, view],
  );
  const step = (by: number) => {
    const keys = rows.map(({ key }) => key);
    const next = moved(keys, cursor?.key ?? view.event, by);
    setCursor(next);
    const row = rows.find(({ key }) => key === next?.key);
    if (view.event !== undefined && row?.kind === "event") adjust({ ...view, event: row.key });
  };
  const close = () => {
    adjust({ ...view, event: undefined });
    // The focus would go with the card that holds it.
    if (selected === undefined || !hasFocus(".event-card")) return;
    const row = rowOf(
      eventRows(shown, order, (id) => open.has(id)),
      selected,
    );
    if (row !== undefined) setCursor({ key: row.key });
  };
  useKeys({
    j: () => step(1),
    k: () => step(-1),
    Escape: () => (view.event === undefined ? change({ group: undefined, cause: undefined }) : close()),
  });
  useEffect(() => {
    document.title = "Invalidations · Prefixwatch";
  }, []);

  const quiet = answer !== undefined && answer.eventCount === 0;
  return (
    <main className="invalidations-page" aria-busy={pending}>
      <section className="panel invalidations-head" aria-labelledby="invalidations-title">
        <header>
          <h1 id="invalidations-title">Invalidations</h1>
          <p role="status">
            {answer === undefined || answer.all.calls === 0
              ? ""
              : headline(answer.eventCount, answer.all.calls)}
          </p>
          <RangePicker {...view} asked={{ from, to }} onChange={change} />
          <ExportButton from={from} to={to} zone={zone} subject="events" />
        </header>
        {failed !== undefined && (
          <p className="invalidations-failed" role="alert">
            The history could not be read{answer === undefined ? "" : "; what is shown is of before"}.{" "}
            {failed}{" "}
            <button type="button" onClick={askAgain}>
              Try again
            </button>
          </p>
        )}
        {answer === undefined ? (
          failed === undefined && <p className="invalidations-wait">Reading the history…</p>
        ) : answer.all.calls === 0 ? undefined : (
          <GroupFigures
            all={answer.all}
            chosen={group}
            onChoose={(next) => change({ group: next, cause: undefined })}
          />
        )}
      </section>
      {answer !== undefined && quiet && (
        <NothingHere
          calls={answer.all.calls}
          all={view.range === "all"}
          onAll={() => change({ range: "all" })}
        />
      )}
      {answer !== undefined && !quiet && (
        <>
          <div
            className="invalidations-list"
            style={{ minHeight: `min(640px, 72vh, ${rows.length * 37 + 110}px)` }}
          >
            <Panel
              title="Events"
              note={<Shown shown={shown.length} listed={events.length} all={answer.eventCount} />}
              aside={<EventOrderPicker view={view} onChange={change} />}
              className="invalidations-events"
            >
              {rows.length === 0 ? (
                <p className="invalidations-wait">
                  No event passes this filter.{" "}
                  <button type="button" onClick={() => change({ group: undefined, cause: undefined })}>
                    Show all
                  </button>
                </p>
              ) : (
                <EventTable
                  rows={rows}
                  selected={chosen}
                  cursor={cursor}
                  place={place}
                  today={minute}
                  projectOf={projectOf}
                  onOpen={openRow}
                />
              )}
            </Panel>
          </div>
          <aside className="invalidations-side" aria-label="Causes and the open event">
            {selected !== undefined && (
              <OpenEvent key={chosen} event={selected} place={place} onClose={close} />
            )}
            <Panel title="By cause" definition="causes" className="invalidations-causes">
              <CauseList counts={counts} group={group} cause={cause} onChoose={chooseCause} />
            </Panel>
          </aside>
        </>
      )}
      {answer !== undefined && answer.all.calls > 0 && (
        <div className="invalidations-trends">
          <InvalidationTrends answer={answer} projectName={projectName} />
        </div>
      )}
    </main>
  );
}

function headline(events: number, calls: number): string {
  return `${counted(events, "event")} in ${counted(calls, "call")}`;
}

/** How many of the events are in the list, where it is not all. */
function Shown({
  shown,
  listed,
  all,
}: {
  readonly shown: number;
  readonly listed: number;
  readonly all: number;
}) {
  const cut = listed < all ? `; the newest ${exactCount(listed)} of ${exactCount(all)} are listed` : "";
  return (
    <>
      {shown === listed ? counted(shown, "event") : `${exactCount(shown)} of ${exactCount(listed)}`}
      {cut}
      <span className="invalidations-keys">; j and k step, Enter opens, Esc closes</span>
    </>
  );
}
