import { EventEmitter } from "node:events";
import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { MessageChannel, type MessagePort } from "node:worker_threads";
import type Electron from "electron";
import type { ElectronModule } from "../../electron/shell/electron.ts";
import { FakeDesk } from "./fake-desk.ts";
import { FakeWindow, type FakeContents } from "./fake-window.ts";

/** Names of a stand-in's members are those of electron.d.ts: one that Electron renames does not compile here. */
export type Named<T> = { readonly [Name in keyof T]?: unknown };
export type Listener = (...values: readonly unknown[]) => unknown;

/** Written down in the order it happened. */
export type Step = readonly [call: string, ...values: unknown[]];

/** The calls alone. */
export function names(trace: readonly Step[]): readonly string[] {
  return trace.map(([call]) => call);
}

export class FakePort extends EventEmitter {
  readonly raw: MessagePort;
  constructor(raw: MessagePort) {
    super();
    this.raw = raw;
    raw.on("close", () => this.emit("close"));
  }
  postMessage(message: unknown) {
    this.raw.postMessage(message);
  }
  start() {
    this.raw.on("message", (data: unknown) => this.emit("message", { data, ports: [] }));
  }
  close() {
    this.raw.close();
  }
}

/** A process as the shell sees it; `run` plays what would run inside. */
export class FakeChild extends EventEmitter {
  readonly ports: FakePort[] = [];
  killed = false;
  onMessage: ((message: { readonly data: unknown; readonly ports: readonly FakePort[] }) => void) | undefined;

  postMessage(data: unknown, ports: readonly FakePort[] = []) {
    this.ports.push(...ports);
    this.onMessage?.({ data: structuredClone(data), ports });
  }
  kill() {
    this.killed = true;
    this.end(1);
    return true;
  }
  /** What a process leaves behind: closed ports and an exit code. */
  end(code: number) {
    this.onMessage = undefined;
    for (const port of this.ports) port.close();
    this.emit("exit", code);
  }
}

export type Frame = { origin: string; parent: unknown; isDestroyed: () => boolean; postMessage: Listener };

/** Electron's main process without Electron: records every call, and lets a test fire every event. */
export class FakeElectron {
  readonly trace: Step[] = [];
  readonly app = new EventEmitter();
  readonly ipcMain = new EventEmitter();
  readonly windows: FakeWindow[] = [];
  readonly children: FakeChild[] = [];
  readonly session = new Map<string, Listener>();
  /** Tray, notifications, displays and theme. */
  readonly desk = new FakeDesk((...step) => this.trace.push(step));
  pageHandler: ((request: Request) => Response) | undefined;
  menu: readonly Electron.MenuItemConstructorOptions[] = [];
  hasLock = true;
  ready = Promise.withResolvers<void>();
  isReady = false;
  readonly switches = new Map<string, string>();
  /** Where the folders of `getPath` would lie. */
  folder = mkdtempSync(join(tmpdir(), "prefixwatch-shell-"));
  isPackaged = false;
  /** What the user chooses. */
  saveDialog: (options: Electron.SaveDialogOptions) => Promise<Electron.SaveDialogReturnValue> = () =>
    Promise.resolve({ canceled: true, filePath: "" });
  /** `false` for a start of which no window is awaited. */
  opensWindow = true;
  locale = "en-GB";
  openedAtLogin = false;
  /** Plays what runs in a child process. */
  onFork: (child: FakeChild, args: readonly string[]) => void = () => undefined;

  becomeReady() {
    this.isReady = true;
    this.ready.resolve();
  }

