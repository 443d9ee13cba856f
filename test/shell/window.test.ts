import { readdirSync, readFileSync } from "node:fs";
import { isAbsolute, join } from "node:path";
import { describe, expect, test, vi } from "vitest";
import { menuTemplate } from "../../electron/shell/menu.ts";
import { PAGE_ORIGIN, PAGE_URL } from "../../electron/shell/page.ts";
import { windowOptions } from "../../electron/shell/window.ts";
import { FakeEngine } from "../host/fake-engine.ts";
import { openDesktop } from "./desktop.ts";
import type { FakeElectron } from "./fake-electron.ts";

// Security checks S37, S39, S40, S41, S42: docs/security.md.

const preload = join(import.meta.dirname, "preload.cjs");

describe("the window", () => {
  test("has every protection written down, and nothing that is not known here", () => {
    const options = windowOptions({ preload, devTools: false, platform: "linux" });
    expect(options).toEqual({
      title: "Prefixwatch",
      width: 1280,
      height: 860,
      minWidth: 480,
      minHeight: 400,
      show: false,
      autoHideMenuBar: true,
      webPreferences: {
        preload,
        devTools: false,
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
    });
  });

  test("that is compact is as safe as the full one", () => {
    const facts = { preload, devTools: false, platform: "linux" } as const;
    const { webPreferences, ...frame } = windowOptions(facts, "compact");
    expect(webPreferences).toEqual(windowOptions(facts).webPreferences);
    expect(frame).toMatchObject({ width: 420, height: 340, useContentSize: true, show: false });
  });

  test("is given an absolute preload, and developer tools only in a checkout", async () => {
    const { electron } = await openDesktop(() => new FakeEngine());
    const preferences = electron.windows[0]?.options.webPreferences;
    expect(isAbsolute(preferences?.preload ?? "")).toBe(true);
    expect(preferences?.devTools).toBe(true);
    for (const platform of ["linux", "darwin", "win32"] as const)
      expect(
        JSON.stringify(menuTemplate(platform, false, { settings: () => undefined, toggle: () => undefined })),
      ).not.toMatch(/devtools/i);
  });

  test.each(["will-navigate", "will-redirect", "will-frame-navigate", "will-attach-webview"])(
    "%s is prevented, wherever to",
    async (event) => {
      const { electron } = await openDesktop(() => new FakeEngine());
      const contents = electron.windows[0]?.webContents;
      const urls = [
        "app://main/",
        "app://main/other",
        "app://evil/",
        "app://main.evil/",
        "app://main@evil/",
        "file:///etc/passwd",
      ];
      urls.push(
        "https://evil.test/",
        "http://127.0.0.1/",
        "data:text/html,x",
        "blob:app://main/x",
        "javascript:alert(1)",
      );
      urls.push("about:blank", "chrome://gpu", "devtools://x", "view-source:app://main/");
      for (const url of urls) {
        const preventDefault = vi.fn();
        contents?.emit(event, { url, preventDefault }, {}, { src: url });
        expect([url, preventDefault.mock.calls.length]).toEqual([url, 1]);
        expect(contents?.openHandler?.({ url })).toEqual({ action: "deny" });
      }
    },
  );

  test("is made in one place", () => {
    const shell = join(import.meta.dirname, "../../electron/shell");
    const others = readdirSync(shell).filter((name) => name !== "window.ts");
    expect(others.length).toBeGreaterThan(10);
    const made = [...others.map((name) => `shell/${name}`), "main.ts", "preload.ts", "engine-process.ts"]
      .map((name) => readFileSync(join(import.meta.dirname, "../../electron", name), "utf8"))
      .filter((source) =>
        /new (?:electron\.)?(?:BrowserWindow|BaseWindow|WebContentsView|BrowserView)|fromPartition/.test(
          source,
        ),
      );
    expect(made).toEqual([]);
  });
});

describe("permissions", () => {
  const OWN = { isMainFrame: true, requestingUrl: `${PAGE_URL}#/live` };

  /** Asked in both ways, as `from` or `url`. */
  function ask(
    electron: FakeElectron,
    permission: string,
    from: string,
    details: object,
  ): readonly unknown[] {
    const asked: unknown[] = [];
    const answer = (granted: unknown) => asked.push(granted);
    electron.session.get("setPermissionRequestHandler")?.({}, permission, answer, details);
    const checked = electron.session.get("setPermissionCheckHandler")?.(undefined, permission, from, details);
    return [...asked, checked];
  }

  test("of all that Electron knows the page may only copy, and nothing else in any way", async () => {
    const { electron } = await openDesktop(() => new FakeEngine());
    const types = readFileSync(
      join(import.meta.dirname, "../../node_modules/electron/electron.d.ts"),
      "utf8",
    );
    const signatures = [
      ...types.matchAll(/setPermission(?:Request|Check)Handler\(handler: .*?permission: ([^,]*),/g),
    ];
    const permissions = new Set(signatures.flatMap(([, union = ""]) => union.match(/[\w-]+/g) ?? []));
    expect(permissions.size).toBeGreaterThan(40);
    const granted = [...permissions].filter((permission) =>
      ask(electron, permission, PAGE_ORIGIN, OWN).includes(true),
    );
    expect(granted).toEqual(["clipboard-sanitized-write"]);
    expect(ask(electron, "clipboard-sanitized-write", PAGE_URL, OWN)).toEqual([true, true]);
    expect(electron.session.get("setDevicePermissionHandler")?.({ deviceType: "usb" })).toBe(false);
    const streams: unknown[] = [];
    electron.session.get("setDisplayMediaRequestHandler")?.({}, (given: unknown) => streams.push(given));
    expect(streams).toEqual([null]);
  });

  test.each([
    "app://evil/",
    "app://main.evil/",
    "app://main@evil/",
    "app://main:1/",
    "APP://MAIN/",
    "app:/main/",
    "https://main/",
    "file:///",
    "null",
    "",
  ])("%j may not even copy", async (address) => {
    const { electron } = await openDesktop(() => new FakeEngine());
    const details = { isMainFrame: true, requestingUrl: address };
    expect(ask(electron, "clipboard-sanitized-write", address, details)).toEqual([false, false]);
  });

  test("a frame inside the page may not copy", async () => {
    const { electron } = await openDesktop(() => new FakeEngine());
    const details = { ...OWN, isMainFrame: false };
    expect(ask(electron, "clipboard-sanitized-write", PAGE_ORIGIN, details)).toEqual([false, false]);
  });
});
