import { statSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test, vi } from "vitest";
import { FakeEngine } from "../host/fake-engine.ts";
import { openDesktop } from "./desktop.ts";
import { FakeElectron, names } from "./fake-electron.ts";

// Security checks S38, S45, S46, S47: docs/security.md.

describe("the start", () => {
  test("happens in the order that keeps the page safe", async () => {
    const { electron } = await openDesktop(() => new FakeEngine());
    expect(names(electron.trace)).toEqual([
      "app.enableSandbox",
      "app.setPath",
      "protocol.registerSchemesAsPrivileged",
      "app.requestSingleInstanceLock",
      "app.on web-contents-created",
      "app.on second-instance",
      "app.on activate",
      "app.on window-all-closed",
      "app.on will-quit",
      // From here on Electron is ready.
      "session.setPermissionRequestHandler",
      "session.setPermissionCheckHandler",
      "session.setDevicePermissionHandler",
      "session.setDisplayMediaRequestHandler",
      "protocol.handle",
      "Menu.setApplicationMenu",
      "utilityProcess.fork",
      "new Tray",
      "new BrowserWindow",
    ]);
    expect(electron.trace[2]).toEqual([
      "protocol.registerSchemesAsPrivileged",
      [{ scheme: "app", privileges: { standard: true, secure: true } }],
    ]);
    expect(electron.windows.map(({ urls }) => urls)).toEqual([["app://main/"]]);
  });

  test("what has to come before Electron is ready does not wait for anything", async () => {
    vi.resetModules();
    const electron = new FakeElectron();
    vi.doMock("electron", () => electron.module());
    await import("../../electron/main.ts");
    expect(names(electron.trace)).toContain("protocol.registerSchemesAsPrivileged");
    expect(names(electron.trace)).not.toContain("new BrowserWindow");
  });

  test("a package that was started without the sandbox says so and opens nothing", async () => {
    vi.resetModules();
    const electron = new FakeElectron();
    electron.isPackaged = true;
    electron.switches.set("no-sandbox", "");
    vi.doMock("electron", () => electron.module());
    await import("../../electron/main.ts");
    electron.becomeReady();
    await vi.waitFor(() => expect(electron.trace.at(-1)).toEqual(["app.exit", 1]));
    expect(names(electron.trace).slice(-2)).toEqual(["dialog.showErrorBox", "app.exit"]);
  });

  test("a second start gives way, and opens nothing", async () => {
    vi.resetModules();
    const electron = new FakeElectron();
    electron.hasLock = false;
    vi.doMock("electron", () => electron.module());
    await import("../../electron/main.ts");
    electron.becomeReady();
    await new Promise((resolve) => setTimeout(resolve, 20));
    expect(names(electron.trace).slice(3)).toEqual(["app.requestSingleInstanceLock", "app.quit"]);
  });

  test("Chromium's files have a folder of their own, or the one that was named, before the lock is taken", async () => {
    const { electron } = await openDesktop(() => new FakeEngine());
    const folder = join(electron.folder, "userData", "window");
    expect(electron.trace[1]).toEqual(["app.setPath", "userData", folder]);
    expect(statSync(folder).mode & 0o77).toBe(0);
    const named = new FakeElectron();
    named.switches.set("user-data-dir", join(named.folder, "named"));
    vi.resetModules();
    vi.doMock("electron", () => named.module());
    await import("../../electron/main.ts");
    expect(named.trace[1]).toEqual(["app.setPath", "userData", join(named.folder, "named")]);
  });

  test("a second start brings the first one's window forward and cannot tell it anything", async () => {
    const { electron } = await openDesktop(() => new FakeEngine());
    const window = electron.windows[0];
    if (window === undefined) throw new Error("no window");
    window.minimized = true;
    electron.app.emit("second-instance", {}, ["prefixwatch", "--root", "/evil", "app://evil"], "/evil", {});
    expect({ windows: electron.windows.length, minimized: window.minimized, urls: window.urls }).toEqual({
      windows: 1,
      minimized: false,
      urls: ["app://main/"],
    });
    expect(names(electron.trace).slice(-2)).toEqual(["window.show", "window.focus"]);
  });

  test("a closed window is opened anew", async () => {
    const { electron } = await openDesktop(() => new FakeEngine());
    electron.windows[0]?.emit("closed");
    electron.app.emit("activate");
    expect(electron.windows).toHaveLength(2);
  });

  test("the window is shown when it has something to show", async () => {
    const { electron } = await openDesktop(() => new FakeEngine());
    expect(electron.windows[0]?.options.show).toBe(false);
    expect(names(electron.trace)).not.toContain("window.show");
    electron.windows[0]?.emit("ready-to-show");
    expect(names(electron.trace)).toContain("window.show");
  });
});
