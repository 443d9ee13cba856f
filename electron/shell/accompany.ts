import { linkHash } from "../../shared/deep-link.ts";
import { trayFace } from "../../shared/tray-face.ts";
import { STARTING, startCompanion } from "./companion.ts";
import type { ElectronModule } from "./electron.ts";
import type { EngineChild } from "./engine-child.ts";
import { openEngineLink } from "./engine-link.ts";
import { setStartAtLogin } from "./login.ts";
import { openNotifier } from "./notify.ts";
import { openTray } from "./tray.ts";
import type { Windows } from "./windows.ts";

type Parts = {
  readonly platform: NodeJS.Platform;
  readonly env: NodeJS.ProcessEnv;
  readonly engine: EngineChild;
  readonly windows: Windows;
};

/**
 * The tray, the notifications and what follows from the settings, whether a window is open or not. Whether there is a
 * tray; `onStay` hears whether the application goes on in it when the last window is closed.
 */
export function accompany(
  electron: ElectronModule,
  { platform, env, engine, windows }: Parts,
  onStay: (stays: boolean) => void,
): boolean {
  const { app, nativeTheme } = electron;
  const locale = app.getLocale();
  const open = (hash?: string) => (hash === undefined ? windows.showAny() : windows.show("full", hash));
  const tray = openTray(electron, platform, trayFace(STARTING, 0, { locale, timeZone: "UTC" }), {
    open,
    toggle: windows.toggle,
    settings: () => open(linkHash({ page: "settings" })),
    quit: () => app.quit(),
  });
  startCompanion(openEngineLink(electron, engine), locale, {
    face: (face) => tray?.show(face),
    alert: openNotifier(electron, open),
    settings: ({ theme, compactOnTop, startAtLogin, keepInTray }) => {
      nativeTheme.themeSource = theme === "auto" ? "system" : theme;
      windows.setCompactOnTop(compactOnTop);
      setStartAtLogin(electron, startAtLogin, { platform, env });
      onStay(keepInTray && tray !== undefined);
    },
  });
  return tray !== undefined;
}