  /** What `import "electron"` gives. */
  module(): ElectronModule {
    const { trace } = this;
    const note = (call: string, ...values: unknown[]) => trace.push([call, ...values]);
    const app = {
      isPackaged: this.isPackaged,
      commandLine: {
        hasSwitch: (name: string) => this.switches.has(name),
        getSwitchValue: (name: string) => this.switches.get(name) ?? "",
      },
      getPath: (name: string) => join(this.folder, name),
      setPath: (name: string, path: string) => note("app.setPath", name, path),
      enableSandbox: () => note("app.enableSandbox"),
      requestSingleInstanceLock: () => {
        note("app.requestSingleInstanceLock");
        return this.hasLock;
      },
      whenReady: () => this.ready.promise,
      isReady: () => this.isReady,
      quit: () => note("app.quit"),
      getLocale: () => this.locale,
      setAppUserModelId: (id: string) => note("app.setAppUserModelId", id),
      setLoginItemSettings: (settings: unknown) => note("app.setLoginItemSettings", settings),
      getLoginItemSettings: () => ({ wasOpenedAtLogin: this.openedAtLogin }),
      exit: (code: number) => note("app.exit", code),
      on: (event: string, listener: Listener) => {
        note(`app.on ${event}`);
        this.app.on(event, listener);
      },
    } satisfies Named<Electron.App>;

    const protocol = {
      registerSchemesAsPrivileged: (schemes: unknown) =>
        note("protocol.registerSchemesAsPrivileged", schemes),
      handle: (scheme: string, handler: (request: Request) => Response) => {
        note("protocol.handle", scheme);
        this.pageHandler = handler;
      },
    } satisfies Named<Electron.Protocol>;

    const keep = (name: string) => (handler: Listener) => {
      note(`session.${name}`);
      this.session.set(name, handler);
    };
    const defaultSession = {
      setPermissionRequestHandler: keep("setPermissionRequestHandler"),
      setPermissionCheckHandler: keep("setPermissionCheckHandler"),
      setDevicePermissionHandler: keep("setDevicePermissionHandler"),
      setDisplayMediaRequestHandler: keep("setDisplayMediaRequestHandler"),
    } satisfies Named<Electron.Session>;

    const { windows, children, ipcMain, app: events } = this;
    const emitCreated = (contents: FakeContents) => this.app.emit("web-contents-created", {}, contents);
    const open = new Set<FakeWindow>();
    const BrowserWindow = class extends FakeWindow {
      static getFocusedWindow() {
        return null;
      }
      constructor(options: Electron.BrowserWindowConstructorOptions) {
        super(trace, options);
        note("new BrowserWindow");
        windows.push(this);
        open.add(this);
        this.once("closed", () => {
          if (open.delete(this) && open.size === 0) events.emit("window-all-closed");
        });
        emitCreated(this.webContents);
      }
    };
    const MessageChannelMain = class {
      readonly port1: FakePort;
      readonly port2: FakePort;
      constructor() {
        const { port1, port2 } = new MessageChannel();
        this.port1 = new FakePort(port1);
        this.port2 = new FakePort(port2);
      }
    };
    const utilityProcess = {
      fork: (entry: string, args: readonly string[], options: Electron.ForkOptions) => {
        note("utilityProcess.fork", entry, args, options);
        const child = new FakeChild();
        children.push(child);
        this.onFork(child, args);
        queueMicrotask(() => child.emit("spawn"));
        return child;
      },
    };
    const dialog = {
      showErrorBox: (title: string, text: string) => note("dialog.showErrorBox", title, text),
      showSaveDialog: (options: Electron.SaveDialogOptions) => {
        note("dialog.showSaveDialog", options);
        return this.saveDialog(options);
      },
    } satisfies Named<Electron.Dialog>;
    const Menu = {
      buildFromTemplate: (template: readonly Electron.MenuItemConstructorOptions[]) => template,
      setApplicationMenu: (menu: readonly Electron.MenuItemConstructorOptions[]) => {
        note("Menu.setApplicationMenu");
        this.menu = menu;
      },
    };
    const module = {
      app,
      protocol,
      session: { defaultSession },
      Menu,
      BrowserWindow,
      MessageChannelMain,
      utilityProcess,
      ipcMain,
      dialog,
      ...this.desk.module(),
    };
    return module as unknown as ElectronModule;
  }
}

/** What `contextBridge` does to a value: copies data, wraps functions and promises, lets nothing else through. */
export function acrossContexts(value: unknown): unknown {
  if (typeof value === "function")
    return (...args: readonly unknown[]) => acrossContexts((value as Listener)(...args.map(acrossContexts)));
  if (value instanceof Promise)
    return value.then(acrossContexts, (error: unknown) => {
      throw new Error(error instanceof Error ? error.message : String(error));
    });
  if (Array.isArray(value)) return Object.freeze(value.map(acrossContexts));
  if (typeof value !== "object" || value === null) return value;
  if (Object.getPrototypeOf(value) !== Object.prototype) throw new Error("An object could not be cloned.");
  return Object.freeze(
    Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, acrossContexts(inner)])),
  );
}
