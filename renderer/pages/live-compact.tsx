import { CallTable } from "../charts/call-table.tsx";
import { DepthChart } from "../charts/depth-chart.tsx";
import {
  clockTime,
  dayAndTime,
  exactTime,
  gapText,
  percent,
  percentFigure,
  usd,
} from "../../shared/format.ts";
import type { SessionSummary } from "../../shared/feed.ts";
import { hitRate } from "../../shared/usage/token-usage.ts";
import { PLACE, useNow } from "../clock.ts";
import { LiveDot } from "../parts/live-dot.tsx";
import type { DepthPoint } from "../selectors/depth-series.ts";
import type { Happening } from "../selectors/happenings.ts";
import { atStake } from "../../shared/cache/warm.ts";
import { warmState } from "../../shared/live.ts";
import { type LiveRow } from "../selectors/live-session.ts";
import { useSettings } from "../settings.ts";
import { sessionView, viewHash } from "../view-state.ts";
import { eventBadge, eventSentence, eventTitle } from "../wording.ts";
import "./live-compact.css";

type Props = {
  readonly session: SessionSummary;
  readonly points: readonly DepthPoint[];
  readonly rows: readonly Happening[];
  readonly others: readonly LiveRow[];
  readonly label: string;
};

/** The Live page at 420 × 340: is it warm, until when, and did it just break. */
export function LiveCompact({ session, points, rows, others, label }: Props) {
  const rate = hitRate(session.recent);
  const figure = percentFigure(rate);
  return (
    <main className="live-compact">
      <div className="live-compact-head">
        <div>
          <h1>Hit rate, last 8 calls</h1>
          <p
            className="live-compact-rate"
            title={`${percent(hitRate(session.totals.usage))} over the whole session`}
          >
            {figure.value}
            <small>{figure.unit}</small>
          </p>
        </div>
        <CompactWarm session={session} />
      </div>
      <div className="live-compact-chart">
        <DepthChart points={points} label={label} bare />
      </div>
      <div className="visually-hidden">
        <CallTable points={points} />
      </div>
      <LatestEvent session={session} rows={rows} />
      {others.length > 0 && (
        <ul className="live-compact-others">
          {others.slice(0, 3).map((row) => (
            <CompactOther key={`${row.session} ${row.agent ?? ""}`} row={row} />
          ))}
        </ul>
      )}
    </main>
  );
}

function CompactWarm({ session }: { readonly session: SessionSummary }) {
  const now = useNow();
  const { countdown } = useSettings();
  const { warm } = session;
  if (warm === undefined) {
    return (
      <div className="live-compact-warm">
        <h2>Warm until</h2>
        <p>–</p>
      </div>
    );
  }
  const state = warmState(warm, now);
  const { coldCost } = atStake(warm, now);
  const at = state === "safe" ? warm.safeUntil : warm.maybeUntil;
  const left = countdown && state !== "cold" ? `${gapText(at - now)} left` : "";
  return (
    <div className={`live-compact-warm live-compact-${state}`}>
      <h2>{state === "safe" ? "Warm until" : state === "maybe" ? "Perhaps warm until" : "Cold since"}</h2>
      <p title={exactTime(at, PLACE)}>
        {state === "cold" ? dayAndTime(at, now, PLACE) : clockTime(at, PLACE)}
      </p>
      {(left !== "" || coldCost !== undefined) && (
        <small>
          {left}
          {coldCost !== undefined && (
            <>
              {left === "" ? "" : ", "}
              {state === "cold" ? "" : "then "}
              {usd(coldCost)} for the next call
            </>
          )}
        </small>
      )}
    </div>
  );
}

function LatestEvent({ session, rows }: Pick<Props, "session" | "rows">) {
  const now = useNow();
  const row = rows.find((one) => one.kind === "event" && one.event.lost > 0);
  if (row?.kind !== "event") {
    return <p className="live-compact-calm">No cache break in this session.</p>;
  }
  const { event } = row;
  const loss = event.kind === "invalidation";
  return (
    <a className="live-compact-event" href={viewHash(sessionView(session.id, event.agent, event.callKey))}>
      <time>{dayAndTime(event.at, now, PLACE)}</time>
      <span>
        <b className={loss ? "live-compact-loss" : ""}>{eventTitle(event)}</b>
        <span className="badge">{eventBadge(event)}</span>
        <span className="live-compact-sentence">{eventSentence(event)}</span>
      </span>
    </a>
  );
}

function CompactOther({ row }: { readonly row: LiveRow }) {
  const now = useNow();
  const state = row.warm === undefined ? "cold" : warmState(row.warm, now);
  const until = row.warm === undefined || state === "cold" ? "cold" : clockTime(row.warm.safeUntil, PLACE);
  const target =
    row.agent === undefined
      ? viewHash({ page: "live", pinned: row.session })
      : viewHash(sessionView(row.session, row.agent));
  return (
    <li>
      <a
        href={target}
        title={
          row.warm === undefined
            ? row.name
            : `${row.name}, until ${dayAndTime(row.warm.maybeUntil, now, PLACE)}`
        }
      >
        <LiveDot state={state} />
        <span className="name">{row.name}</span> {until}
      </a>
    </li>
  );
}
