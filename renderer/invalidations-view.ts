import type { CauseGroup } from "../shared/cache/event.ts";

/** All cache events of a time range: which of them, in which order, and the one that is open. */
export type InvalidationsView = {
  readonly page: "invalidations";
  readonly range: RangeChoice;
  /** Calendar days such as `2026-08-14`, ends included; they count only with the range `days`. */
  readonly from: string | undefined;
  readonly to: string | undefined;
  /** IANA name; `undefined` is the reader's own. */
  readonly zone: string | undefined;
  readonly group: CauseGroup | undefined;
  /** A cause by its word; one that no event has shows none. */
  readonly cause: string | undefined;
  readonly order: EventOrder;
  /** Key of the open event: see `eventKey`. */
  readonly event: string | undefined;
};

export const RANGE_CHOICES = ["7d", "30d", "90d", "all", "days"] as const;
export type RangeChoice = (typeof RANGE_CHOICES)[number];

export const EVENT_ORDERS = ["newest", "costliest"] as const;
export type EventOrder = (typeof EVENT_ORDERS)[number];

/** In the order of what the reader can do about it. */
export const GROUPS = ["yours", "not-yours", "unknown", "expected"] as const satisfies readonly CauseGroup[];

export const INVALIDATIONS: InvalidationsView = {
  page: "invalidations",
  range: "30d",
  from: undefined,
  to: undefined,
  zone: undefined,
  group: undefined,
  cause: undefined,
  order: "newest",
  event: undefined,
};

/** What the hash says of the view, besides its page; `undefined` where it is as usual. */
export function invalidationsValues(view: InvalidationsView): Readonly<Record<string, string | undefined>> {
  const days = view.range === "days";
  return {
    range: view.range === INVALIDATIONS.range ? undefined : view.range,
    from: days ? view.from : undefined,
    to: days ? view.to : undefined,
    zone: view.zone,
    group: view.group,
    cause: view.cause,
    order: view.order === INVALIDATIONS.order ? undefined : view.order,
    event: view.event,
  };
}

/** Anything that cannot be read is as usual. */
export function parseInvalidations(value: (name: string) => string | undefined): InvalidationsView {
  const range = RANGE_CHOICES.find((choice) => choice === value("range")) ?? INVALIDATIONS.range;
  return {
    page: "invalidations",
    range,
    from: range === "days" ? day(value("from")) : undefined,
    to: range === "days" ? day(value("to")) : undefined,
    zone: zone(value("zone")),
    group: GROUPS.find((group) => group === value("group")),
    cause: value("cause"),
    order: EVENT_ORDERS.find((order) => order === value("order")) ?? INVALIDATIONS.order,
    event: value("event"),
  };
}

/** No log is older, and a year that is being typed is 2, 20 and 202 first. */
const FIRST_DAY = "2020-01-01";
const LAST_DAY = "2199-12-31";

/** A calendar day that exists and can be shown: of the years 2020 to 2199. Else `undefined`. */
export function day(text: string | undefined): string | undefined {
  if (text === undefined || !/^\d{4}-\d{2}-\d{2}$/.test(text)) return undefined;
  if (text < FIRST_DAY || text > LAST_DAY) return undefined;
  const at = Date.parse(`${text}T00:00:00Z`);
  return !Number.isNaN(at) && new Date(at).toISOString().startsWith(text) ? text : undefined;
}

/** A day of a log, which can have been written by a clock that was wrong, or the nearest that can be shown. */
export function nearestDay(day: string | undefined): string | undefined {
  if (day === undefined) return undefined;
  if (day < FIRST_DAY) return FIRST_DAY;
  return day > LAST_DAY ? LAST_DAY : day;
}

/** A time zone that the browser knows, else `undefined`. */
export function zone(text: string | undefined): string | undefined {
  if (text === undefined) return undefined;
  try {
    return new Intl.DateTimeFormat("en", { timeZone: text }).resolvedOptions().timeZone;
  } catch {
    // Not a zone that this browser knows: the reader's own is shown.
    return undefined;
  }
}
