import { DEFAULT_SETTINGS, type Settings } from "../shared/settings.ts";
import type { Bridge } from "../shared/bridge.ts";
import { setPlace } from "./clock.ts";
import { useFeed } from "./feed-context.tsx";
import type { Feed, FeedState } from "./feed-store.ts";
import { followTheme, onThemeChosen, type Theme } from "./theme.ts";

/** The settings of the engine, before its first message the defaults. */
export function useSettings(): Settings {
  return useFeed(settingsIn);
}

function settingsIn({ overview }: FeedState): Settings {
  return overview?.settings ?? DEFAULT_SETTINGS;
}

const THEMES: Readonly<Record<Settings["theme"], Theme>> = { auto: "system", light: "light", dark: "dark" };
const SETTING: Readonly<Record<Theme, Settings["theme"]>> = { system: "auto", light: "light", dark: "dark" };

/** Keeps colours, zone and clock of the page in step with the settings, and a theme chosen on the page in them. */
export function followSettings(feed: Pick<Feed, "store">, ask: Bridge["ask"]): () => void {
  let theme: Settings["theme"] | undefined;
  // The first subscriber: what React draws next is written by the new zone already.
  const stopFeed = feed.store.subscribe((state) => {
    if (state.overview === undefined) return;
    const settings = settingsIn(state);
    setPlace(settings);
    // Only a change of the setting: where it could not be saved the page keeps what was chosen on it.
    if (settings.theme !== theme) followTheme(THEMES[settings.theme]);
    ({ theme } = settings);
  });
  const stopTheme = onThemeChosen((chosen) => {
    theme = SETTING[chosen];
    // Not saved means that the engine is away, which the page says already; the choice then lasts in this browser.
    ask({ kind: "save-settings", changes: { theme } }).catch(() => undefined);
  });
  return () => {
    stopFeed();
    stopTheme();
  };
}

/** A change of it changes every time on a page. */
export function placeKey({ timeZone, clock }: Settings): string {
  return `${timeZone} ${clock}`;
}

/** What stands behind "Cost". */
export function costQualifier({ apiEquivalent }: Settings): string {
  return apiEquivalent ? ", API-equivalent" : " at list price";
}
