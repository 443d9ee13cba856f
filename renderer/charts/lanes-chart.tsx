import { memo, useState, type MouseEvent } from "react";
import { clockTime, counted, dayAndTime, exactCount, exactTime, percent } from "../../shared/format.ts";
import { hitRate } from "../../shared/usage/token-usage.ts";
import { PLACE } from "../clock.ts";
import type { LaneTimeline, MarkRow, TimelineLane } from "../selectors/lane-timeline.ts";
import { nearest } from "../selectors/nearest.ts";
import { eventTitle, laneName } from "../wording.ts";
import { TrackButton, useWalk, type Reading } from "./track-button.tsx";
import "./lanes-chart.css";

type Props = {
  readonly timeline: LaneTimeline;
  readonly agent: string | undefined;
  readonly selected: string | undefined;
  readonly onLane: (agent: string | undefined) => void;
  readonly onCall: (key: string, agent: string | undefined) => void;
};

/** So near to an event, in pixels, a click means the event and not the call beside it. */
const EVENT_REACH = 10;

/** When each lane made its calls, the subagents under the main lane, and what the log says happened between. */
export const LanesChart = memo(function LanesChart({ timeline, agent, selected, onLane, onCall }: Props) {
  const [read, setRead] = useState<string>();
  const middle = (timeline.from + timeline.to) / 2;
  const sameDay = timeline.to - timeline.from < 12 * 60 * 60 * 1000;
  const time = (at: number) => (sameDay ? clockTime(at, PLACE) : dayAndTime(at, timeline.to, PLACE));
  return (
    <div className="lanes">
      {timeline.rows.map((row) => (
        <MarksRow key={row.name} row={row} onCall={onCall} onRead={setRead} />
      ))}
      {timeline.lanes.map((row) => (
        <LaneRow
          key={row.lane.agent ?? ""}
          row={row}
          current={row.lane.agent === agent}
          selected={selected}
          onLane={onLane}
          onCall={onCall}
          onRead={setRead}
        />
      ))}
      <div className="lanes-row lanes-axis" aria-hidden="true">
        <span className="lanes-name" />
        <div className="lanes-track">
          <span>{time(timeline.from)}</span>
          <span>{time(middle)}</span>
          <span>{time(timeline.to)}</span>
        </div>
      </div>
      {/* What the focus is on, for those who see it; its room is always there. */}
      <p className="lanes-read" aria-hidden="true">
        {read}
      </p>
    </div>
  );
});

/** What happened of one kind; a click selects the call after it. */
function MarksRow({ row, onCall, onRead }: { readonly row: MarkRow } & Pick<Props, "onCall"> & Reading) {
  const walk = useWalk();
  const select = (click: MouseEvent<HTMLDivElement>) => {
    const bounds = click.currentTarget.getBoundingClientRect();
    const share = (click.clientX - bounds.left) / bounds.width;
    const mark = nearest(
      row.marks.map((one) => ({ ...one, event: undefined })),
      ({ position }) => position,
      share,
      0,
    );
    if (mark?.call !== undefined) onCall(mark.call, mark.agent);
  };
  return (
    <div className="lanes-row lanes-row-marks">
      <span className="lanes-name">
        {row.name} <small>{exactCount(row.marks.length)}</small>
      </span>
      <div
        className="lanes-track lanes-track-selects"
        role="group"
        aria-label={`${row.name}: the arrow keys walk`}
        onClick={select}
        {...walk.track}
      >
        {row.marks.map(({ position, key, text, at, agent, call }, place) => (
          <TrackButton
            key={key}
            className="lanes-mark"
            position={position}
            name={`${text}, ${exactTime(at, PLACE)}`}
            text={`${clockTime(at, PLACE)} ${text}${agent === undefined ? "" : `, ${laneName(agent)}`}`}
            reached={walk.isReached(place)}
            onRead={onRead}
            onSelect={call === undefined ? undefined : () => onCall(call, agent)}
          />
        ))}
      </div>
    </div>
  );
}

type RowProps = Omit<Props, "timeline" | "agent"> &
  Reading & { readonly row: TimelineLane; readonly current: boolean };

function LaneRow({ row, current, selected, onLane, onCall, onRead }: RowProps) {
  const walk = useWalk();
  const { lane, ticks } = row;
  const name = laneName(lane.agent);
  const rate = percent(hitRate(lane.usage));
  const chosen = ticks.find(({ key }) => key === selected);
  const first = ticks[0]?.position ?? 0;
  const last = ticks.at(-1)?.position ?? 0;
  const events = ticks.flatMap(({ key, position, event }) =>
    event === undefined ? [] : [{ key, position, event }],
  );
  // By keyboard the calls are reached in the table beside, the events here.
  const select = (click: MouseEvent<HTMLDivElement>) => {
    const bounds = click.currentTarget.getBoundingClientRect();
    const share = (click.clientX - bounds.left) / bounds.width;
    const tick = nearest(ticks, ({ position }) => position, share, EVENT_REACH / bounds.width);
    if (tick !== undefined) onCall(tick.key, lane.agent);
  };
  return (
    <div className={current ? "lanes-row lanes-row-current" : "lanes-row"}>
      <button
        type="button"
        className="lanes-name"
        aria-pressed={current}
        title={`Show the calls of ${lane.agent ?? "the main lane"}`}
        onClick={() => onLane(lane.agent)}
      >
        <span className="name">{name}</span>
        <small>
          {counted(lane.calls, "call")}, {rate}
        </small>
      </button>
      <div
        className="lanes-track lanes-track-selects"
        role="group"
        aria-label={`Events of ${name}: the arrow keys walk`}
        onClick={select}
        {...walk.track}
      >
        <svg
          width="100%"
          height="100%"
          role="img"
          aria-label={`${name}: ${counted(lane.calls, "call")}, hit rate ${rate}`}
        >
          <rect
            className="lanes-span"
            x={`${first * 100}%`}
            width={`${Math.max(0.2, (last - first) * 100)}%`}
            y="25%"
            height="50%"
          />
          {ticks.map(({ key, position }) => (
            <rect
              key={key}
              className="lanes-tick"
              x={`${position * 100}%`}
              y="25%"
              width="1.5"
              height="50%"
            />
          ))}
          {chosen !== undefined && (
            <rect className="lanes-chosen" x={`${chosen.position * 100}%`} y="0" width="3" height="100%" />
          )}
        </svg>
        {events.map(({ key, position, event }, place) => (
          <TrackButton
            key={key}
            className={`lanes-event lanes-event-${event.kind}`}
            position={position}
            name={`${eventTitle(event)}, ${exactTime(event.at, PLACE)}`}
            text={`${clockTime(event.at, PLACE)} ${eventTitle(event)}`}
            reached={walk.isReached(place)}
            onRead={onRead}
            onSelect={() => onCall(key, lane.agent)}
          />
        ))}
      </div>
    </div>
  );
}
