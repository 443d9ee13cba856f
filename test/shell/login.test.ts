import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { desktopEntry, isStartOfLogin, setStartAtLogin } from "../../electron/shell/login.ts";
import { FakeElectron } from "./fake-electron.ts";

function installed(): FakeElectron {
  const electron = new FakeElectron();
  electron.isPackaged = true;
  return electron;
}

describe("start at login", () => {
  test.each(["win32", "darwin"] as const)("on %s is said to the system, both ways", (platform) => {
    const electron = installed();
    const module = electron.module();
    for (const wanted of [true, false]) setStartAtLogin(module, wanted, { platform, env: {} });
    expect(electron.trace).toEqual([
      ["app.setLoginItemSettings", { openAtLogin: true, args: ["--hidden"] }],
      ["app.setLoginItemSettings", { openAtLogin: false, args: ["--hidden"] }],
    ]);
  });

  test("on Linux is a file that desktops start, made and taken away", () => {
    const electron = installed();
    const module = electron.module();
    const path = join(electron.folder, "appData", "autostart", "prefixwatch.desktop");
    setStartAtLogin(module, true, { platform: "linux", env: {} });
    expect(readFileSync(path, "utf8")).toContain(`Exec="${join(electron.folder, "exe")}" --hidden`);
    setStartAtLogin(module, true, { platform: "linux", env: { APPIMAGE: "/opt/Prefix watch.AppImage" } });
    expect(readFileSync(path, "utf8")).toContain('Exec="/opt/Prefix watch.AppImage" --hidden');
    setStartAtLogin(module, false, { platform: "linux", env: {} });
    expect(existsSync(path)).toBe(false);
    setStartAtLogin(module, false, { platform: "linux", env: {} });
    expect(electron.trace).toEqual([]);
  });

  test("leaves other programs' files alone", () => {
    const electron = installed();
    const folder = join(electron.folder, "appData", "autostart");
    mkdirSync(folder, { recursive: true });
    writeFileSync(join(folder, "other.desktop"), "x");
    for (const wanted of [true, false])
      setStartAtLogin(electron.module(), wanted, { platform: "linux", env: {} });
    expect(readFileSync(join(folder, "other.desktop"), "utf8")).toBe("x");
  });

  test.each([true, false])("that the system refuses ends nothing (wanted: %s)", (wanted) => {
    const electron = installed();
    const folder = join(electron.folder, "appData", "autostart");
    mkdirSync(join(electron.folder, "appData"), { recursive: true });
    writeFileSync(folder, "a file, where the folder should be");
    setStartAtLogin(electron.module(), wanted, { platform: "linux", env: {} });
    expect(readFileSync(folder, "utf8")).toBe("a file, where the folder should be");
  });

  test("of a checkout is nothing", () => {
    const electron = new FakeElectron();
    for (const platform of ["linux", "darwin", "win32"] as const)
      setStartAtLogin(electron.module(), true, { platform, env: {} });
    expect(electron.trace).toEqual([]);
    expect(existsSync(join(electron.folder, "appData"))).toBe(false);
  });

  test("quotes a path as the desktop entry wants it", () => {
    const quoted = ["/a", String.raw`\\"b\\"`, String.raw`\\$c`, "\\\\`d\\\\`", "100%%"].join(" ");
    expect(desktopEntry('/a "b" $c `d` 100%')).toContain(`Exec="${quoted}" --hidden`);
  });

  test("is known again by its argument, on a Mac by asking", () => {
    const electron = installed();
    const module = electron.module();
    expect(isStartOfLogin(module, { platform: "linux", args: ["x", "--hidden"] })).toBe(true);
    expect(isStartOfLogin(module, { platform: "linux", args: ["x", "--hidden=no"] })).toBe(false);
    electron.openedAtLogin = true;
    expect(isStartOfLogin(module, { platform: "darwin", args: [] })).toBe(true);
    expect(isStartOfLogin(module, { platform: "win32", args: [] })).toBe(false);
  });
});
