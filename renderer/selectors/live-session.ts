import type { Warmth } from "../../shared/cache/warm.ts";
import type { LaneSummary, SessionDetail, SessionSummary } from "../../shared/feed.ts";
import type { DurationMs, EpochMs } from "../../shared/units.ts";
import { laneName } from "../wording.ts";
import { isLive, sessionName, warmState } from "../../shared/live.ts";

/** One row of "Also live": another session, or a subagent of the shown one. */
export type LiveRow = {
  readonly session: string;
  readonly agent: string | undefined;
  readonly name: string;
  readonly usage: LaneSummary["usage"];
  readonly warm: Warmth | undefined;
  readonly lastAt: EpochMs | undefined;
};

const MOST_ROWS = 6;

/** So long a session must have been silent before another takes its place: two that run side by side do not flicker. */
const PATIENCE: DurationMs = 30_000;

/** The pinned session while it exists, else the one shown before while it goes on, else the one with the newest call. */
export function shownSession(
  sessions: readonly SessionSummary[],
  pinned: string | undefined,
  before: string | undefined,
): SessionSummary | undefined {
  let newest: SessionSummary | undefined;
  let held: SessionSummary | undefined;
  for (const session of sessions) {
    if (session.id === pinned) return session;
    if (session.id === before) held = session;
    if (newest === undefined || (session.lastAt ?? 0) > (newest.lastAt ?? 0)) newest = session;
  }
  return held !== undefined && (newest?.lastAt ?? 0) - (held.lastAt ?? 0) < PATIENCE ? held : newest;
}

/** Other sessions that are warm or were active in the last three hours, and warm subagents of the shown one; newest first. */
export function alsoLive(
  sessions: readonly SessionSummary[],
  shown: SessionSummary,
  detail: SessionDetail | undefined,
  now: EpochMs,
): readonly LiveRow[] {
  const rows: LiveRow[] = [];
  for (const session of sessions) {
    if (session.id === shown.id || !isLive(session, now)) continue;
    const { id, totals, warm, lastAt } = session;
    rows.push({
      session: id,
      agent: undefined,
      name: sessionName(session),
      usage: totals.usage,
      warm,
      lastAt,
    });
  }
  for (const lane of detail?.lanes ?? []) {
    if (lane.agent === undefined || lane.warm === undefined || warmState(lane.warm, now) === "cold") continue;
    const name = laneName(lane.agent);
    rows.push({
      session: shown.id,
      agent: lane.agent,
      name,
      usage: lane.usage,
      warm: lane.warm,
      lastAt: lane.lastAt,
    });
  }
  return rows.sort((a, b) => (b.lastAt ?? 0) - (a.lastAt ?? 0)).slice(0, MOST_ROWS);
}
