import { mkdirSync } from "node:fs";
import { join, resolve } from "node:path";
import type { Assets } from "../../shared/asset.ts";
import { linkHash } from "../../shared/deep-link.ts";
import type Electron from "electron";
import { accompany } from "./accompany.ts";
import type { ElectronModule } from "./electron.ts";
import { startEngineChild, type EngineChild } from "./engine-child.ts";
import { handOverPorts } from "./hand-over.ts";
import { denyPermissions, lockContents } from "./lock-down.ts";
import { isStartOfLogin } from "./login.ts";
import { menuTemplate } from "./menu.ts";
import { answerPage, PAGE_PRIVILEGES, PAGE_SCHEME } from "./page.ts";
import { answerWithSaveDialog } from "./save-dialog.ts";
import type { WindowFacts } from "./window.ts";
import { openWindows, type Windows } from "./windows.ts";

export type ShellOptions = WindowFacts & {
  readonly readAssets: () => Promise<Assets>;
  readonly engineEntry: string;
  readonly engineArgs: readonly string[];
  readonly env: NodeJS.ProcessEnv;
  /** The whole command line. */
  readonly args: readonly string[];
};

/** As in electron-builder.yml; Windows shows notifications of nobody else. */
const APP_ID = "io.github.prefixwatch.Prefixwatch";

const NO_SANDBOX =
  "The window does not open without Chromium's sandbox, which this system does not allow for an AppImage. " +
  'Install the .deb or .rpm package instead, or run "prefixwatch serve" and use the browser.';

/**
 * The desktop application, from the first line to the last window. The order matters: what protects the page is in
 * place before there is a page, and what has to be said before Electron is ready is said before the first `await`.
 */
export async function startShell(electron: ElectronModule, options: ShellOptions) {
  const { app, dialog, protocol, session, Menu } = electron;
  app.enableSandbox();
  const folder = keepWindowDataApart(app);
  protocol.registerSchemesAsPrivileged([...PAGE_PRIVILEGES]);
  if (!app.requestSingleInstanceLock()) {
    app.quit();
    return;
  }
  if (options.platform === "win32") app.setAppUserModelId(APP_ID);
  app.on("web-contents-created", (_event, contents) => lockContents(contents));

  let windows: Windows | undefined;
  let engine: EngineChild | undefined;
  let staysInTray = false;
  /** Who has it started at login wants it there all day, whatever becomes of a window. */
  let startedInTray = false;

  // The other start's arguments are ignored: they come from whoever ran it.
  app.on("second-instance", () => windows?.showAny());
  app.on("activate", () => windows?.showAny());
  app.on("window-all-closed", () => {
    if (options.platform !== "darwin" && !staysInTray && !startedInTray) app.quit();
  });
  app.on("will-quit", (event) => {
    if (engine === undefined) return;
    const ending = engine;
    engine = undefined;
    event.preventDefault();
    void ending.stop().then(() => app.quit());
  });

  await app.whenReady();
  // An AppImage's launcher adds this switch by itself where the system forbids user namespaces.
  if (app.isPackaged && app.commandLine.hasSwitch("no-sandbox")) {
    dialog.showErrorBox("Prefixwatch", NO_SANDBOX);
    app.exit(1);
    return;
  }
  const assets = await options.readAssets();
  denyPermissions(session.defaultSession);
  protocol.handle(PAGE_SCHEME, answerPage(assets));
  const opened = openWindows(electron, options, folder);
  windows = opened;
  const settings = () => opened.show("full", linkHash({ page: "settings" }));
  const actions = { settings, toggle: opened.toggle };
  Menu.setApplicationMenu(
    Menu.buildFromTemplate([...menuTemplate(options.platform, options.devTools, actions)]),
  );
  engine = startEngineChild(electron, {
    entry: options.engineEntry,
    args: options.engineArgs,
    env: options.env,
  });
  const hasTray = accompany(electron, { ...options, engine, windows: opened }, (stays) => {
    staysInTray = stays;
  });
  handOverPorts(electron, engine);
  answerWithSaveDialog(electron, engine);
  // Without a tray there would be nothing to be seen of it.
  startedInTray = hasTray && isStartOfLogin(electron, options);
  if (!startedInTray) opened.showAny();
}

/**
 * Chromium's own files (caches, window state) in a folder of their own: on macOS, where case makes no difference,
 * Electron's folder for "Prefixwatch" and the ledger's for "prefixwatch" are one. Before the single-instance lock,
 * which lies in it.
 */
function keepWindowDataApart(app: Electron.App): string {
  const named = app.commandLine.getSwitchValue("user-data-dir");
  const folder = named === "" ? join(app.getPath("userData"), "window") : resolve(named);
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  app.setPath("userData", folder);
  return folder;
}
