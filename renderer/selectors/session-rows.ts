import { assertNever } from "../../shared/assert.ts";
import type { SessionSummary } from "../../shared/feed.ts";
import { sessionFilter } from "../../shared/usage/session-filter.ts";
import { hitRate, promptTokens } from "../../shared/usage/token-usage.ts";
import type { SessionColumn, SessionsView } from "../view-state.ts";
import { modelName } from "../wording.ts";
import { sessionName } from "../../shared/live.ts";

/** The sessions that pass the filter, in the chosen order; equal ones newest first, so the order never jumps. */
export function sessionRows(
  sessions: readonly SessionSummary[],
  view: SessionsView,
): readonly SessionSummary[] {
  const rows = sessions.filter(sessionFilter(view));
  const sign = view.descending ? -1 : 1;
  const value = new Map(rows.map((session) => [session, sortValue(session, view.sort)]));
  return rows.sort((a, b) => compare(value.get(a), value.get(b), sign) || (b.lastAt ?? 0) - (a.lastAt ?? 0));
}

/** The projects and models to filter by, each once, in order of name. */
export function filterChoices(sessions: readonly SessionSummary[]): {
  readonly projects: readonly { readonly value: string; readonly name: string }[];
  readonly models: readonly string[];
} {
  const projects = new Map(sessions.map((session) => [session.project, sessionName(session)]));
  const models = new Set(sessions.flatMap((session) => session.models));
  return {
    projects: [...projects]
      .map(([value, name]) => ({ value, name }))
      .sort((a, b) => a.name.localeCompare(b.name, "en")),
    models: [...models].sort(),
  };
}

function sortValue(session: SessionSummary, column: SessionColumn): number | string | undefined {
  switch (column) {
    case "when":
      return session.lastAt;
    case "project":
      return sessionName(session).toLowerCase();
    case "model":
      return session.models.map(modelName).join(" ");
    case "calls":
      return session.totals.calls;
    case "context":
      return session.contextPeak;
    case "hit-rate":
      return hitRate(session.totals.usage);
    case "tokens":
      return promptTokens(session.totals.usage) + session.totals.usage.output;
    case "cost":
      return session.totals.unpricedCalls === session.totals.calls ? undefined : session.totals.cost;
    case "lost":
      return session.totals.lost;
    case "breaks":
      return session.totals.invalidations;
    default:
      return assertNever(column);
  }
}

/** No data comes last in either direction. */
function compare(a: number | string | undefined, b: number | string | undefined, sign: number): number {
  if (a === undefined || b === undefined) return Number(a === undefined) - Number(b === undefined);
  if (a === b) return 0;
  return a < b ? -sign : sign;
}
