import { memo } from "react";
import { assertNever } from "../../shared/assert.ts";
import { dayAndTime, compactTokens, exactTime } from "../../shared/format.ts";
import { promptTokens } from "../../shared/usage/token-usage.ts";
import { PLACE } from "../clock.ts";
import type { Happening } from "../selectors/happenings.ts";
import {
  changeText,
  changeTitle,
  eventBadge,
  eventReason,
  eventSentence,
  eventTitle,
  laneName,
  markTitle,
} from "../wording.ts";
import "./happenings-list.css";

type Props = {
  readonly rows: readonly Happening[];
  readonly selected?: string | undefined;
  /** Makes each row with a call a button. */
  readonly onSelect: (call: string, agent: string | undefined) => void;
};

/** Losses, rebuilds, starts and changes, newest first. */
export const HappeningsList = memo(function HappeningsList({ rows, selected, onSelect }: Props) {
  // Times of the newest day stand alone; older ones name their day.
  const newest = rows[0]?.at ?? 0;
  const isWide = dayAndTime(newest, newest, PLACE).length > "14:02".length;
  return (
    <ol className={isWide ? "happenings happenings-wide" : "happenings"}>
      {rows.map((row) => (
        <li key={row.key} className={callOf(row) === selected ? "happening happening-selected" : "happening"}>
          <time className="happening-time" title={exactTime(row.at, PLACE)}>
            {dayAndTime(row.at, newest, PLACE)}
          </time>
          <Body row={row} onSelect={onSelect} />
        </li>
      ))}
    </ol>
  );
});

function Body({ row, onSelect }: { readonly row: Happening; readonly onSelect: Props["onSelect"] }) {
  switch (row.kind) {
    case "event": {
      const { event } = row;
      return (
        <div className="happening-body">
          <button
            type="button"
            className={event.kind === "invalidation" ? "happening-title happening-loss" : "happening-title"}
            onClick={() => onSelect(event.callKey, event.agent)}
          >
            {eventTitle(event)}
          </button>
          <span className="badge">{eventBadge(event)}</span>
          {event.agent !== undefined && <span className="badge">{laneName(event.agent)}</span>}
          <p>
            {eventSentence(event)} {eventReason(event)}
          </p>
        </div>
      );
    }
    case "change": {
      const { change } = row;
      return (
        <div className="happening-body">
          <button
            type="button"
            className="happening-title"
            onClick={() => onSelect(change.call, change.agent)}
          >
            {changeTitle(change.kind)}
          </button>
          {change.agent !== undefined && <span className="badge">{laneName(change.agent)}</span>}
          <p className="name">{changeText(change)}</p>
        </div>
      );
    }
    case "mark":
      return (
        <div className="happening-body">
          <span className="happening-title">{markTitle(row.mark.mark)}</span>
          {row.mark.agent !== undefined && <span className="badge">{laneName(row.mark.agent)}</span>}
          {row.mark.detail !== undefined && <p>{row.mark.detail}</p>}
        </div>
      );
    case "start": {
      const { usage, key, agent } = row.call;
      const warm = usage.cacheRead > 0;
      return (
        <div className="happening-body">
          <button type="button" className="happening-title" onClick={() => onSelect(key, agent)}>
            Session started
          </button>
          <span className="badge">{warm ? "warm start" : "cold start"}</span>
          <p>
            {warm
              ? `${compactTokens(usage.cacheRead)} were already cached by another session here.`
              : `${compactTokens(promptTokens(usage))} sent, nothing cached before.`}
          </p>
        </div>
      );
    }
    default:
      return assertNever(row);
  }
}

/** The call that a row is about; `undefined` for a mark, which stands between two calls. */
function callOf(row: Happening): string | undefined {
  switch (row.kind) {
    case "event":
      return row.event.callKey;
    case "change":
      return row.change.call;
    case "start":
      return row.call.key;
    case "mark":
      // A mark is never the selected call, and no call is selected under this name.
      return "";
    default:
      return assertNever(row);
  }
}
