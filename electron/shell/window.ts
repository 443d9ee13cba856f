import type Electron from "electron";
import type { ElectronModule } from "./electron.ts";
import { PAGE_URL } from "./page.ts";

export type WindowFacts = {
  /** Absolute path of the built preload script. */
  readonly preload: string;
  /** In a checkout, for those who work on it. */
  readonly devTools: boolean;
  readonly platform: NodeJS.Platform;
};

/** Every switch that protects the page is written down, those that are Electron's default as well: defaults change. */
export function windowOptions({
  preload,
  devTools,
  platform,
}: WindowFacts): Electron.BrowserWindowConstructorOptions {
  return {
    title: "Prefixwatch",
    width: 1280,
    height: 860,
    minWidth: 480,
    minHeight: 400,
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
export function openWindow({ BrowserWindow }: ElectronModule, facts: WindowFacts): Electron.BrowserWindow {
  const window = new BrowserWindow(windowOptions(facts));
  window.once("ready-to-show", () => window.show());
  void window.loadURL(PAGE_URL);
  return window;
}

export function bringForward(window: Electron.BrowserWindow) {
  if (window.isMinimized()) window.restore();
  window.show();
  window.focus();
}
