import { describe, expect, test, vi } from "vitest";
import { scrubbedEnv } from "../../electron/shell/engine-child.ts";
import { CHANNEL } from "../../electron/shell/hand-over.ts";
import { PAGE_ORIGIN } from "../../electron/shell/page.ts";
import { FakeEngine } from "../host/fake-engine.ts";
import { openDesktop } from "./desktop.ts";
import { names, type Frame } from "./fake-electron.ts";

// Security checks S43, S44, S51: docs/security.md.

describe("the way to the engine", () => {
  test("the preload script gives the page two frozen functions, and nothing of Electron", async () => {
    const { exposed } = await openDesktop(() => new FakeEngine());
    expect([...exposed.keys()]).toEqual(["prefixwatch"]);
    const bridge = exposed.get("prefixwatch") as object;
    expect(Object.entries(bridge).map(([name, value]) => [name, typeof value])).toEqual([
      ["connect", "function"],
      ["ask", "function"],
    ]);
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
    expect(answered.mock.calls.map(([channel, message]) => [channel, message])).toEqual([
      [CHANNEL, { kind: "port" }],
    ]);
  });
});

describe("the engine's process", () => {
  test("gets what was asked for on the command line, and nothing that loads foreign code", async () => {
    const argv = process.argv;
    process.argv = [
      "electron",
      "--inspect=0",
      "/app",
      "--root",
      "/logs a",
      "--data=/ledger",
      "--no-sandbox",
      "rest",
    ];
    const { electron } = await openDesktop(() => new FakeEngine()).finally(() => {
      process.argv = argv;
    });
    const [, entry, args, options] = electron.trace.find(([call]) => call === "utilityProcess.fork") ?? [];
    expect(entry).toMatch(/engine-process\.js$/);
    expect(args).toEqual(["--root=/logs a", "--data=/ledger"]);
    expect(options).toMatchObject({ serviceName: "Prefixwatch engine", stdio: "inherit" });
    const dangerous = {
      NODE_OPTIONS: "--require /evil",
      NODE_PATH: "/evil",
      LD_PRELOAD: "/evil.so",
      LD_LIBRARY_PATH: "/evil",
    };
    const env = {
      ...dangerous,
      DYLD_INSERT_LIBRARIES: "x",
      ELECTRON_RUN_AS_NODE: "1",
      node_options: "x",
      HOME: "/home/ada",
      PATH: "/bin",
    };
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
      for (; electron.children.length === crash && waited < 60_000; waited += 500)
        vi.advanceTimersByTime(500);
      waits.push(waited);
    }
    vi.useRealTimers();
    expect(waits).toEqual([500, 1000, 2000, 4000, 8000, 16_000, 30_000, 30_000, 30_000]);
  });
});
