import { useMemo } from "react";
import type { CacheEvent } from "../shared/cache/event.ts";
import type { SessionSummary } from "../shared/feed.ts";
import { dayAndTime } from "../shared/format.ts";
import { PLACE } from "./clock.ts";
import { useDemo } from "./demo-switch.ts";
import { openSheet, wishFor } from "./desk.ts";
import { useFeed } from "./feed-context.tsx";
import { useMonthsView, open, useView } from "./navigation.ts";
import { usePages, type PageLink } from "./page-list.ts";
import type { Command } from "./selectors/command-match.ts";
import { nextInvalidation } from "./selectors/next-invalidation.ts";
import { sessionName } from "../shared/live.ts";
import { SOURCES } from "./sources-view.ts";
import { chooseTheme } from "./theme.ts";
import { eventTitle } from "./wording.ts";
import { ALL_SESSIONS, sessionView } from "./view-state.ts";

/** Everything that can be opened or done from anywhere: pages, actions, projects, sessions (newest first). */
export function useCommands(): readonly Command[] {
  const overview = useFeed((state) => state.overview);
  const pages = usePages();
  const months = useMonthsView();
  const view = useView();
  const demo = useDemo();
  const shownCall = view.page === "session" ? view.call : undefined;
  const sessions = overview?.sessions;
  const events = overview?.events;
  const named = useMemo(() => sessionCommands(sessions ?? []), [sessions]);
  const next = useMemo(() => nextInvalidation(events ?? [], shownCall), [events, shownCall]);
  return [
    ...pages.map(pageCommand),
    ...(next === undefined ? [] : [invalidationCommand(next)]),
    action("Export…", "rows of the Months page into a file", () => {
      open(months);
      wishFor("export");
    }),
    action("Verify now", "counts every log again with another reader", () => {
      open(SOURCES);
      wishFor("verify");
    }),
    action("Light colours", "theme", () => chooseTheme("light")),
    action("Dark colours", "theme", () => chooseTheme("dark")),
    action("Colours of the system", "theme", () => chooseTheme("system")),
    demo.playing
      ? action("Leave the demo", "back to your own logs", () => void demo.change(false))
      : action("Try the demo", "a made-up day beside your own logs", () => void demo.change(true)),
    action("Keys", "the list of all keys", () => openSheet("keys")),
    ...named,
  ];
}

function action(name: string, detail: string, run: () => void): Command {
  return { key: `action ${name}`, kind: "action", name, detail, run };
}

function pageCommand({ name, view, current }: PageLink): Command {
  return {
    key: `page ${name}`,
    kind: "page",
    name,
    detail: current ? "shown now" : "",
    words: "go to",
    run: () => open(view),
  };
}

function invalidationCommand(event: CacheEvent): Command {
  const when = dayAndTime(event.at, Date.now(), PLACE);
  return {
    ...action("Next invalidation", `${eventTitle(event)}, ${when}`, () =>
      open(sessionView(event.session, event.agent, event.callKey)),
    ),
    words: "break loss newest older",
  };
}

function sessionCommands(sessions: readonly SessionSummary[]): readonly Command[] {
  const newest = sessions.toSorted((a, b) => (b.lastAt ?? 0) - (a.lastAt ?? 0));
  const projects = new Map(newest.toReversed().map((session) => [session.project, sessionName(session)]));
  return [
    ...newest.map((session): Command => {
      const { id, lastAt } = session;
      return {
        key: `session ${id}`,
        kind: "session",
        name: sessionName(session),
        detail: dayAndTime(lastAt, Date.now(), PLACE),
        words: `session ${id}`,
        run: () => open(sessionView(id)),
      };
    }),
    ...[...projects].map(([project, name]): Command => ({
      key: `project ${project}`,
      kind: "project",
      name,
      detail: "all sessions of the project",
      run: () => open({ ...ALL_SESSIONS, project }),
    })),
  ];
}
