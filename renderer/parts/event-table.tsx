import { memo, useRef } from "react";
import { useVirtualizer } from "@tanstack/react-virtual";
import type { CacheEvent } from "../../shared/cache/event.ts";
import type { Place } from "../../shared/format.ts";
import type { EpochMs } from "../../shared/units.ts";
import { useCursorScroll, type Cursor } from "../cursor.ts";
import { DEFINITIONS } from "../definitions.ts";
import type { EventRow } from "../selectors/event-rows.ts";
import { EventTableRow } from "./event-table-row.tsx";
import "./event-table.css";

type Props = {
  readonly rows: readonly EventRow[];
  /** Key of the event whose card is open. */
  readonly selected: string | undefined;
  /** The row that the keyboard has moved to. */
  readonly cursor: Cursor | undefined;
  readonly place: Place;
  /** Now, as fine as naming days needs. */
  readonly today: EpochMs;
  readonly projectOf: (event: CacheEvent) => string;
  readonly onOpen: (row: EventRow) => void;
};

const COLUMNS = [
  { name: "Time", column: "when" },
  { name: "What happened", column: "what" },
  { name: "Project", column: "project" },
  { name: "Model", column: "model" },
  { name: "Lost", column: "lost", meaning: DEFINITIONS.lost },
  { name: "Dollars", column: "cost", meaning: DEFINITIONS.eventCost },
] as const;
const ROW = 36;

/** Cache events as rows; only those in view exist. */
export const EventTable = memo(function EventTable(props: Props) {
  const { rows, selected, cursor, place, today, projectOf, onOpen } = props;
  const box = useRef<HTMLDivElement>(null);
  // The compiler that this rule speaks for is not used here.
  // oxlint-disable-next-line react/incompatible-library
  const virtual = useVirtualizer({
    count: rows.length,
    getScrollElement: () => box.current,
    estimateSize: () => ROW,
    getItemKey: (index) => rows[index]?.key ?? index,
    // The head stands in the same box and stays on top of the rows.
    scrollMargin: ROW,
    scrollPaddingStart: ROW,
    overscan: 10,
  });
  useCursorScroll(
    cursor,
    rows.findIndex(({ key }) => key === cursor?.key),
    virtual,
  );

  return (
    <div
      className="event-table"
      ref={box}
      style={{ height: virtual.getTotalSize() + ROW + 1 }}
      role="table"
      aria-label="Events"
      aria-rowcount={rows.length + 1}
      tabIndex={-1}
    >
      <div role="rowgroup" className="event-table-head">
        <div role="row" className="event-table-row" aria-rowindex={1}>
          {COLUMNS.map((one) => (
            <span
              key={one.column}
              role="columnheader"
              className={`event-table-${one.column}`}
              title={"meaning" in one ? one.meaning : undefined}
            >
              {one.name}
            </span>
          ))}
        </div>
      </div>
      <div role="rowgroup" className="event-table-body" style={{ height: virtual.getTotalSize() }}>
        {virtual.getVirtualItems().map(({ index, start, key }) => {
          const row = rows[index];
          if (row === undefined) return undefined;
          return (
            <EventTableRow
              key={key}
              row={row}
              index={index}
              start={start - ROW}
              measure={virtual.measureElement}
              selected={row.kind === "event" && row.key === selected}
              cursor={row.key === cursor?.key ? cursor : undefined}
              place={place}
              today={today}
              projectOf={projectOf}
              onOpen={onOpen}
            />
          );
        })}
      </div>
    </div>
  );
});
