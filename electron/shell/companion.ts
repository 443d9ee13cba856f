import { nextAlerts, nextLook, NOTHING_TOLD, type Alert } from "../../shared/alerts.ts";
import type { Bridge } from "../../shared/bridge.ts";
import { applyFeed, type Overview } from "../../shared/feed.ts";
import type { Place } from "../../shared/format.ts";
import { DEFAULT_SETTINGS, zoneOf, type Settings } from "../../shared/settings.ts";
import { trayFace, type TrayFace } from "../../shared/tray-face.ts";
import type { DurationMs } from "../../shared/units.ts";

/** What the shell does with what the engine says, whether a window is open or not. */
export type CompanionActions = {
  readonly face: (face: TrayFace) => void;
  readonly alert: (alerts: readonly Alert[]) => void;
  /** Called with the settings at hand and with every change of them. */
  readonly settings: (settings: Settings) => void;
};

/** A text such as "cold since" ages also where nothing is due. */
const AT_LEAST_EVERY: DurationMs = 60_000;
/** Until the engine says its first word. */
export const STARTING = "Prefixwatch is starting";

/** A timer that fires a moment early would find nothing due. */
const AFTER: DurationMs = 20;

/** Follows the engine's feed for as long as the application runs; returns what ends it. */
export function startCompanion(bridge: Bridge, locale: string, actions: CompanionActions): () => void {
  let overview: Overview | undefined;
  let away = STARTING;
  let memory = NOTHING_TOLD;
  let settings: string | undefined;
  let timer: ReturnType<typeof setTimeout> | undefined;

  function look() {
    clearTimeout(timer);
    const now = Date.now();
    const place = placeOf(overview?.settings ?? DEFAULT_SETTINGS, locale);
    actions.face(trayFace(overview ?? away, now, place));
    if (overview === undefined) return;
    const text = JSON.stringify(overview.settings);
    const differs = text !== settings;
    // Before they are followed: what throws is not tried again at each look.
    settings = text;
    if (differs) actions.settings(overview.settings);
    const next = nextAlerts(memory, overview, now, place);
    ({ memory } = next);
    actions.alert(next.alerts);
    const due = nextLook(overview, now) ?? Number.POSITIVE_INFINITY;
    timer = setTimeout(look, Math.min(due - now + AFTER, AT_LEAST_EVERY));
  }

  look();
  const connection = bridge.connect((event) => {
    if (event.kind === "offline") away = `Prefixwatch: ${event.reason}`;
    overview = event.kind === "offline" ? undefined : applyFeed(overview, event.message);
    look();
  });
  return () => {
    clearTimeout(timer);
    connection.close();
  };
}

function placeOf(settings: Settings, locale: string): Place {
  const own = Intl.DateTimeFormat().resolvedOptions().timeZone;
  const twelve = Intl.DateTimeFormat(locale, { hour: "numeric" }).resolvedOptions().hour12 === true;
  const clock = settings.clock === "auto" ? (twelve ? "12" : "24") : settings.clock;
  return { locale: locale.startsWith("en") ? locale : "en-GB", timeZone: zoneOf(settings, own), clock };
}
