import { useEffect, useMemo, useRef } from "react";
import type { CacheEvent } from "../../shared/cache/event.ts";
import { counted, type Place } from "../../shared/format.ts";
import { useSessionDetail } from "../feed-context.tsx";
import { EVENT_ORDERS, type InvalidationsView } from "../invalidations-view.ts";
import { EventCard } from "../parts/event-card.tsx";
import { redactedReport, reportedCalls } from "../selectors/redacted-report.ts";
import { sessionView, viewHash } from "../view-state.ts";

/** So much of a card, in pixels, tells that it is there. */
const HEAD = 120;
const ORDER_NAMES = { newest: "Newest", costliest: "Costliest" } as const;

type PickerProps = {
  readonly view: InvalidationsView;
  readonly onChange: (part: Partial<InvalidationsView>) => void;
};

/** The order of the list, and a way out of a filter. */
export function EventOrderPicker({ view, onChange }: PickerProps) {
  const filtered = view.group !== undefined || view.cause !== undefined;
  return (
    <div className="invalidations-order">
      {filtered && (
        <button type="button" onClick={() => onChange({ group: undefined, cause: undefined })}>
          show all
        </button>
      )}
      <div className="segments" role="group" aria-label="Order">
        {EVENT_ORDERS.map((order) => (
          <button
            key={order}
            type="button"
            aria-pressed={order === view.order}
            onClick={() => onChange({ order })}
          >
            {ORDER_NAMES[order]}
          </button>
        ))}
      </div>
    </div>
  );
}

type OpenEventProps = {
  readonly event: CacheEvent;
  readonly place: Place;
  readonly onClose: () => void;
};

/** The card of the chosen event; its session is watched meanwhile, for the figures of its call. */
export function OpenEvent({ event, place, onClose }: OpenEventProps) {
  const detail = useSessionDetail(event.session);
  const report = useMemo(
    () => redactedReport(event, reportedCalls(event, detail?.calls ?? [])),
    [event, detail],
  );
  const box = useRef<HTMLDivElement>(null);
  useEffect(() => {
    // Beside the list it is in view already; below it, it has to be brought there.
    const top = box.current?.getBoundingClientRect().top ?? 0;
    if (top < 0 || top > window.innerHeight - HEAD) box.current?.scrollIntoView({ block: "start" });
  }, []);
  return (
    <div ref={box} className="panel invalidations-card">
      <EventCard
        event={event}
        place={place}
        report={report}
        link={<a href={viewHash(sessionView(event.session, event.agent, event.callKey))}>open in session</a>}
        onClose={onClose}
      />
    </div>
  );
}

type NothingProps = { readonly calls: number; readonly all: boolean; readonly onAll: () => void };

/** A range without events: either all went well, or nothing was called. */
export function NothingHere({ calls, all, onAll }: NothingProps) {
  return (
    <section className="panel invalidations-none">
      <h2>{calls === 0 ? "No call in these days" : "No call read less than it could have"}</h2>
      <p>
        {calls === 0
          ? "Nothing was sent, so nothing could break."
          : `Each of ${counted(calls, "call")} read from the cache what the call before it had left there.`}{" "}
        {!all && (
          <button type="button" onClick={onAll}>
            Look at everything
          </button>
        )}
      </p>
    </section>
  );
}
