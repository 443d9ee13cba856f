import { useMemo, useState } from "react";
import type { SessionSummary } from "../shared/feed.ts";
import { sessionName } from "../shared/live.ts";

export type SessionNames = {
  /** By its working directory, as on the other pages. */
  readonly project: (project: string) => string;
  readonly session: (session: string, project: string) => string;
};

type Tables = {
  readonly projects: ReadonlyMap<string, string>;
  readonly sessions: ReadonlyMap<string, string>;
};

/** The same names until one of them is another: while a log grows there are new sessions four times a second, all named as before. */
export function useSessionNames(sessions: readonly SessionSummary[]): SessionNames {
  const now = useMemo(() => tablesOf(sessions), [sessions]);
  const [kept, setKept] = useState(now);
  const same = isSame(kept.projects, now.projects) && isSame(kept.sessions, now.sessions);
  if (!same) setKept(now);
  return useMemo(() => {
    const project = (key: string) => kept.projects.get(key) ?? key;
    return { project, session: (id, of) => kept.sessions.get(id) ?? project(of) };
  }, [kept]);
}

function tablesOf(sessions: readonly SessionSummary[]): Tables {
  return {
    projects: new Map(sessions.map((session) => [session.project, sessionName(session)])),
    sessions: new Map(sessions.map((session) => [session.id, sessionName(session)])),
  };
}

function isSame(before: ReadonlyMap<string, string>, now: ReadonlyMap<string, string>): boolean {
  return before.size === now.size && [...now].every(([key, name]) => before.get(key) === name);
}
