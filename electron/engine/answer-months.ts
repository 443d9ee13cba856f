import type { DatabaseSync } from "node:sqlite";
import { textOf } from "./row.ts";
import { scopeCondition, type Scope } from "./scope.ts";
import { undatedTotals, usageRows, type UsageRow } from "./usage-rows.ts";
import type { Totals } from "../../shared/feed.ts";
import type { AnswerTo, CallFilter, DayRange, MonthSplit, PartTotals } from "../../shared/question.ts";
import { calendar } from "../../shared/usage/calendar.ts";
import { promptTokens } from "../../shared/usage/token-usage.ts";
import { addTotals, NO_TOTALS } from "../../shared/usage/totals.ts";

type MonthsQuestion = DayRange & { readonly split: MonthSplit; readonly filter: CallFilter };

/** Days of a range with their parts, its totals, and those of the range before it. */
export function monthsAnswer(db: DatabaseSync, scope: Scope, question: MonthsQuestion): AnswerTo<"months"> {
  const { split, filter, from, to, zone } = question;
  const by = split === "kind" ? undefined : split;
  const range = { from, to, zone };
  const rows = usageRows(db, scope, { by, range, filter });
  const dated = rows.filter(({ day }) => day !== undefined);
  const before = previousRange(range);
  return {
    kind: "months",
    days: [...Map.groupBy(dated, ({ day }) => day ?? "")]
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([day, own]) => ({ day, totals: sum(own), parts: partsOf(own) })),
    totals: sum(dated),
    parts: partsOf(dated),
    previous:
      before === undefined ? undefined : sum(usageRows(db, scope, { by: undefined, range: before, filter })),
    undated: undatedTotals(db, scope, filter),
    ...known(db, scope, zone),
  };
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

/** As many days before; for whole calendar months the same number of months before. */
export function previousRange({ from, to, zone }: DayRange): DayRange | undefined {
  if (from === undefined || to === undefined || from > to) return undefined;
  const months = wholeMonths(from, to);
  if (months !== undefined) return { from: addMonths(from, -months), to: addDays(from, -1), zone };
  const days = Math.round((noon(to) - noon(from)) / DAY_MS) + 1;
  return { from: addDays(from, -days), to: addDays(from, -1), zone };
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
function known(db: DatabaseSync, scope: Scope, zone: string): Known {
  const { where, values } = scopeCondition(db, scope);
  // The buckets hold every name that the calls hold, in a thousandth of the rows.
  const from = where === "1" ? "bucket c" : `call c WHERE ${where}`;
  const names = (column: "project" | "model") =>
    db
      .prepare(`SELECT DISTINCT c.${column} AS name FROM ${from} ORDER BY name`)
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

function days(first: unknown, last: unknown, zone: string): Pick<Known, "firstDay" | "lastDay"> {
  const dayOf = calendar(zone);
  const day = (at: unknown) => (typeof at === "number" ? dayOf(at, "day") : undefined);
  return { firstDay: day(first), lastDay: day(last) };
}
