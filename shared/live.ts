import type { Warmth } from "./cache/warm.ts";
import type { SessionSummary } from "./feed.ts";
import type { EpochMs } from "./units.ts";

/** `safe`: the next call reads its prefix. `maybe`: the promised lifetime is over, entries can live a little longer. */
export type WarmState = "safe" | "maybe" | "cold";

const RECENT = 3 * 60 * 60 * 1000;

export function warmState(warm: Warmth, now: EpochMs): WarmState {
  if (now < warm.safeUntil) return "safe";
  return now < warm.maybeUntil ? "maybe" : "cold";
}

/** Warm, or active in the last three hours. */
export function isLive({ lastAt, warm }: Pick<SessionSummary, "lastAt" | "warm">, now: EpochMs): boolean {
  return (lastAt !== undefined && now - lastAt < RECENT) || (warm !== undefined && warm.maybeUntil > now);
}

/** Live sessions, the one with the newest call first. */
export function liveSessions(sessions: readonly SessionSummary[], now: EpochMs): readonly SessionSummary[] {
  return sessions
    .filter((session) => isLive(session, now))
    .toSorted((a, b) => (b.lastAt ?? 0) - (a.lastAt ?? 0));
}

/** The last folder of the working directory, else the log's project folder as Claude Code spells it. */
export function sessionName({ cwd, project }: Pick<SessionSummary, "cwd" | "project">): string {
  const folder = cwd?.split(/[/\\]/).findLast((part) => part !== "");
  return folder ?? project;
}
