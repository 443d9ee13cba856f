import { useEffect, useState } from "react";
import { assertNever } from "../shared/assert.ts";
import type { Overview, SessionSummary } from "../shared/feed.ts";
import { Patterns } from "./charts/patterns.tsx";
import { useCompact } from "./compact.ts";
import { useFeed } from "./feed-context.tsx";
import { useView } from "./navigation.ts";
import { InvalidationsPage } from "./pages/invalidations.tsx";
import { LivePage } from "./pages/live.tsx";
import { SessionPage } from "./pages/session.tsx";
import { MonthsPage } from "./pages/months.tsx";
import { SettingsPage } from "./pages/settings.tsx";
import { SessionsPage } from "./pages/sessions.tsx";
import { SourcesPage } from "./pages/sources.tsx";
import { DemoBand } from "./parts/demo-band.tsx";
import { Notices } from "./parts/notices.tsx";
import { NothingYet } from "./parts/nothing-yet.tsx";
import { PageFault } from "./parts/page-fault.tsx";
import { Sheets } from "./parts/sheets.tsx";
import { StatusStrip } from "./parts/status-strip.tsx";
import { TourNote } from "./parts/tour-note.tsx";
import { TopBar } from "./parts/top-bar.tsx";
import { shownSession } from "./selectors/live-session.ts";
import { placeKey } from "./settings.ts";
import { ALL_SESSIONS, viewHash, type View } from "./view-state.ts";
import "./app.css";

const DEMO_TITLE = "Demo: ";

/** The frame of every page: bar, notices, page, status. */
export function App() {
  const view = useView();
  const compact = useCompact() && view.page === "live";
  const overview = useFeed((state) => state.overview);
  const offline = useFeed((state) => state.offline);
  const shown = useShownSession(overview, pinnedIn(view));
  // After the page has set its title, which is what a hidden window shows of itself.
  useEffect(() => {
    if (overview?.demo === true && !document.title.startsWith(DEMO_TITLE))
      document.title = DEMO_TITLE + document.title;
  });
  return (
    <div className={compact ? "app app-compact" : `app app-${view.page}`}>
      <Patterns />
      <TopBar session={compact ? shown : undefined} />
      <DemoBand />
      <Notices notices={overview?.notices ?? []} offline={offline} />
      {overview !== undefined && overview.sessions.length > 0 && view.page === "live" && !compact && (
        <TourNote />
      )}
      {/* Nothing of the one is kept in the other, not for a moment. */}
      <PageFault key={`${view.page} ${overview?.demo === true ? "demo" : "own"}`}>
        {overview === undefined ||
        (overview.sessions.length === 0 && view.page !== "sources" && view.page !== "settings") ? (
          <main>
            <NothingYet overview={overview} offline={offline} />
          </main>
        ) : (
          <Page
            key={view.page === "settings" ? "" : placeKey(overview.settings)}
            view={view}
            overview={overview}
            shown={shown}
          />
        )}
      </PageFault>
      {overview !== undefined && !compact && <StatusStrip scan={overview.scan} health={overview.health} />}
      <Sheets />
    </div>
  );
}

type PageProps = {
  readonly view: View;
  readonly overview: Overview;
  readonly shown: SessionSummary | undefined;
};

function Page({ view, overview, shown }: PageProps) {
  switch (view.page) {
    case "live": {
      if (shown === undefined) return undefined;
      const pinned = shown.id === view.pinned;
      return <LivePage key={shown.id} session={shown} sessions={overview.sessions} pinned={pinned} />;
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
    case "settings":
      return <SettingsPage />;
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

/** The session of the Live page; kept over the other pages, so that coming back finds the same. */
function useShownSession(
  overview: Overview | undefined,
  pinned: string | undefined,
): SessionSummary | undefined {
  const [before, setBefore] = useState<string>();
  const shown = overview === undefined ? undefined : shownSession(overview.sessions, pinned, before);
  if (shown?.id !== before) setBefore(shown?.id);
  return shown;
}

function pinnedIn(view: View): string | undefined {
  return view.page === "live" ? view.pinned : undefined;
}
