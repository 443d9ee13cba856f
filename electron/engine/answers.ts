import type { DatabaseSync } from "node:sqlite";
import { calendarAnswer, monthsAnswer } from "./answer-months.ts";
import { invalidationsAnswer } from "./answer-invalidations.ts";
import { LOSS_JOIN } from "./analysis.ts";
import type { ExportJobs } from "./export-jobs.ts";
import type { Queries } from "./queries.ts";
import { numberOf, textOf } from "./row.ts";
import type { SettingsDesk } from "./settings-desk.ts";
import { scopeCondition, type Scope } from "./scope.ts";
import { TOTALS_COLUMNS, totalsOfRow } from "./session-summary.ts";
import { assertNever } from "../../shared/assert.ts";
import type { Answer, AnswerTo, CallFilter, Question } from "../../shared/question.ts";
import { calendar } from "../../shared/usage/calendar.ts";
import { addTotals, NO_TOTALS } from "../../shared/usage/totals.ts";

export type AnswerParts = {
  readonly db: DatabaseSync;
  readonly scope: Scope;
  readonly queries: Queries;
  /** What only the running engine knows. */
  readonly sources: () => AnswerTo<"sources">;
  readonly verify: () => Promise<AnswerTo<"verify">>;
  readonly exports: Pick<ExportJobs, "preview" | "act">;
  readonly settings: SettingsDesk;
};

/** Answers what a page may ask of the whole history. */
export function answerQuestion(parts: AnswerParts, question: Question): Answer | Promise<Answer> {
  const { db, scope, queries } = parts;
  switch (question.kind) {
    case "invalidations":
      return invalidationsAnswer(db, scope, queries, question);
    case "months":
      return monthsAnswer(db, scope, question);
    case "calendar":
      return calendarAnswer(db, scope, question);
    case "day":
      return { kind: "day", sessions: daySessions(db, scope, question) };
    case "sources":
      return parts.sources();
    case "verify":
      return parts.verify();
    case "export-preview":
      return parts.exports.preview(question);
    case "export-job":
      return parts.exports.act(question.action);
    case "settings":
      return { kind: "settings", ...parts.settings.read() };
    case "save-settings":
      return { kind: "save-settings", ...parts.settings.save(question.changes) };
    case "demo":
      throw new Error("the demo is played beside this engine, not by it");
    default:
      return assertNever(question);
  }
}

type DayQuestion = { readonly day: string; readonly zone: string; readonly filter: CallFilter };

/** The farthest that a zone's clock is from UTC, with an hour to spare. */
const ZONE_MS = 15 * 3_600_000;

function daySessions(
  db: DatabaseSync,
  scope: Scope,
  { day, zone, filter }: DayQuestion,
): AnswerTo<"day">["sessions"] {
  const { where, values } = scopeCondition(db, scope);
  const noon = Date.parse(`${day}T12:00:00Z`);
  const dayOf = calendar(zone);
  const groups = db
    .prepare(
      `SELECT c.at / 900000 AS quarter, c.session, c.project, ${TOTALS_COLUMNS} FROM call c ${LOSS_JOIN} ` +
        `WHERE ${where} AND c.at BETWEEN ? AND ? AND c.project = coalesce(?, c.project) ` +
        "AND c.model = coalesce(?, c.model) AND c.lane = coalesce(?, c.lane) GROUP BY quarter, c.session, c.project",
    )
    .all(
      ...values,
      noon - ZONE_MS - 43_200_000,
      noon + ZONE_MS + 43_200_000,
      filter.project ?? null,
      filter.model ?? null,
      filter.lane ?? null,
    )
    .filter((row) => dayOf(numberOf(row, "quarter") * 900_000, "day") === day);
  const sessions = Map.groupBy(groups, (row) => textOf(row, "session"));
  return [...sessions].map(([session, rows]) => ({
    session,
    project: textOf(rows[0] ?? {}, "project"),
    totals: rows.map(totalsOfRow).reduce(addTotals, NO_TOTALS),
  }));
}
