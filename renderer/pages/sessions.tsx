import { useDeferredValue, useEffect, useMemo, useRef, useState } from "react";
import { exactCount } from "../../shared/format.ts";
import type { SessionSummary } from "../../shared/feed.ts";
import { PLACE, useNow } from "../clock.ts";
import { moved, type Cursor } from "../cursor.ts";
import { adjust } from "../navigation.ts";
import { ExportButton } from "../parts/export-dialog.tsx";
import { SessionTable } from "../parts/session-table.tsx";
import { filterChoices, sessionRows } from "../selectors/session-rows.ts";
import { ALL_SESSIONS, type SessionColumn, type SessionsView } from "../view-state.ts";
import { modelName } from "../wording.ts";
import { useKeys } from "../keys.ts";
import "./sessions.css";

type Props = { readonly view: SessionsView; readonly sessions: readonly SessionSummary[] };

const MINUTE = 60_000;

/** All sessions: filter, sort, open. */
export function SessionsPage({ view, sessions }: Props) {
  const filter = useRef<HTMLInputElement>(null);
  const [cursor, setCursor] = useState<Cursor>();
  const shown = useDeferredValue(sessions);
  const rows = useMemo(() => sessionRows(shown, view), [shown, view]);
  const keys = useMemo(() => rows.map(({ id }) => id), [rows]);
  const choices = useMemo(() => filterChoices(shown), [shown]);
  // Rows name the day of other days: that needs the minute, not the second.
  const today = Math.floor(useNow() / MINUTE) * MINUTE;

  const change = (part: Partial<SessionsView>) => {
    setCursor(undefined);
    adjust({ ...view, ...part });
  };
  const sort = useMemo(() => sortBy(view), [view]);
  const step = (by: number) => setCursor((at) => moved(keys, at?.key, by));
  useKeys({ j: () => step(1), k: () => step(-1), "/": () => filter.current?.focus() });
  useEffect(() => {
    document.title = "Sessions · Prefixwatch";
  }, []);

  const filtered = view.text !== "" || view.project !== undefined || view.model !== undefined;
  return (
    <main className="sessions-page">
      <section className="panel sessions-panel" aria-labelledby="sessions-title">
        <header className="sessions-head">
          <h1 id="sessions-title">Sessions</h1>
          <span className="sessions-count" role="status">
            {filtered
              ? `${exactCount(rows.length)} of ${exactCount(sessions.length)}`
              : exactCount(sessions.length)}
          </span>
          <div className="sessions-filters">
            <input
              ref={filter}
              type="search"
              placeholder="Filter by text  /"
              aria-label="Filter by text"
              value={view.text}
              onChange={(event) => change({ text: event.target.value })}
              onKeyDown={(event) => {
                if (event.key === "Escape") event.currentTarget.blur();
                if (event.key === "Enter") setCursor(moved(keys, undefined, 0));
              }}
            />
            <select
              aria-label="Project"
              value={view.project ?? ""}
              onChange={(event) =>
                change({ project: event.target.value === "" ? undefined : event.target.value })
              }
            >
              <option value="">All projects</option>
              {choices.projects.map(({ value, name }) => (
                <option key={value} value={value}>
                  {name}
                </option>
              ))}
            </select>
            <select
              aria-label="Model"
              value={view.model ?? ""}
              onChange={(event) =>
                change({ model: event.target.value === "" ? undefined : event.target.value })
              }
            >
              <option value="">All models</option>
              {choices.models.map((model) => (
                <option key={model} value={model}>
                  {modelName(model)}
                </option>
              ))}
            </select>
          </div>
          <ExportButton
            from={undefined}
            to={undefined}
            zone={PLACE.timeZone}
            subject="sessions"
            sessions={filtered ? { project: view.project, model: view.model, text: view.text } : undefined}
          />
        </header>
        {rows.length === 0 ? (
          <p className="sessions-none">
            No session passes this filter.{" "}
            <button type="button" onClick={() => change(ALL_SESSIONS)}>
              Show all
            </button>
          </p>
        ) : (
          <SessionTable
            rows={rows}
            sort={view.sort}
            descending={view.descending}
            cursor={cursor}
            today={today}
            onSort={sort}
          />
        )}
      </section>
    </main>
  );
}

/** The same column again turns the order; another starts with the larger, and names with a. */
function sortBy(view: SessionsView): (column: SessionColumn) => void {
  return (column) => {
    const descending = column === view.sort ? !view.descending : column !== "project" && column !== "model";
    adjust({ ...view, sort: column, descending });
  };
}
