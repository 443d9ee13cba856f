import { useSyncExternalStore } from "react";

/** `system` follows the operating system; the other two are forced. */
export type Theme = "system" | "light" | "dark";

const KEY = "prefixwatch.theme";
const NEXT: Readonly<Record<Theme, Theme>> = { system: "light", light: "dark", dark: "system" };
const listeners = new Set<() => void>();
const chosen = new Set<(theme: Theme) => void>();
let theme: Theme = "system";

/** Applies the theme kept from the last visit; call before the first paint. */
export function restoreTheme(): void {
  setTheme(readTheme());
}

export function useTheme(): Theme {
  return useSyncExternalStore(subscribe, () => theme);
}

export function cycleTheme(): void {
  chooseTheme(NEXT[theme]);
}

/** The user's choice, which the settings keep too. */
export function chooseTheme(next: Theme): void {
  setTheme(next);
  for (const listener of chosen) listener(next);
}

/** Hears what the user chooses on the page. */
export function onThemeChosen(listener: (theme: Theme) => void): () => void {
  chosen.add(listener);
  return () => chosen.delete(listener);
}

/** The theme that the settings have now. */
export function followTheme(next: Theme): void {
  if (next !== theme) setTheme(next);
}

function setTheme(next: Theme): void {
  theme = next;
  if (next === "system") delete document.documentElement.dataset["theme"];
  else document.documentElement.dataset["theme"] = next;
  writeTheme(next);
  for (const listener of listeners) listener();
}

function readTheme(): Theme {
  try {
    const kept = localStorage.getItem(KEY);
    return kept === "light" || kept === "dark" ? kept : "system";
  } catch {
    // Storage is forbidden in some browser profiles; the theme then lasts as long as the page.
    return "system";
  }
}

function writeTheme(next: Theme): void {
  try {
    localStorage.setItem(KEY, next);
  } catch {
    // As above.
  }
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}
