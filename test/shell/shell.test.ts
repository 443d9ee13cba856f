import { readFileSync } from "node:fs";
import { isAbsolute, join } from "node:path";
import { describe, expect, test, vi } from "vitest";
import { scrubbedEnv } from "../../electron/shell/engine-child.ts";
import { CHANNEL } from "../../electron/shell/hand-over.ts";
import { menuTemplate } from "../../electron/shell/menu.ts";
import { answerPage, PAGE_ORIGIN } from "../../electron/shell/page.ts";
import { windowOptions } from "../../electron/shell/window.ts";
import { SECURITY_HEADERS } from "../../shared/security-headers.ts";
import { FakeEngine } from "../host/fake-engine.ts";
import { PAGE } from "../host/surroundings.ts";
import { openDesktop } from "./desktop.ts";
import { FakeElectron, type Frame, type Step } from "./fake-electron.ts";

const names = (trace: readonly Step[]) => trace.map(([call]) => call);
const preload = join(import.meta.dirname, "preload.cjs");

describe("the start", () => {
  test("happens in the order that keeps the page safe", async () => {
    const { electron } = await openDesktop(() => new FakeEngine());
    expect(names(electron.trace)).toEqual([
      "app.enableSandbox",
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
      "new BrowserWindow",
    ]);
    expect(electron.trace[1]).toEqual([
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
    electron.switches.add("no-sandbox");
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
    expect(names(electron.trace).slice(2)).toEqual(["app.requestSingleInstanceLock", "app.quit"]);
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

  test("is given an absolute preload, and developer tools only in a checkout", async () => {
    const { electron } = await openDesktop(() => new FakeEngine());
    const preferences = electron.windows[0]?.options.webPreferences;
    expect(isAbsolute(preferences?.preload ?? "")).toBe(true);
    expect(preferences?.devTools).toBe(true);
    for (const platform of ["linux", "darwin", "win32"] as const)
      expect(JSON.stringify(menuTemplate(platform, false))).not.toMatch(/devtools/i);
  });

  test.each(["will-navigate", "will-redirect", "will-frame-navigate", "will-attach-webview"])(
    "%s is prevented, wherever to",
    async (event) => {
      const { electron } = await openDesktop(() => new FakeEngine());
      const contents = electron.windows[0]?.webContents;
      const urls = ["app://main/", "app://main/other", "app://evil/", "app://main.evil/", "app://main@evil/", "file:///etc/passwd"];
      urls.push("https://evil.test/", "http://127.0.0.1/", "data:text/html,x", "blob:app://main/x", "javascript:alert(1)");
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
    const made = ["main", "preload", "engine-process", "shell/start-shell", "shell/hand-over", "shell/lock-down", "shell/menu"]
      .map((name) => readFileSync(join(import.meta.dirname, "../../electron", `${name}.ts`), "utf8"))
      .filter((source) => /new (?:electron\.)?(?:BrowserWindow|BaseWindow|WebContentsView|BrowserView)|fromPartition/.test(source));
    expect(made).toEqual([]);
  });
});

describe("permissions", () => {
  test("all that Electron knows are denied, in each of the four ways to ask", async () => {
    const { electron } = await openDesktop(() => new FakeEngine());
    const types = readFileSync(join(import.meta.dirname, "../../node_modules/electron/electron.d.ts"), "utf8");
    const signatures = [...types.matchAll(/setPermission(?:Request|Check)Handler\(handler: .*?permission: ([^,]*),/g)];
    const permissions = new Set(signatures.flatMap(([, union = ""]) => union.match(/[\w-]+/g) ?? []));
    expect(permissions.size).toBeGreaterThan(40);
    const answers = [...permissions].flatMap((permission) => {
      const asked: unknown[] = [];
      electron.session.get("setPermissionRequestHandler")?.({}, permission, (granted: unknown) => asked.push(granted), {});
      return [...asked, electron.session.get("setPermissionCheckHandler")?.(undefined, permission, PAGE_ORIGIN, {})];
    });
    expect(answers).toEqual([...permissions].flatMap(() => [false, false]));
    expect(electron.session.get("setDevicePermissionHandler")?.({ deviceType: "usb" })).toBe(false);
    const streams: unknown[] = [];
    electron.session.get("setDisplayMediaRequestHandler")?.({}, (given: unknown) => streams.push(given));
    expect(streams).toEqual([null]);
  });
});

describe("the page's own scheme", () => {
  const answer = answerPage(PAGE);
  const ask = (url: string, method = "GET") => answer({ url, method } as Request);

  test("answers with the built files and the strict headers", async () => {
    const page = ask("app://main/");
    expect([page.status, page.headers.get("content-type")]).toEqual([200, "text/html; charset=utf-8"]);
    expect(await page.text()).toContain("<title>Prefixwatch</title>");
    expect(ask("app://main/assets/page.js?x=1#y").status).toBe(200);
    for (const response of [page, ask("app://main/none"), ask("app://evil/"), ask("app://main/", "POST")])
      for (const [name, value] of Object.entries(SECURITY_HEADERS)) expect(response.headers.get(name)).toBe(value);
  });

  test.each([
    ...["app://evil/", "app://main.evil/", "app://evil/index.html", "app://main:80/", "app://user@main/", "app://MAIN/"],
    ...["app://main/..%2f..%2fetc/passwd", "app://main/%2e%2e/package.json", "app://main/../package.json", "app:///"],
    ...["app://main/%00", "app://main//index.html", "app://main/assets", "app://main/assets/", "app://main/constructor"],
    ...["file:///etc/passwd", "https://main/", "http://main/", "app:main/", "nonsense", "", "app://main/index.html%20"],
  ])("%s is not there", (url) => {
    expect(ask(url).status).toBe(404);
  });

  test.each(["POST", "PUT", "DELETE", "HEAD", "OPTIONS", "get"])("method %s is refused", (method) => {
    expect(ask("app://main/", method).status).toBe(405);
  });
});

describe("the way to the engine", () => {
  test("the preload script gives the page one frozen function, and nothing of Electron", async () => {
    const { exposed } = await openDesktop(() => new FakeEngine());
    expect([...exposed.keys()]).toEqual(["prefixwatch"]);
    const bridge = exposed.get("prefixwatch") as object;
    expect(Object.entries(bridge).map(([name, value]) => [name, typeof value])).toEqual([["connect", "function"]]);
    expect(Object.isFrozen(bridge)).toBe(true);
  });

  test("one channel is open, and only the page's own main frame is answered", async () => {
    const desktop = await openDesktop(() => new FakeEngine());
    const { electron } = desktop;
    expect(electron.ipcMain.eventNames()).toEqual([CHANNEL]);
    const before = electron.children[0]?.ports.length;
    const answered = vi.fn();
    const own: Frame = { origin: PAGE_ORIGIN, parent: null, isDestroyed: () => false, postMessage: answered };
    const strangers: readonly (Frame | null | undefined)[] = [
      null,
      { ...own, parent: own },
      { ...own, origin: "app://evil" },
      { ...own, origin: "app://main.evil" },
      { ...own, origin: "app://main/" },
      { ...own, origin: "null" },
      { ...own, origin: "file://" },
      { ...own, origin: "https://main" },
      { ...own, isDestroyed: () => true },
    ];
    for (const senderFrame of strangers) electron.ipcMain.emit(CHANNEL, { senderFrame }, { kind: "port" });
    expect(answered).not.toHaveBeenCalled();
    expect(electron.children[0]?.ports.length).toBe(before);
    electron.ipcMain.emit(CHANNEL, { senderFrame: own });
    expect(answered.mock.calls.map(([channel, message]) => [channel, message])).toEqual([[CHANNEL, { kind: "port" }]]);
  });
});

describe("the engine's process", () => {
  test("gets what was asked for on the command line, and nothing that loads foreign code", async () => {
    const argv = process.argv;
    process.argv = ["electron", "--inspect=0", "/app", "--root", "/logs a", "--data=/ledger", "--no-sandbox", "rest"];
    const { electron } = await openDesktop(() => new FakeEngine()).finally(() => {
      process.argv = argv;
    });
    const [, entry, args, options] = electron.trace.find(([call]) => call === "utilityProcess.fork") ?? [];
    expect(entry).toMatch(/engine-process\.js$/);
    expect(args).toEqual(["--root=/logs a", "--data=/ledger"]);
    expect(options).toMatchObject({ serviceName: "Prefixwatch engine", stdio: "inherit" });
    const dangerous = { NODE_OPTIONS: "--require /evil", NODE_PATH: "/evil", LD_PRELOAD: "/evil.so", LD_LIBRARY_PATH: "/evil" };
    const env = { ...dangerous, DYLD_INSERT_LIBRARIES: "x", ELECTRON_RUN_AS_NODE: "1", node_options: "x", HOME: "/home/ada", PATH: "/bin" };
    expect(scrubbedEnv(env)).toEqual({ HOME: "/home/ada", PATH: "/bin" });
  });

  test("is asked to end before the application does", async () => {
    const { electron } = await openDesktop(() => new FakeEngine());
    await vi.waitFor(() => expect(electron.children[0]?.onMessage).toBeDefined());
    const preventDefault = vi.fn();
    electron.app.emit("will-quit", { preventDefault });
    await vi.waitFor(() => expect(names(electron.trace).at(-1)).toBe("app.quit"));
    expect(preventDefault).toHaveBeenCalledTimes(1);
    expect(electron.children.map(({ killed }) => killed)).toEqual([false]);
    electron.app.emit("will-quit", { preventDefault });
    expect(preventDefault).toHaveBeenCalledTimes(1);
    expect(electron.children).toHaveLength(1);
  });

  test("is ended when it does not answer", async () => {
    const { electron } = await openDesktop(() => new FakeEngine());
    await new Promise((resolve) => setTimeout(resolve, 50));
    const child = electron.children[0];
    if (child === undefined) throw new Error("no child");
    child.onMessage = undefined;
    vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"] });
    electron.app.emit("will-quit", { preventDefault: () => undefined });
    vi.advanceTimersByTime(3001);
    vi.useRealTimers();
    await vi.waitFor(() => expect(names(electron.trace).at(-1)).toBe("app.quit"));
    expect(child.killed).toBe(true);
  });

  test("is started again after longer and longer waits while it keeps failing", async () => {
    const { electron } = await openDesktop(() => new FakeEngine());
    electron.onFork = () => undefined;
    const waits: number[] = [];
    vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout", "queueMicrotask"] });
    for (let crash = 1; crash <= 9; crash += 1) {
      electron.children.at(-1)?.end(1);
      let waited = 0;
      for (; electron.children.length === crash && waited < 60_000; waited += 500) vi.advanceTimersByTime(500);
      waits.push(waited);
    }
    vi.useRealTimers();
    expect(waits).toEqual([500, 1000, 2000, 4000, 8000, 16_000, 30_000, 30_000, 30_000]);
  });
});
