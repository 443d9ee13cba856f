import type { SessionSummary } from "../../shared/feed.ts";
import { sessionName } from "../selectors/session-name.ts";
import { modelName } from "../wording.ts";
import { ALL_SESSIONS, LIVE, viewHash, type View } from "../view-state.ts";
import { INVALIDATIONS } from "../invalidations-view.ts";
import { MONTHS } from "../months-view.ts";
import { SOURCES } from "../sources-view.ts";
import { useInvalidationsView, useMonthsView, useSessionsView, useView } from "../navigation.ts";
import { cycleTheme, useTheme, type Theme } from "../theme.ts";
import "./top-bar.css";

const THEME_TEXT: Readonly<Record<Theme, { readonly sign: string; readonly name: string }>> = {
  system: { sign: "auto", name: "Colours follow the system" },
  light: { sign: "light", name: "Light colours" },
  dark: { sign: "dark", name: "Dark colours" },
};

/** Name, pages and colours. Names the shown session where there is no room for its panel. */
export function TopBar({ session }: { readonly session: SessionSummary | undefined }) {
  const view = useView();
  const sessions = useSessionsView();
  const invalidations = useInvalidationsView();
  const months = useMonthsView();
  const theme = THEME_TEXT[useTheme()];
  const pages: readonly { readonly name: string; readonly view: View; readonly current: boolean }[] = [
    { name: "Live", view: LIVE, current: view.page === "live" },
    {
      name: "Sessions",
      // From one session back to the list as it was; in the list itself, to all of it.
      view: view.page === "sessions" ? ALL_SESSIONS : sessions,
      current: view.page === "sessions" || view.page === "session",
    },
    {
      name: "Months",
      view: view.page === "months" ? MONTHS : months,
      current: view.page === "months",
    },
    {
      name: "Invalidations",
      view: view.page === "invalidations" ? INVALIDATIONS : invalidations,
      current: view.page === "invalidations",
    },
    { name: "Sources", view: SOURCES, current: view.page === "sources" },
  ];
  return (
    <header className="top-bar">
      <Logo />
      {session === undefined ? (
        <span className="top-bar-brand">Prefixwatch</span>
      ) : (
        <span className="top-bar-place name">
          {sessionName(session)} <span>{session.models.slice(0, 1).map(modelName)}</span>
        </span>
      )}
      <nav aria-label="Pages">
        {pages.map(({ name, view: target, current }) => (
          <a key={name} href={viewHash(target)} aria-current={current ? "page" : undefined}>
            {name}
          </a>
        ))}
      </nav>
      {session === undefined && (
        <button
          type="button"
          className="top-bar-theme"
          onClick={cycleTheme}
          title={`${theme.name}; click to change`}
        >
          <span className="top-bar-word">Theme: </span>
          {theme.sign}
        </button>
      )}
    </header>
  );
}

/** Three calls of a growing prefix; the last one broke. */
function Logo() {
  return (
    <svg className="top-bar-logo" width="18" height="16" viewBox="0 0 18 16" aria-hidden="true">
      <rect x="1" y="1" width="16" height="3.4" rx="1" fill="var(--read)" />
      <rect x="1" y="6.2" width="12" height="3.4" rx="1" fill="var(--read)" opacity="0.75" />
      <rect x="1" y="11.4" width="5" height="3.4" rx="1" fill="var(--read)" opacity="0.5" />
      <rect
        x="7.7"
        y="11.9"
        width="4.6"
        height="2.6"
        rx="0.8"
        fill="none"
        stroke="var(--loss)"
        strokeWidth="1.2"
      />
    </svg>
  );
}
