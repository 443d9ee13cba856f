import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { ElectronModule } from "./electron.ts";

/** Says to a start that nobody asked for a window. */
const HIDDEN = "--hidden";
const ENTRY = "prefixwatch.desktop";

type Facts = { readonly platform: NodeJS.Platform; readonly env: NodeJS.ProcessEnv };

/**
 * Starts the installed application at login, or no more. A checkout is left out: what would start is Electron's own
 * program, without the project. Where the system refuses, the wish stays in the settings and the next start tries again.
 */
export function setStartAtLogin({ app }: ElectronModule, wanted: boolean, { platform, env }: Facts): void {
  if (!app.isPackaged) return;
  if (platform !== "linux") {
    app.setLoginItemSettings({ openAtLogin: wanted, args: [HIDDEN] });
    return;
  }
  // Electron does nothing here on Linux; desktops start what lies in this folder (XDG autostart).
  const folder = join(app.getPath("appData"), "autostart");
  // An AppImage is mounted somewhere else at each start; the variable names the file itself.
  const text = desktopEntry(env["APPIMAGE"] ?? app.getPath("exe"));
  try {
    if (wanted) putEntry(folder, text);
    else rmSync(join(folder, ENTRY), { force: true });
  } catch (error) {
    // Thrown, it would keep the tray and every alert from what comes after.
    if (!(error instanceof Error && "syscall" in error)) throw error;
  }
}

function putEntry(folder: string, text: string): void {
  const path = join(folder, ENTRY);
  if (existsSync(path) && readFileSync(path, "utf8") === text) return;
  mkdirSync(folder, { recursive: true });
  writeFileSync(path, text);
}

/** Whether the system started the application, and not the user. */
export function isStartOfLogin(
  { app }: ElectronModule,
  { platform, args }: { readonly platform: NodeJS.Platform; readonly args: readonly string[] },
): boolean {
  // A Mac passes no arguments on, and Linux does not know the question.
  return args.includes(HIDDEN) || (platform === "darwin" && app.getLoginItemSettings().wasOpenedAtLogin);
}

export function desktopEntry(program: string): string {
  // Quoted as the Desktop Entry Specification wants it: a backslash is doubled once more for the file itself.
  const quoted = program
    .replaceAll(/["`$\\]/g, String.raw`\$&`)
    .replaceAll("\\", "\\\\")
    .replaceAll("%", "%%");
  return `[Desktop Entry]\nType=Application\nName=Prefixwatch\nExec="${quoted}" ${HIDDEN}\nTerminal=false\n`;
}
