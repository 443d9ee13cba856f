import type { DatabaseSync } from "node:sqlite";
import { maybeText, textOf } from "./row.ts";
import { scopeCondition, type Scope, type ScopeCondition } from "./scope.ts";
import { undatedTotals, usageRows, type UsageRow } from "./usage-rows.ts";
import type { Totals } from "../../shared/feed.ts";
import type {
  AnswerTo,
  CallFilter,
  DayRange,
  MonthsQuestion,
  PartTotals,
  PreviousTotals,
} from "../../shared/question.ts";
import { calendar } from "../../shared/usage/calendar.ts";
import { promptTokens } from "../../shared/usage/token-usage.ts";
import { addTotals, NO_TOTALS } from "../../shared/usage/totals.ts";

/** Days of a range with their parts, its totals, and those of the range before it. */
export function monthsAnswer(db: DatabaseSync, scope: Scope, question: MonthsQuestion): AnswerTo<"months"> {
  const { split, filter, from, to, zone } = question;
  const within = scopeCondition(db, scope);
  const by = split === "kind" ? undefined : split;
  const range = { from, to, zone };
  const rows = usageRows(db, within, { by, range, filter });
  const dated = rows.filter(({ day }) => day !== undefined);
  return {
    kind: "months",
    days: [...Map.groupBy(dated, ({ day }) => day ?? "")]
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([day, own]) => ({ day, totals: sum(own), parts: partsOf(own) })),
    totals: sum(dated),
    parts: partsOf(dated),
    previous: previousTotals(db, within, question),
    undated: undatedTotals(db, within, filter),
    ...known(db, within, zone),
  };
}

/** The days of a range and nothing else: a year of them is asked for beside each month. */
export function calendarAnswer(
  db: DatabaseSync,
  scope: Scope,
  { filter, ...range }: DayRange & { readonly filter: CallFilter },
): AnswerTo<"calendar"> {
  const rows = usageRows(db, scopeCondition(db, scope), { by: undefined, range, filter });
  const days = Map.groupBy(rows, ({ day }) => day ?? "");
  days.delete("");
  return { kind: "calendar", days: [...days].map(([day, own]) => ({ day, totals: sum(own) })) };
}

function previousTotals(
  db: DatabaseSync,
  within: ScopeCondition,
  { filter, today, ...range }: MonthsQuestion,
): PreviousTotals | undefined {
  const before = previousRange(range, today);
  if (before?.from === undefined || before.to === undefined) return undefined;
  const totals = sum(usageRows(db, within, { by: undefined, range: before, filter }));
  return { from: before.from, to: before.to, totals };
}

function sum(rows: readonly { readonly totals: Totals }[]): Totals {
  return rows.reduce((all, { totals }) => addTotals(all, totals), NO_TOTALS);
}

/** Largest prompt first; none where nothing was asked to be split. */
function partsOf(rows: readonly UsageRow[]): readonly PartTotals[] {
  const named = rows.filter(({ name }) => name !== undefined);
  return [...Map.groupBy(named, ({ name }) => name ?? "")]
    .map(([key, own]) => ({ key, totals: sum(own) }))
    .sort((a, b) => promptTokens(b.totals.usage) - promptTokens(a.totals.usage) || (a.key < b.key ? -1 : 1));
}

/**
 * As many days before; for whole calendar months the same number of months before. While days of the range are still to
 * come, no more of them than have come.
 */
export function previousRange(
  { from, to, zone }: Pick<DayRange, "from" | "to" | "zone">,
  today?: string,
): DayRange | undefined {
  if (from === undefined || to === undefined || from > to) return undefined;
  const months = wholeMonths(from, to);
  const begin = months === undefined ? addDays(from, -daysFrom(from, to)) : addMonths(from, -months);
  const end = addDays(from, -1);
  if (today === undefined || today < from || today >= to) return { from: begin, to: end, zone };
  const asFar = addDays(begin, daysFrom(from, today) - 1);
  return { from: begin, to: asFar < end ? asFar : end, zone };
}

/** Both ends counted. */
function daysFrom(from: string, to: string): number {
  return Math.round((noon(to) - noon(from)) / DAY_MS) + 1;
}

const DAY_MS = 86_400_000;

function wholeMonths(from: string, to: string): number | undefined {
  if (!from.endsWith("-01") || !addDays(to, 1).endsWith("-01")) return undefined;
  const [a, b] = [from, addDays(to, 1)].map((day) => Number(day.slice(0, 4)) * 12 + Number(day.slice(5, 7)));
  return (b ?? 0) - (a ?? 0);
}

function noon(day: string): number {
  return Date.parse(`${day}T12:00:00Z`);
}

function addDays(day: string, days: number): string {
  return new Date(noon(day) + days * DAY_MS).toISOString().slice(0, 10);
}

function addMonths(firstOfMonth: string, months: number): string {
  const date = new Date(noon(firstOfMonth));
  date.setUTCMonth(date.getUTCMonth() + months);
  return date.toISOString().slice(0, 10);
}

type Known = Pick<AnswerTo<"months">, "projects" | "models" | "firstDay" | "lastDay">;

/** What the pickers offer: everything in scope, whatever the filter. */
function known(db: DatabaseSync, { where, values }: ScopeCondition, zone: string): Known {
  const names = (column: "project" | "model") =>
    where === "1"
      ? bucketNames(db, column)
      : db
          .prepare(`SELECT DISTINCT c.${column} AS name FROM call c WHERE ${where} ORDER BY name`)
          .all(...values)
          .map((row) => textOf(row, "name"));
  // Each alone comes out of the index at once; asked for together SQLite reads all calls.
  const edge = (end: "min" | "max") =>
    db.prepare(`SELECT ${end}(c.at) AS at FROM call c WHERE ${where}`).get(...values)?.["at"];
  return {
    projects: names("project"),
    models: names("model"),
    ...days(edge("min"), edge("max"), zone),
  };
}

/**
 * The buckets hold every name that the calls hold, and names that calls have left since: those have emptied buckets only.
 * From name to name in the index: to read it whole takes 5 ms. A thousand emptied buckets take half a millisecond.
 */
function bucketNames(db: DatabaseSync, column: "project" | "model"): readonly string[] {
  const after = db.prepare(`SELECT min(${column}) AS name FROM bucket WHERE ${column} > ?`);
  const filled = db.prepare(`SELECT 1 FROM bucket WHERE ${column} = ? AND calls <> 0 LIMIT 1`);
  const next = (name: string) => maybeText(after.get(name) ?? { name: null }, "name");
  const names: string[] = [];
  for (let name = next(""); name !== undefined; name = next(name)) {
    if (filled.get(name) !== undefined) names.push(name);
  }
  return names;
}

function days(first: unknown, last: unknown, zone: string): Pick<Known, "firstDay" | "lastDay"> {
  const dayOf = calendar(zone);
  const day = (at: unknown) => (typeof at === "number" ? dayOf(at, "day") : undefined);
  return { firstDay: day(first), lastDay: day(last) };
}
