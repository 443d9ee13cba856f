import type Electron from "electron";
import type { ElectronModule } from "./electron.ts";
import { PAGE_URL } from "./page.ts";
import type { WindowKind } from "./placement.ts";

export type WindowFacts = {
  /** Absolute path of the built preload script. */
  readonly preload: string;
  /** In a checkout, for those who work on it. */
  readonly devTools: boolean;
  readonly platform: NodeJS.Platform;
};

/** The compact page of design/screens.md: the inside of the window, without its frame. */
const COMPACT = {
  title: "Prefixwatch, compact",
  width: 420,
  height: 340,
  useContentSize: true,
  minWidth: 320,
  minHeight: 260,
  maximizable: false,
  fullscreenable: false,
} as const;

const FULL = { title: "Prefixwatch", width: 1280, height: 860, minWidth: 480, minHeight: 400 } as const;

/** Every switch that protects the page is written down, those that are Electron's default as well: defaults change. */
export function windowOptions(
  { preload, devTools, platform }: WindowFacts,
  kind: WindowKind = "full",
): Electron.BrowserWindowConstructorOptions {
  return {
    ...(kind === "compact" ? COMPACT : FULL),
    show: false,
    autoHideMenuBar: platform !== "darwin",
    webPreferences: {
      preload,
      devTools,
      sandbox: true,
      contextIsolation: true,
      nodeIntegration: false,
      nodeIntegrationInWorker: false,
      nodeIntegrationInSubFrames: false,
      webSecurity: true,
      allowRunningInsecureContent: false,
      experimentalFeatures: false,
      webviewTag: false,
      navigateOnDragDrop: false,
      spellcheck: false,
    },
  };
}

/** The only place that makes a window. */
export function openWindow(
  { BrowserWindow }: ElectronModule,
  facts: WindowFacts,
  { kind, hash }: { readonly kind: WindowKind; readonly hash: string },
): Electron.BrowserWindow {
  const window = new BrowserWindow(windowOptions(facts, kind));
  window.once("ready-to-show", () => window.show());
  void window.loadURL(PAGE_URL + hash);
  return window;
}

export function bringForward(window: Electron.BrowserWindow) {
  if (window.isMinimized()) window.restore();
  window.show();
  window.focus();
}
