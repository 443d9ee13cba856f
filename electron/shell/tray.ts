import type Electron from "electron";
import type { TrayFace } from "../../shared/tray-face.ts";
import type { ElectronModule } from "./electron.ts";
import { trayIcon } from "./tray-icon.ts";

export type TrayActions = {
  readonly open: (hash?: string) => void;
  readonly toggle: () => void;
  readonly settings: () => void;
  readonly quit: () => void;
};

/** The item in the tray or menu bar. `undefined` where the system has no place for one. */
export function openTray(
  electron: ElectronModule,
  platform: NodeJS.Platform,
  first: TrayFace,
  actions: TrayActions,
) {
  const { Menu, Tray } = electron;
  let shown: TrayFace | undefined;
  let tray: Electron.Tray;
  try {
    tray = new Tray(trayIcon(electron, first.colour));
  } catch {
    // A Linux desktop without a tray: the windows do without it.
    return undefined;
  }
  // A Mac opens the menu with every click.
  if (platform !== "darwin") tray.on("click", () => actions.open());

  function show(face: TrayFace) {
    if (JSON.stringify(face) === JSON.stringify(shown)) return;
    if (face.colour !== shown?.colour) tray.setImage(trayIcon(electron, face.colour));
    tray.setToolTip(face.tooltip);
    if (platform === "darwin") tray.setTitle(face.title, { fontType: "monospacedDigit" });
    // A menu that is open would be torn away: only what is written in it makes a new one.
    if (JSON.stringify(face.sessions) !== JSON.stringify(shown?.sessions)) {
      tray.setContextMenu(Menu.buildFromTemplate([...trayMenu(face, actions)]));
    }
    shown = face;
  }

  show(first);
  return { show, close: () => tray.destroy() };
}

/** Live sessions first; a click on one shows it. */
function trayMenu(
  { sessions }: TrayFace,
  actions: TrayActions,
): readonly Electron.MenuItemConstructorOptions[] {
  const none: Electron.MenuItemConstructorOptions = { label: "No live session", enabled: false };
  return [
    ...(sessions.length === 0
      ? [none]
      : sessions.map(({ label, hash }) => ({ label: menuText(label), click: () => actions.open(hash) }))),
    { type: "separator" },
    { label: "Open Prefixwatch", click: () => actions.open() },
    { label: "Compact or full window", click: actions.toggle },
    { label: "Settings…", click: actions.settings },
    { type: "separator" },
    { label: "Quit Prefixwatch", click: actions.quit },
  ];
}

/** An `&` would underline the letter after it and vanish. */
function menuText(text: string): string {
  return text.replaceAll("&", "&&");
}
