import type { CallFilter, MonthSplit } from "../shared/question.ts";
import { day, zone } from "./invalidations-view.ts";

/** The history of a calendar month or of any days: which calls, split how, and which rows are unfolded. */
export type MonthsView = CallFilter & {
  readonly page: "months";
  /** `2026-10`; `undefined` is the month that it is today. Counts only without days of one's own. */
  readonly month: string | undefined;
  /** Days of one's own such as `2026-08-14`, ends included: both or none. */
  readonly from: string | undefined;
  readonly to: string | undefined;
  /** IANA name; `undefined` is the reader's own. */
  readonly zone: string | undefined;
  readonly split: MonthSplit;
  readonly heat: HeatMeasure;
  /** Unfolded rows of the table: `2026-10`, `2026-W41`, `2026-10-05`. */
  readonly open: readonly string[];
};

export const MONTH_SPLITS = ["kind", "model", "project", "lane"] as const satisfies readonly MonthSplit[];
export const HEAT_MEASURES = ["rate", "cost"] as const;
export type HeatMeasure = (typeof HEAT_MEASURES)[number];
const LANES = ["main", "sub"] as const;

export const MONTHS: MonthsView = {
  page: "months",
  month: undefined,
  from: undefined,
  to: undefined,
  zone: undefined,
  split: "kind",
  project: undefined,
  model: undefined,
  lane: undefined,
  heat: "rate",
  open: [],
};

/** What the hash says of the view, besides its page; `undefined` where it is as usual. */
export function monthsValues(view: MonthsView): Readonly<Record<string, string | undefined>> {
  return {
    month: view.from === undefined ? view.month : undefined,
    from: view.from,
    to: view.to,
    zone: view.zone,
    split: view.split === MONTHS.split ? undefined : view.split,
    project: view.project,
    model: view.model,
    lane: view.lane,
    heat: view.heat === MONTHS.heat ? undefined : view.heat,
    open: view.open.length === 0 ? undefined : view.open.join(" "),
  };
}

/** Anything that cannot be read is as usual. */
export function parseMonths(value: (name: string) => string | undefined): MonthsView {
  const from = day(value("from"));
  const to = day(value("to"));
  const own = from !== undefined && to !== undefined;
  return {
    page: "months",
    month: own ? undefined : month(value("month")),
    from: own ? from : undefined,
    to: own ? to : undefined,
    zone: zone(value("zone")),
    split: MONTH_SPLITS.find((split) => split === value("split")) ?? MONTHS.split,
    project: value("project"),
    model: value("model"),
    lane: LANES.find((lane) => lane === value("lane")),
    heat: HEAT_MEASURES.find((heat) => heat === value("heat")) ?? MONTHS.heat,
    open: (value("open") ?? "").split(" ").filter((name) => /^\d{4}(?:-W?\d{2}(?:-\d{2})?)?$/.test(name)),
  };
}

function month(text: string | undefined): string | undefined {
  return day(`${text ?? ""}-01`) === undefined ? undefined : text;
}
