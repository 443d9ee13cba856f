import { memo, useRef } from "react";
import type { CacheEvent } from "../../shared/cache/event.ts";
import { groupTitle } from "../../shared/cache/wording.ts";
import {
  compactTokens,
  dayAndTime,
  exactCount,
  exactTime,
  exactTokens,
  exactUsd,
  usd,
  type Place,
} from "../../shared/format.ts";
import type { EpochMs } from "../../shared/units.ts";
import { useCursorFocus, type Cursor } from "../cursor.ts";
import { GroupMark } from "../charts/group-mark.tsx";
import type { EventRow } from "../selectors/event-rows.ts";
import { eventBadge, eventTitle, groupCostName, laneName, modelName } from "../wording.ts";

type Props = {
  readonly row: EventRow;
  readonly index: number;
  readonly start: number;
  readonly measure: (element: HTMLElement | null) => void;
  readonly selected: boolean;
  /** Where it is this row. */
  readonly cursor: Cursor | undefined;
  readonly place: Place;
  readonly today: EpochMs;
  readonly projectOf: (event: CacheEvent) => string;
  readonly onOpen: (row: EventRow) => void;
};

/** One event, or a run of them. */
export const EventTableRow = memo(function EventTableRow(props: Props) {
  const { row, index, start, measure, selected, cursor, place, today, projectOf, onOpen } = props;
  const button = useRef<HTMLButtonElement>(null);
  useCursorFocus(button, cursor);
  const event = row.kind === "event" ? row.event : row.events[0];
  const { lost, cost } = row.kind === "event" ? { lost: row.event.lost, cost: row.event.avoidable } : row;
  const inside = row.kind === "event" && row.inside;
  return (
    <div
      ref={measure}
      data-index={index}
      role="row"
      aria-rowindex={index + 2}
      className={[
        "event-table-row",
        ...(selected ? ["event-table-selected"] : []),
        ...(inside ? ["event-table-inside"] : []),
      ].join(" ")}
      style={{ transform: `translateY(${start}px)` }}
      onClick={() => onOpen(row)}
    >
      <span role="cell" className="event-table-when" title={exactTime(event.at, place)}>
        {dayAndTime(event.at, today, place)}
      </span>
      <span role="rowheader" className="event-table-what">
        <GroupMark group={event.group} />
        <button
          ref={button}
          type="button"
          {...(row.kind === "incident" ? { "aria-expanded": row.open } : { "aria-pressed": selected })}
        >
          {eventTitle(event)}
          <span className="visually-hidden">, {groupTitle(event.group).toLowerCase()}</span>
          {row.kind === "incident" && (
            <span className="event-table-times"> × {exactCount(row.events.length)}</span>
          )}
        </button>
        {row.kind === "incident" ? <IncidentBadges row={row} /> : <EventBadges event={event} />}
      </span>
      <span role="cell" className="event-table-project name" title={projectOf(event)}>
        {projectOf(event)}
      </span>
      <span role="cell" className="event-table-model name" title={event.model}>
        {modelName(event.model)}
      </span>
      <span
        role="cell"
        className="event-table-lost"
        title={lost === 0 ? "nothing was lost" : exactTokens(lost)}
      >
        {lost === 0 ? "–" : compactTokens(lost)}
      </span>
      <span
        role="cell"
        className="event-table-cost"
        title={lost === 0 ? undefined : `${groupCostName(event.group)}: ${exactUsd(cost)}`}
      >
        {usd(cost)}
      </span>
    </div>
  );
});

function EventBadges({ event }: { readonly event: CacheEvent }) {
  return (
    <>
      <span className="badge">{eventBadge(event)}</span>
      {event.agent !== undefined && <span className="badge event-table-lane">{laneName(event.agent)}</span>}
    </>
  );
}

function IncidentBadges({ row }: { readonly row: Extract<EventRow, { kind: "incident" }> }) {
  const { incident } = row.events[0];
  return (
    <>
      {incident?.runaway === true && <span className="badge event-table-runaway">runaway</span>}
      <span className="badge">
        {incident?.costPerMinute === undefined ? "in a row" : `${usd(incident.costPerMinute)} a minute`}
      </span>
      <i className="event-table-fold" aria-hidden="true">
        {row.open ? "▾" : "▸"}
      </i>
    </>
  );
}
