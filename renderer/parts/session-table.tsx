import { memo, useRef } from "react";
import { useVirtualizer } from "@tanstack/react-virtual";
import { MiniBar } from "../charts/mini-bar.tsx";
import {
  compactTokens,
  dayAndTime,
  exactCount,
  exactTime,
  exactTokens,
  exactUsd,
  percent,
  usd,
} from "../../shared/format.ts";
import type { SessionSummary } from "../../shared/feed.ts";
import type { EpochMs } from "../../shared/units.ts";
import { hitRate, promptTokens } from "../../shared/usage/token-usage.ts";
import { knownLostCost } from "../../shared/usage/totals.ts";
import { PLACE } from "../clock.ts";
import { useCursorFocus, useCursorScroll, type Cursor } from "../cursor.ts";
import { DEFINITIONS, type DefinitionKey } from "../definitions.ts";
import { open } from "../navigation.ts";
import { sessionName } from "../../shared/live.ts";
import { sessionView, viewHash, type SessionColumn } from "../view-state.ts";
import { modelName } from "../wording.ts";
import { SortButton } from "./sort-button.tsx";
import "./session-table.css";

type Props = {
  readonly rows: readonly SessionSummary[];
  readonly sort: SessionColumn;
  readonly descending: boolean;
  /** The session that the keys have moved to; `undefined` before the first j or k. */
  readonly cursor: Cursor | undefined;
  /** Start of today for the reader: rows of other days name the day. */
  readonly today: EpochMs;
  readonly onSort: (column: SessionColumn) => void;
};

const COLUMNS: readonly {
  readonly column: SessionColumn;
  readonly name: string;
  readonly definition?: DefinitionKey;
}[] = [
  { column: "when", name: "Last call" },
  { column: "project", name: "Project" },
  { column: "model", name: "Models" },
  { column: "calls", name: "Calls", definition: "calls" },
  { column: "context", name: "Context peak", definition: "contextPeak" },
  { column: "hit-rate", name: "Hit rate", definition: "hitRate" },
  { column: "tokens", name: "Tokens", definition: "tokens" },
  { column: "cost", name: "Cost", definition: "cost" },
  { column: "lost", name: "Lost", definition: "lost" },
  { column: "breaks", name: "Breaks", definition: "breaks" },
];
const ROW = 36;

/** Every session that passes the filter; only the rows in view exist. */
export const SessionTable = memo(function SessionTable({
  rows,
  sort,
  descending,
  cursor,
  today,
  onSort,
}: Props) {
  const box = useRef<HTMLDivElement>(null);
  // The compiler that this rule speaks for is not used here.
  // oxlint-disable-next-line react/incompatible-library
  const virtual = useVirtualizer({
    count: rows.length,
    getScrollElement: () => box.current,
    estimateSize: () => ROW,
    // The head stands in the same box and stays on top of the rows.
    scrollMargin: ROW,
    scrollPaddingStart: ROW,
    overscan: 10,
  });
  useCursorScroll(
    cursor,
    rows.findIndex(({ id }) => id === cursor?.key),
    virtual,
  );

  return (
    <div
      className="session-table"
      ref={box}
      role="table"
      aria-label="Sessions"
      aria-rowcount={rows.length + 1}
      tabIndex={-1}
    >
      <div role="rowgroup" className="session-table-head">
        <div role="row" className="session-table-row" aria-rowindex={1}>
          {COLUMNS.map(({ column, name, definition }) => (
            <span
              key={column}
              role="columnheader"
              className={`session-table-${column}`}
              aria-sort={column !== sort ? "none" : descending ? "descending" : "ascending"}
            >
              <SortButton
                name={name}
                descending={column === sort ? descending : undefined}
                title={definition === undefined ? undefined : DEFINITIONS[definition]}
                onSort={() => onSort(column)}
              />
            </span>
          ))}
        </div>
      </div>
      <div role="rowgroup" className="session-table-body" style={{ height: virtual.getTotalSize() }}>
        {virtual.getVirtualItems().map(({ index, start }) => {
          const session = rows[index];
          if (session === undefined) return undefined;
          return (
            <Row
              key={session.id}
              session={session}
              index={index}
              start={start - ROW}
              cursor={session.id === cursor?.key ? cursor : undefined}
              today={today}
            />
          );
        })}
      </div>
    </div>
  );
});

type RowProps = {
  readonly session: SessionSummary;
  readonly index: number;
  readonly start: number;
  /** Where it is this row. */
  readonly cursor: Cursor | undefined;
  readonly today: EpochMs;
};

const Row = memo(function Row({ session, index, start, cursor, today }: RowProps) {
  const { totals } = session;
  const link = useRef<HTMLAnchorElement>(null);
  useCursorFocus(link, cursor);
  const models = session.models.map(modelName).join(", ");
  const priced = totals.unpricedCalls < totals.calls;
  return (
    <div
      role="row"
      aria-rowindex={index + 2}
      className="session-table-row"
      style={{ transform: `translateY(${start}px)` }}
      onClick={(event) => {
        // The link does its own part, with its modifier keys; the rest of the row is a larger target for it.
        if (event.target !== link.current) open(sessionView(session.id));
      }}
    >
      <span role="cell" className="session-table-when" title={exactTime(session.lastAt, PLACE)}>
        {dayAndTime(session.lastAt, today, PLACE)}
      </span>
      <span role="rowheader" className="session-table-project name">
        <a ref={link} href={viewHash(sessionView(session.id))} title={session.cwd ?? session.project}>
          {sessionName(session)}
        </a>
        {session.sourceGone && <span className="badge">log gone</span>}
      </span>
      <span role="cell" className="session-table-model name" title={session.models.join(", ")}>
        {models}
      </span>
      <span role="cell" className="session-table-calls">
        {exactCount(totals.calls)}
      </span>
      <span role="cell" className="session-table-context" title={exactTokens(session.contextPeak)}>
        {compactTokens(session.contextPeak)}
      </span>
      <span role="cell" className="session-table-hit-rate">
        {percent(hitRate(totals.usage))}
      </span>
      <span role="cell" className="session-table-tokens">
        <MiniBar usage={totals.usage} />
        <small>{compactTokens(promptTokens(totals.usage) + totals.usage.output)}</small>
      </span>
      <span
        role="cell"
        className="session-table-cost"
        title={priced ? exactUsd(totals.cost) : "no known price"}
      >
        {priced ? usd(totals.cost) : "–"}
      </span>
      <span
        role="cell"
        className={`session-table-lost ${totals.lost > 0 ? "session-table-loss" : "session-table-zero"}`}
        title={`${exactTokens(totals.lost)}, ${exactUsd(knownLostCost(totals))}`}
      >
        {compactTokens(totals.lost)}
      </span>
      <span
        role="cell"
        className={`session-table-breaks ${totals.invalidations > 0 ? "" : "session-table-zero"}`}
      >
        {exactCount(totals.invalidations)}
      </span>
    </div>
  );
});
