import { memo } from "react";
import { clockTime, dayAndTime, percent } from "../../shared/format.ts";
import { hitRate } from "../../shared/usage/token-usage.ts";
import { PLACE, useNow } from "../clock.ts";
import { warmState } from "../../shared/live.ts";
import { type LiveRow } from "../selectors/live-session.ts";
import { sessionView, viewHash } from "../view-state.ts";
import { LiveDot } from "./live-dot.tsx";
import "./also-live.css";

/** Other sessions and subagents that are warm or were active just now; a click pins a session. */
export const AlsoLive = memo(function AlsoLive({ rows }: { readonly rows: readonly LiveRow[] }) {
  return (
    <ul className="also-live">
      {rows.map((row) => (
        <Row key={`${row.session} ${row.agent ?? ""}`} row={row} />
      ))}
    </ul>
  );
});

function Row({ row }: { readonly row: LiveRow }) {
  const now = useNow();
  const state = row.warm === undefined ? "cold" : warmState(row.warm, now);
  const target =
    row.agent === undefined
      ? viewHash({ page: "live", pinned: row.session })
      : viewHash(sessionView(row.session, row.agent));
  return (
    <li>
      <a
        href={target}
        title={
          row.agent === undefined
            ? `Pin ${row.name} here`
            : `Open ${row.agent}, a subagent of the session above`
        }
      >
        <LiveDot state={state} />
        <span className="also-live-name name">{row.name}</span>
        <span className="also-live-rate">{percent(hitRate(row.usage))}</span>
        <span className={`also-live-until also-live-${state}`}>{untilText(row, state, now)}</span>
      </a>
    </li>
  );
}

function untilText(row: LiveRow, state: ReturnType<typeof warmState>, now: number): string {
  if (row.warm === undefined) return "not cached";
  if (state === "cold") return `cold since ${dayAndTime(row.warm.maybeUntil, now, PLACE)}`;
  return clockTime(state === "safe" ? row.warm.safeUntil : row.warm.maybeUntil, PLACE);
}
