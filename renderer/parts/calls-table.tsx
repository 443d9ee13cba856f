import { memo, useEffect, useRef } from "react";
import { useVirtualizer } from "@tanstack/react-virtual";
import {
  clockSeconds,
  compactTokens,
  exactCount,
  exactTime,
  exactTokens,
  gapText,
  percent,
  usd,
} from "../../shared/format.ts";
import { PLACE } from "../clock.ts";
import { DEFINITIONS } from "../definitions.ts";
import type { DepthPoint } from "../selectors/depth-series.ts";
import { eventTitle, lossText, modelName } from "../wording.ts";
import "./calls-table.css";

type Props = {
  readonly points: readonly DepthPoint[];
  readonly selected: string | undefined;
  readonly onSelect: (key: string) => void;
};

const COLUMNS = [
  "Call",
  "Time",
  "Pause",
  "Model",
  "Read",
  "Written",
  "Uncached",
  "Output",
  "Hit rate",
  "Cost",
  "What happened",
];
const MEANING: Readonly<Record<string, string>> = {
  Pause: DEFINITIONS.pause,
  Output: DEFINITIONS.output,
  "Hit rate": DEFINITIONS.hitRatePerCall,
  Cost: DEFINITIONS.cost,
};
const ROW = 28;

/** Every call of the lane; only the rows in view exist. */
export const CallsTable = memo(function CallsTable({ points, selected, onSelect }: Props) {
  const box = useRef<HTMLDivElement>(null);
  // The compiler that this rule speaks for is not used here.
  // oxlint-disable-next-line react/incompatible-library
  const rows = useVirtualizer({
    count: points.length,
    getScrollElement: () => box.current,
    estimateSize: () => ROW,
    // The head stands in the same box and stays on top of the rows.
    scrollMargin: ROW,
    scrollPaddingStart: ROW,
    overscan: 12,
  });
  const place = points.findIndex(({ key }) => key === selected);
  useEffect(() => {
    if (place >= 0) rows.scrollToIndex(place, { align: "auto" });
  }, [place, rows]);

  return (
    <div
      className="calls-table"
      ref={box}
      role="table"
      aria-label="Calls"
      aria-rowcount={points.length + 1}
      tabIndex={0}
    >
      <div role="rowgroup" className="calls-table-head">
        <div role="row" className="calls-table-row" aria-rowindex={1}>
          {COLUMNS.map((name) => (
            <span key={name} role="columnheader" title={MEANING[name]}>
              {name}
            </span>
          ))}
        </div>
      </div>
      <div role="rowgroup" className="calls-table-body" style={{ height: rows.getTotalSize() }}>
        {rows.getVirtualItems().map(({ index, start }) => {
          const point = points[index];
          if (point === undefined) return undefined;
          return (
            <Row
              key={point.key}
              point={point}
              start={start - ROW}
              selected={point.key === selected}
              onSelect={onSelect}
            />
          );
        })}
      </div>
    </div>
  );
});

type RowProps = {
  readonly point: DepthPoint;
  readonly start: number;
  readonly selected: boolean;
  readonly onSelect: (key: string) => void;
};

const Row = memo(function Row({ point, start, selected, onSelect }: RowProps) {
  const { call, event } = point;
  const written = point.write5m + point.write1h + point.writeUnknown;
  return (
    <div
      role="row"
      aria-rowindex={point.index + 2}
      className={selected ? "calls-table-row calls-table-selected" : "calls-table-row"}
      style={{ transform: `translateY(${start}px)` }}
      onClick={() => onSelect(point.key)}
    >
      <span role="rowheader">
        <button type="button" aria-pressed={selected} aria-label={`Call ${exactCount(point.index + 1)}`}>
          {exactCount(point.index + 1)}
        </button>
      </span>
      <span role="cell" title={exactTime(call.at, PLACE)}>
        {clockSeconds(call.at, PLACE)}
      </span>
      <span role="cell">{gapText(call.gap)}</span>
      <span role="cell" className="name" title={call.model}>
        {modelName(call.model)}
      </span>
      <span role="cell" title={exactTokens(point.read)}>
        {compactTokens(point.read)}
      </span>
      <span
        role="cell"
        title={`${exactTokens(written)}: ${exactCount(point.write5m)} for 5 min, ${exactCount(point.write1h)} for 1 h`}
      >
        {compactTokens(written)}
      </span>
      <span role="cell" title={exactTokens(point.uncached)}>
        {compactTokens(point.uncached)}
      </span>
      <span role="cell" title={exactTokens(call.usage.output)}>
        {compactTokens(call.usage.output)}
        {!call.finished && "+"}
      </span>
      <span role="cell">{percent(point.rate)}</span>
      <span role="cell">{usd(call.cost)}</span>
      <span role="cell" className={event?.kind === "invalidation" ? "calls-table-loss" : ""}>
        {event !== undefined && eventTitle(event)}
        {event?.kind === "invalidation" && ` ${lossText(event)}`}
      </span>
    </div>
  );
});
