import { dayAndTime } from "../../shared/format.ts";
import { PLACE, useNow } from "../clock.ts";
import { useFeed } from "../feed-context.tsx";
import { nextInvalidation } from "../selectors/next-invalidation.ts";
import { sessionView, viewHash } from "../view-state.ts";
import { eventTitle } from "../wording.ts";
import "./last-break.css";

/** On a session without a break: the way to the newest one of all sessions, which is what one came to see. */
export function LastBreak() {
  const last = useFeed((state) => nextInvalidation(state.overview?.events ?? [], undefined));
  const now = useNow();
  if (last === undefined) return undefined;
  return (
    <p className="last-break">
      No break in this session. The last one of all:{" "}
      <a href={viewHash(sessionView(last.session, last.agent, last.callKey))}>
        {eventTitle(last)}, {dayAndTime(last.at, now, PLACE)}
      </a>
    </p>
  );
}
