import type Electron from "electron";
import type { DurationMs } from "../../shared/units.ts";
import type { ElectronModule } from "./electron.ts";
import { PAGE_URL } from "./page.ts";
import { boundsOn, openPlacements, type WindowKind } from "./placement.ts";
import { bringForward, openWindow, type WindowFacts } from "./window.ts";

export type Windows = {
  /** Opens the window of a kind, or brings it forward; at a part of the page, when one is named. */
  readonly show: (kind: WindowKind, hash?: string) => void;
  /** Brings forward whatever is open, else opens the window that was opened last, in this run or the one before. */
  readonly showAny: () => void;
  /** The compact window in place of the full one, or the other way round. */
  readonly toggle: () => void;
  readonly setCompactOnTop: (onTop: boolean) => void;
};

/** Moves and sizes come many a second while a window is dragged. */
const REMEMBER_AFTER: DurationMs = 500;

/** At most one window of each kind, each where it was left. Call after `ready`. */
export function openWindows(electron: ElectronModule, facts: WindowFacts, folder: string): Windows {
  const { screen } = electron;
  const open = new Map<WindowKind, Electron.BrowserWindow>();
  const placements = openPlacements(folder);
  let compactOnTop = true;

  function make(kind: WindowKind, hash: string) {
    const window = openWindow(electron, facts, { kind, hash });
    open.set(kind, window);
    placements.opened(kind);
    const placement = placements.of(kind);
    const bounds = boundsOn(screen.getAllDisplays(), placement);
    if (bounds !== undefined) window.setBounds(bounds);
    if (placement?.maximized === true && kind === "full") window.maximize();
    if (kind === "compact") window.setAlwaysOnTop(compactOnTop);

    let later: ReturnType<typeof setTimeout> | undefined;
    const remember = () => {
      clearTimeout(later);
      placements.remember(kind, { bounds: window.getNormalBounds(), maximized: window.isMaximized() });
    };
    const rememberLater = () => {
      clearTimeout(later);
      later = setTimeout(remember, REMEMBER_AFTER);
    };
    window.on("resize", rememberLater);
    window.on("move", rememberLater);
    window.on("close", remember);
    window.once("closed", () => {
      clearTimeout(later);
      open.delete(kind);
    });
  }

  function show(kind: WindowKind, hash?: string) {
    const window = open.get(kind);
    if (window === undefined) return make(kind, hash ?? "");
    // Only the part behind `#` is another: the page stays and goes there. Given up when the user goes elsewhere first.
    if (hash !== undefined) window.loadURL(PAGE_URL + hash).catch(() => undefined);
    return bringForward(window);
  }

  return {
    show,
    showAny: () => {
      const windows = [...open.values()];
      if (windows.length === 0) show(placements.last());
      else windows.forEach(bringForward);
    },
    toggle: () => {
      const [from, to] = open.has("compact")
        ? (["compact", "full"] as const)
        : (["full", "compact"] as const);
      // In this order: without any window the application would end.
      show(to);
      open.get(from)?.close();
    },
    setCompactOnTop: (onTop) => {
      compactOnTop = onTop;
      open.get("compact")?.setAlwaysOnTop(onTop);
    },
  };
}
