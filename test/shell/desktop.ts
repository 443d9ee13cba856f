import { vi } from "vitest";
import type { EngineOptions } from "../../electron/engine/engine.ts";
import type { LedgerProblem } from "../../electron/engine/ledger-session.ts";
import { CHANNEL } from "../../electron/shell/hand-over.ts";
import { PAGE_ORIGIN } from "../../electron/shell/page.ts";
import type { Bridge } from "../../shared/bridge.ts";
import { serveBridge } from "../../shared/wire.ts";
import { FakeEngine } from "../host/fake-engine.ts";
import { PAGE } from "../host/surroundings.ts";
import { acrossContexts, FakeElectron, type FakeChild, type FakePort, type Frame } from "./fake-electron.ts";

export type Desktop = {
  readonly electron: FakeElectron;
  /** The engine as the shell itself hears it, for the tray and the notifications. */
  readonly heardByShell: FakeEngine;
  /** What the preload script gave to the page, by name. */
  readonly exposed: ReadonlyMap<string, unknown>;
  readonly bridge: () => Bridge;
  readonly frame: Frame;
  /** Loads the page anew: another preload script, another frame. */
  readonly reload: () => Promise<void>;
};

/**
 * The desktop application's own files (main, engine process, preload) on a stand-in for Electron. The engine is a fake
 * that the test can talk through; everything between it and the page is what ships.
 */
export async function openDesktop(
  engine: () => FakeEngine,
  problems: readonly LedgerProblem[] = [],
  setUp: (electron: FakeElectron) => void = () => undefined,
): Promise<Desktop> {
  vi.resetModules();
  const electron = new FakeElectron();
  const heardByShell = new FakeEngine();
  setUp(electron);
  const exposed = new Map<string, unknown>();
  let frame = newFrame();
  const rendererListeners = new Set<(event: unknown, message: unknown) => void>();

  function newFrame(): Frame {
    let alive = true;
    const made: Frame & { destroy: () => void } = {
      origin: PAGE_ORIGIN,
      parent: null,
      isDestroyed: () => !alive,
      destroy: () => (alive = false),
      postMessage: (channel, message, ports) => {
        if (!alive || channel !== CHANNEL) throw new Error("Object has been destroyed");
        const event = { ports: (ports as readonly FakePort[]).map(({ raw }) => raw) };
        for (const listener of rendererListeners) listener(event, structuredClone(message));
      },
    };
    return made;
  }

  vi.doMock("electron", () => ({
    ...electron.module(),
    contextBridge: {
      exposeInMainWorld: (name: string, api: unknown) => exposed.set(name, acrossContexts(api)),
    },
    ipcRenderer: {
      on: (_channel: string, listener: (event: unknown, message: unknown) => void) =>
        rendererListeners.add(listener),
      send: (channel: string, ...args: unknown[]) =>
        electron.ipcMain.emit(channel, { senderFrame: frame }, ...args),
    },
  }));
  vi.doMock("../../electron/host/read-assets.ts", () => ({ readAssets: () => Promise.resolve(PAGE) }));
  electron.onFork = (child, args) =>
    void runEngineProcess(child, args, { engine: engine(), heardByShell }, problems);

  await import("../../electron/main.ts");
  electron.becomeReady();
  await vi.waitFor(() => {
    const shown = electron.opensWindow ? electron.windows : electron.desk.trays;
    if (shown.length === 0) throw new Error("Not started yet");
  });
  await import("../../electron/preload.ts");

  return {
    electron,
    heardByShell,
    exposed,
    bridge: () => exposed.get("prefixwatch") as Bridge,
    get frame() {
      return frame;
    },
    reload: async () => {
      (frame as Frame & { destroy: () => void }).destroy();
      rendererListeners.clear();
      frame = newFrame();
      vi.resetModules();
      await import("../../electron/preload.ts");
    },
  };
}

function serveLink([port]: readonly FakePort[], { bridge }: FakeEngine) {
  if (port === undefined) throw new Error("The shell's line comes with a port");
  const listen = (heard: (message: unknown) => void) => {
    const onMessage = ({ data }: { readonly data: unknown }) => heard(data);
    port.on("message", onMessage);
    return () => port.off("message", onMessage);
  };
  serveBridge({ post: (message) => port.postMessage(message), listen }, bridge);
  port.start();
}

/** Runs the real entry of the utility process, with its own `parentPort`, as if it had the process to itself. */
async function runEngineProcess(
  child: FakeChild,
  args: readonly string[],
  { engine, heardByShell }: { readonly engine: FakeEngine; readonly heardByShell: FakeEngine },
  problems: readonly LedgerProblem[],
) {
  const inTheWay = [...problems];
  const startEngine = ({ choosePath }: EngineOptions) => {
    engine.choosePath = choosePath;
    return inTheWay.shift() ?? { kind: "engine", bridge: engine.bridge, stop: () => Promise.resolve() };
  };
  vi.doMock("../../electron/engine/engine.ts", () => ({ startEngine }));
  const waiting: unknown[] = [];
  let listener: ((message: unknown) => void) | undefined;
  let links = 0;
  child.onMessage = (message) => {
    links += 1;
    // The shell's own line comes first. It is served apart, so that a test of the page counts the page's feeds alone.
    if (links === 1) serveLink(message.ports, heardByShell);
    else if (listener === undefined) waiting.push(message);
    else listener(message);
  };
  const parentPort = {
    postMessage: (message: unknown) => child.emit("message", structuredClone(message)),
    on: (_event: string, heard: (message: unknown) => void) => {
      listener = heard;
      for (const message of waiting.splice(0)) heard(message);
    },
  };
  const argv = process.argv;
  Object.defineProperty(process, "parentPort", { value: parentPort, configurable: true });
  vi.spyOn(process, "exit").mockImplementation((code) => {
    child.end(Number(code));
    return undefined as never;
  });
  process.argv = ["electron", "engine-process.js", ...args];
  vi.resetModules();
  await import("../../electron/engine-process.ts");
  process.argv = argv;
}
