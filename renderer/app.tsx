import { assertNever } from "../shared/assert.ts";
import type { Overview } from "../shared/feed.ts";
import { Patterns } from "./charts/patterns.tsx";
import { useCompact } from "./compact.ts";
import { useFeed } from "./feed-context.tsx";
import { useView } from "./navigation.ts";
import { InvalidationsPage } from "./pages/invalidations.tsx";
import { LivePage } from "./pages/live.tsx";
import { SessionPage } from "./pages/session.tsx";
import { MonthsPage } from "./pages/months.tsx";
import { SessionsPage } from "./pages/sessions.tsx";
import { SourcesPage } from "./pages/sources.tsx";
import { Notices } from "./parts/notices.tsx";
import { NothingYet } from "./parts/nothing-yet.tsx";
import { StatusStrip } from "./parts/status-strip.tsx";
import { TopBar } from "./parts/top-bar.tsx";
import { shownSession } from "./selectors/live-session.ts";
import { ALL_SESSIONS, viewHash, type View } from "./view-state.ts";
import "./app.css";

/** The frame of every page: bar, notices, page, status. */
export function App() {
  const view = useView();
  const compact = useCompact() && view.page === "live";
  const overview = useFeed((state) => state.overview);
  const offline = useFeed((state) => state.offline);
  const shown = overview === undefined ? undefined : shownSession(overview.sessions, pinnedIn(view));
  return (
    <div className={compact ? "app app-compact" : `app app-${view.page}`}>
      <Patterns />
      <TopBar session={compact ? shown : undefined} />
      <Notices notices={overview?.notices ?? []} offline={offline} />
      {overview === undefined || (overview.sessions.length === 0 && view.page !== "sources") ? (
        <main>
          <NothingYet overview={overview} />
        </main>
      ) : (
        <Page view={view} overview={overview} />
      )}
      {overview !== undefined && !compact && <StatusStrip scan={overview.scan} health={overview.health} />}
    </div>
  );
}

function Page({ view, overview }: { readonly view: View; readonly overview: Overview }) {
  switch (view.page) {
    case "live": {
      const session = shownSession(overview.sessions, view.pinned);
      if (session === undefined) return undefined;
      const pinned = session.id === view.pinned;
      return <LivePage key={session.id} session={session} sessions={overview.sessions} pinned={pinned} />;
    }
    case "sessions":
      return <SessionsPage view={view} sessions={overview.sessions} />;
    case "session": {
      const session = overview.sessions.find(({ id }) => id === view.session);
      if (session === undefined) return <UnknownSession id={view.session} />;
      return <SessionPage key={session.id} view={view} session={session} />;
    }
    case "months":
      return <MonthsPage view={view} sessions={overview.sessions} />;
    case "sources":
      return <SourcesPage view={view} sessions={overview.sessions} />;
    case "invalidations":
      return <InvalidationsPage view={view} sessions={overview.sessions} />;
    default:
      return assertNever(view);
  }
}

function UnknownSession({ id }: { readonly id: string }) {
  return (
    <main className="nothing-yet">
      <h1>This session is not known</h1>
      <p>
        No log read so far names <code>{id}</code>. <a href={viewHash(ALL_SESSIONS)}>All sessions</a>
      </p>
    </main>
  );
}

function pinnedIn(view: View): string | undefined {
  return view.page === "live" ? view.pinned : undefined;
}
