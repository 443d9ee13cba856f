import { equivalent, nameOf } from "./alert-words.ts";
import { eventAlerts } from "./alerts-of-events.ts";
import type { DeepLink } from "./deep-link.ts";
import type { Overview } from "./feed.ts";
import { clockTime, counted, shortTokens, usd, type Place } from "./format.ts";
import { liveSessions } from "./live.ts";
import type { Settings } from "./settings.ts";
import type { EpochMs, Tokens } from "./units.ts";

/** Something to tell the user while another window is in front. */
export type Alert = {
  /** The same id is told once. */
  readonly id: string;
  readonly kind: "invalidation" | "runaway" | "expiry";
  readonly title: string;
  readonly body: string;
  readonly lost: Tokens;
  readonly link: DeepLink;
};

/** What was told already, and from when on things are news. */
export type AlertMemory = {
  /** `undefined` until the first overview: what had happened before is no news. */
  readonly since: EpochMs | undefined;
  readonly told: readonly string[];
};

export const NOTHING_TOLD: AlertMemory = { since: undefined, told: [] };

/** More at one time are told as one. */
const MOST_AT_ONCE = 3;
/** Ids remembered; an event is news for ten minutes, so no more are ever compared. */
const MOST_TOLD = 1_000;
const MINUTE = 60_000;

/** What to tell now, and what to remember. Decided by values alone: the shell shows what comes out and nothing else. */
export function nextAlerts(
  memory: AlertMemory,
  overview: Overview,
  now: EpochMs,
  place: Place,
): { readonly alerts: readonly Alert[]; readonly memory: AlertMemory } {
  // The demo's events never happened.
  if (overview.demo) return { alerts: [], memory };
  const since = memory.since ?? now;
  const told = new Set(memory.told);
  const { settings } = overview;
  const news = [
    ...eventAlerts(overview, { since, now, nameOf: (session) => nameIn(overview, session, settings) }),
    ...expiryAlerts(overview, now, place),
  ].filter(({ id }) => !told.has(id));
  for (const { id } of news) told.add(id);
  return {
    // In quiet hours they count as told: nobody wants the night's notifications at eight.
    alerts: isQuiet(settings, now, place) ? [] : atMost(news),
    memory: { since, told: [...told].slice(-MOST_TOLD) },
  };
}

function nameIn({ sessions }: Overview, id: string, settings: Settings): string {
  const session = sessions.find((one) => one.id === id);
  return session === undefined ? "A session" : nameOf(session, settings);
}

/** Before the last moment at which a large cache is warm for sure. */
function expiryAlerts({ sessions, settings }: Overview, now: EpochMs, place: Place): readonly Alert[] {
  if (!settings.notifyExpiry) return [];
  return liveSessions(sessions, now).flatMap((session): readonly Alert[] => {
    const { warm, id, lastAt } = session;
    if (warm === undefined || warm.tokens < settings.expiryTokens) return [];
    const left = warm.safeUntil - now;
    if (left <= 0 || left > settings.expiryMinutes * MINUTE) return [];
    const cost =
      warm.coldCost === undefined
        ? ""
        : ` The next message then costs about ${usd(warm.coldCost)} instead of ${usd(warm.warmCost)}${equivalent(settings)}.`;
    return [
      {
        // By the last call: Claude Code's own clock may move the end by a second.
        id: `expiry ${id} ${lastAt ?? 0}`,
        kind: "expiry",
        title: `${nameOf(session, settings)}: cache expires at ${clockTime(warm.safeUntil, place)}`,
        body: `${shortTokens(warm.tokens)} tokens are warm until then.${cost}`,
        lost: 0,
        link: { page: "live", session: id },
      },
    ];
  });
}

function atMost(news: readonly Alert[]): readonly Alert[] {
  if (news.length <= MOST_AT_ONCE) return news;
  const lost = news.reduce((sum, alert) => sum + alert.lost, 0);
  const [first] = news;
  return [
    {
      id: `together ${first?.id ?? ""}`,
      kind: "invalidation",
      title: `${counted(news.length, "notification")} at once`,
      body: `${shortTokens(lost)} tokens lost. ${first?.title ?? ""}, and ${news.length - 1} more.`,
      lost,
      link: { page: "invalidations" },
    },
  ];
}

/** Whether the clock of the user's zone stands in the quiet hours, which may go over midnight. */
export function isQuiet({ quietHours, quietFrom, quietTo }: Settings, now: EpochMs, place: Place): boolean {
  if (!quietHours) return false;
  const time = clockTime(now, { locale: "en-GB", timeZone: place.timeZone });
  return quietFrom <= quietTo ? time >= quietFrom && time < quietTo : time >= quietFrom || time < quietTo;
}

/** When something will be due although no log grows; `undefined` while nothing is warm. */
export function nextLook({ sessions, settings }: Overview, now: EpochMs): EpochMs | undefined {
  const times = sessions.flatMap(({ warm }) =>
    warm === undefined
      ? []
      : [
          warm.safeUntil - settings.expiryMinutes * MINUTE,
          warm.safeUntil - MINUTE,
          warm.safeUntil,
          warm.maybeUntil,
        ],
  );
  const coming = times.filter((time) => time > now);
  return coming.length === 0 ? undefined : Math.min(...coming);
}
