import { memo } from "react";
import type { SessionSummary } from "../../shared/feed.ts";
import { sessionName } from "../../shared/live.ts";
import { modelName } from "../wording.ts";
import { openSheet } from "../desk.ts";
import { COMMAND_KEY } from "../key-list.ts";
import { usePages } from "../page-list.ts";
import { viewHash } from "../view-state.ts";
import { cycleTheme, useTheme, type Theme } from "../theme.ts";
import "./top-bar.css";

const THEME_TEXT: Readonly<Record<Theme, { readonly sign: string; readonly name: string }>> = {
  system: { sign: "auto", name: "Colours follow the system" },
  light: { sign: "light", name: "Light colours" },
  dark: { sign: "dark", name: "Dark colours" },
};

/** Name, pages and colours. Names the shown session where there is no room for its panel. */
export const TopBar = memo(function TopBar({ session }: { readonly session: SessionSummary | undefined }) {
  const pages = usePages();
  const theme = THEME_TEXT[useTheme()];
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
      <button
        type="button"
        className="top-bar-commands"
        onClick={() => openSheet("commands")}
        title="Pages, sessions, projects and actions by their name"
      >
        <span className="visually-hidden">Commands </span>
        <kbd>{COMMAND_KEY}</kbd>
      </button>
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
});

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
