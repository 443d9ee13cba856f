import type Electron from "electron";

export type MenuActions = { readonly settings: () => void; readonly toggle: () => void };

/** Standard entries by role: the system gives them their words and keys. No entry goes to the web. */
export function menuTemplate(
  platform: NodeJS.Platform,
  devTools: boolean,
  { settings, toggle }: MenuActions,
): readonly Electron.MenuItemConstructorOptions[] {
  const isMac = platform === "darwin";
  const preferences: Electron.MenuItemConstructorOptions = {
    label: "Settings…",
    accelerator: "CommandOrControl+,",
    click: settings,
  };
  const view: Electron.MenuItemConstructorOptions[] = [
    { label: "Compact or Full Window", accelerator: "CommandOrControl+Shift+M", click: toggle },
    { type: "separator" },
    { role: "reload" },
    { type: "separator" },
    { role: "resetZoom" },
    { role: "zoomIn" },
    { role: "zoomOut" },
    { type: "separator" },
    { role: "togglefullscreen" },
  ];
  if (devTools) view.push({ type: "separator" }, { role: "toggleDevTools" });
  return [
    ...(isMac ? [{ label: "Prefixwatch", submenu: appMenu(preferences) }] : []),
    isMac
      ? { role: "fileMenu" }
      : { label: "File", submenu: [preferences, { type: "separator" }, { role: "close" }, { role: "quit" }] },
    { role: "editMenu" },
    { label: "View", submenu: view },
    { role: "windowMenu" },
  ];
}

/** What the role `appMenu` has, with the settings where a Mac keeps them. */
function appMenu(preferences: Electron.MenuItemConstructorOptions): Electron.MenuItemConstructorOptions[] {
  return [
    { role: "about" },
    { type: "separator" },
    preferences,
    { type: "separator" },
    { role: "services" },
    { type: "separator" },
    { role: "hide" },
    { role: "hideOthers" },
    { role: "unhide" },
    { type: "separator" },
    { role: "quit" },
  ];
}
