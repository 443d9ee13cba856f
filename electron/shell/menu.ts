import type Electron from "electron";

/** Standard entries by role: the system gives them their words and keys. No entry goes to the web. */
export function menuTemplate(
  platform: NodeJS.Platform,
  devTools: boolean,
): readonly Electron.MenuItemConstructorOptions[] {
  const view: Electron.MenuItemConstructorOptions[] = [
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
    ...(platform === "darwin" ? [{ role: "appMenu" } as const] : []),
    { role: "fileMenu" },
    { role: "editMenu" },
    { label: "View", submenu: view },
    { role: "windowMenu" },
  ];
}
