import { nameOf } from "./alert-words.ts";
import { linkHash } from "./deep-link.ts";
import type { Overview, SessionSummary } from "./feed.ts";
import { clockTime, dayAndTime, percent, type Place } from "./format.ts";
import { liveSessions, warmState } from "./live.ts";
import { hitRate } from "./usage/token-usage.ts";
import type { DurationMs, EpochMs } from "./units.ts";

/** `broken`: the newest session lost its prefix a moment ago. `away`: the engine cannot be asked. */
export type TrayColour = "warm" | "expiring" | "cold" | "broken" | "away";

export type TraySession = { readonly id: string; readonly label: string; readonly hash: string };

/** All that the tray shows. */
export type TrayFace = {
  readonly colour: TrayColour;
  /** Beside the icon, where a system shows a text there: `98.4 %  14:32`. */
  readonly title: string;
  readonly tooltip: string;
  /** The newest first, at most twelve. */
  readonly sessions: readonly TraySession[];
};

const DEMO = "Prefixwatch shows the demo: its figures are made up";
const MOST_SESSIONS = 12;
/** How long a break is news. */
const BROKEN: DurationMs = 5 * 60_000;
/** The last part of a lifetime, in which a first message still saves the cache. */
const LAST_PART: Readonly<Record<"5m" | "1h", DurationMs>> = { "5m": 60_000, "1h": 5 * 60_000 };

/** The face of the tray at a moment; in place of an overview the sentence that says why there is none. */
export function trayFace(overview: Overview | string, now: EpochMs, place: Place): TrayFace {
  if (typeof overview === "string") return { colour: "away", title: "", tooltip: overview, sessions: [] };
  if (overview.demo) return { colour: "away", title: "Demo", tooltip: DEMO, sessions: [] };
  const live = liveSessions(overview.sessions, now);
  const [newest] = live;
  if (newest === undefined) {
    return { colour: "cold", title: "", tooltip: "Prefixwatch: no live session", sessions: [] };
  }
  const rate = percent(hitRate(newest.recent));
  const { warm } = newest;
  const until =
    warm === undefined || warmState(warm, now) === "cold" ? "cold" : clockTime(warm.safeUntil, place);
  return {
    colour: colourOf(newest, overview, now),
    title: `${rate}  ${until}`,
    tooltip: labelOf(newest, overview, now, place),
    sessions: live.slice(0, MOST_SESSIONS).map((session) => ({
      id: session.id,
      label: labelOf(session, overview, now, place),
      hash: linkHash({ page: "live", session: session.id }),
    })),
  };
}

function colourOf({ id, warm }: SessionSummary, { events }: Overview, now: EpochMs): TrayColour {
  const isBroken = events.some(
    ({ kind, session, at }) =>
      kind === "invalidation" && session === id && at !== undefined && at <= now && now - at < BROKEN,
  );
  if (isBroken) return "broken";
  if (warm === undefined) return "cold";
  switch (warmState(warm, now)) {
    case "safe":
      return warm.safeUntil - now > LAST_PART[warm.ttl] ? "warm" : "expiring";
    case "maybe":
      return "expiring";
    case "cold":
      return "cold";
  }
}

function labelOf(session: SessionSummary, { settings }: Overview, now: EpochMs, place: Place): string {
  const rate = percent(hitRate(session.recent));
  return `${nameOf(session, settings)}: hit rate ${rate}, ${warmText(session, now, place)}`;
}

function warmText({ warm }: SessionSummary, now: EpochMs, place: Place): string {
  if (warm === undefined) return "nothing cached";
  switch (warmState(warm, now)) {
    case "safe":
      return `warm until ${clockTime(warm.safeUntil, place)}`;
    case "maybe":
      return `perhaps warm until ${clockTime(warm.maybeUntil, place)}`;
    case "cold":
      return `cold since ${dayAndTime(warm.maybeUntil, now, place)}`;
  }
}
