import type { Warmth } from "../../shared/cache/warm.ts";
import type { LaneSummary, SessionDetail, SessionSummary } from "../../shared/feed.ts";
import type { EpochMs } from "../../shared/units.ts";
import { laneName } from "../wording.ts";
import { sessionName } from "./session-name.ts";

/** `safe`: the next call reads its prefix. `maybe`: the promised lifetime is over, entries can live a little longer. */
export type WarmState = "safe" | "maybe" | "cold";

/** One row of "Also live": another session, or a subagent of the shown one. */
export type LiveRow = {
  readonly session: string;
  readonly agent: string | undefined;
  readonly name: string;
  readonly usage: LaneSummary["usage"];
  readonly warm: Warmth | undefined;
  readonly lastAt: EpochMs | undefined;
};

const RECENT = 3 * 60 * 60 * 1000;
const MOST_ROWS = 6;

export function warmState(warm: Warmth, now: EpochMs): WarmState {
  if (now < warm.safeUntil) return "safe";
  return now < warm.maybeUntil ? "maybe" : "cold";
}

/** The pinned session while it exists, else the one with the newest call. */
export function shownSession(
  sessions: readonly SessionSummary[],
  pinned: string | undefined,
): SessionSummary | undefined {
  const chosen = sessions.find(({ id }) => id === pinned);
  if (chosen !== undefined) return chosen;
  let newest: SessionSummary | undefined;
  for (const session of sessions) {
    if (newest === undefined || (session.lastAt ?? 0) > (newest.lastAt ?? 0)) newest = session;
  }
  return newest;
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
    if (session.id === shown.id || !isLive(session.lastAt, session.warm, now)) continue;
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

function isLive(lastAt: EpochMs | undefined, warm: Warmth | undefined, now: EpochMs): boolean {
  return (lastAt !== undefined && now - lastAt < RECENT) || (warm !== undefined && warm.maybeUntil > now);
}
