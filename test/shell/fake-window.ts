import { EventEmitter } from "node:events";
import type Electron from "electron";
import type { Step } from "./fake-electron.ts";

export class FakeWindow extends EventEmitter {
  readonly options: Electron.BrowserWindowConstructorOptions;
  readonly webContents = new FakeContents();
  urls: string[] = [];
  minimized = false;
  readonly #trace: Step[];

  constructor(trace: Step[], options: Electron.BrowserWindowConstructorOptions) {
    super();
    this.options = options;
    this.#trace = trace;
  }
  loadURL(url: string) {
    this.urls.push(url);
    return Promise.resolve();
  }
  show() {
    this.#trace.push(["window.show"]);
  }
  focus() {
    this.#trace.push(["window.focus"]);
  }
  bounds: Electron.Rectangle = { x: 100, y: 100, width: 1280, height: 860 };
  maximized = false;
  onTop = false;
  setBounds(bounds: Electron.Rectangle) {
    this.bounds = bounds;
  }
  getNormalBounds() {
    return this.bounds;
  }
  isMaximized() {
    return this.maximized;
  }
  maximize() {
    this.maximized = true;
  }
  setAlwaysOnTop(onTop: boolean) {
    this.onTop = onTop;
  }
  close() {
    this.emit("close");
    this.emit("closed");
  }
  isMinimized() {
    return this.minimized;
  }
  restore() {
    this.minimized = false;
  }
}

export class FakeContents extends EventEmitter {
  openHandler: ((details: { url: string }) => { action: string }) | undefined;
  setWindowOpenHandler(handler: (details: { url: string }) => { action: string }) {
    this.openHandler = handler;
  }
}
