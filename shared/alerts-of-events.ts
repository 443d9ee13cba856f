import { equivalent } from "./alert-words.ts";
import type { Alert } from "./alerts.ts";
import type { CacheEvent, CauseGroup, Incident } from "./cache/event.ts";
import { causeTitle } from "./cache/wording.ts";
import type { Overview } from "./feed.ts";
import { gapText, shortTokens, usd } from "./format.ts";
import type { Settings } from "./settings.ts";
import type { DurationMs, EpochMs } from "./units.ts";

/** What a log tells later than that, when a machine wakes or a folder is copied, is history. */
const FRESH: DurationMs = 10 * 60_000;

type News = {
  readonly since: EpochMs;
  readonly now: EpochMs;
  readonly nameOf: (session: string) => string;
};

/** Alerts of the losses that have just happened: a runaway once for its whole run, any other by the thresholds. */
export function eventAlerts({ events, settings }: Overview, { since, now, nameOf }: News): readonly Alert[] {
  const alerts = new Map<string, Alert>();
  for (const event of events) {
    if (event.kind !== "invalidation" || event.at === undefined) continue;
    if (event.at < since || now - event.at > FRESH) continue;
    const alert = alertOf(event, settings, nameOf(event.session));
    // Newest first: of a runaway the newest event is the one to look at.
    if (alert !== undefined && !alerts.has(alert.id)) alerts.set(alert.id, alert);
  }
  return [...alerts.values()];
}

function alertOf(event: CacheEvent, settings: Settings, name: string): Alert | undefined {
  const { session, agent, callKey, incident } = event;
  const link = { page: "session", session, agent, call: callKey } as const;
  if (settings.notifyRunaway && incident?.runaway === true) {
    return {
      id: `runaway ${incident.id}`,
      kind: "runaway",
      title: `${name}: written anew ${incident.calls} times in a row`,
      body: runawayText(event, incident, settings),
      lost: incident.lost,
      link,
    };
  }
  if (!settings.notifyInvalidations || !isAbove(event, settings)) return undefined;
  return {
    id: `invalidation ${callKey}`,
    kind: "invalidation",
    title: `${name}: ${causeTitle(event.cause)}`,
    body: lossText(event, settings),
    lost: event.lost,
    link,
  };
}

function isAbove({ avoidable, lost }: CacheEvent, settings: Settings): boolean {
  const byCost = avoidable !== undefined && avoidable >= settings.notifyAboveUsd;
  return byCost || lost >= settings.notifyAboveTokens;
}

const WHOSE: Readonly<Record<CauseGroup, string>> = {
  yours: ", avoidable",
  "not-yours": ", not yours to avoid",
  unknown: ", whose doing is not known",
  expected: "",
};

function lossText({ lost, expected, gap, avoidable, group }: CacheEvent, settings: Settings): string {
  const pause = gap === undefined ? "" : ` after a ${gapText(gap)} pause`;
  const cost =
    avoidable === undefined
      ? "no known price"
      : `${usd(avoidable)} extra${equivalent(settings)}${WHOSE[group]}`;
  return `${shortTokens(lost)} of ${shortTokens(expected)} tokens lost${pause}; ${cost}.`;
}

function runawayText(
  { cause }: CacheEvent,
  { lost, cost, costPerMinute }: Incident,
  settings: Settings,
): string {
  const pace = costPerMinute === undefined ? "" : `, ${usd(costPerMinute)} a minute`;
  const price = cost === undefined ? "no known price" : `${usd(cost)}${pace}${equivalent(settings)}`;
  return `${causeTitle(cause)}. ${shortTokens(lost)} tokens lost so far; ${price}. Worth stopping to look.`;
}
