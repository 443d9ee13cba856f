import { EventEmitter } from "node:events";
import { readFileSync } from "node:fs";
import type Electron from "electron";
import { application } from "./application.ts";
import { followFrames, WORLD } from "./frame.ts";
import { answerRequests, applyPermissions, shownUrl } from "./page-rules.ts";
import { worldScripts } from "./worlds.ts";

class WebContents extends EventEmitter {
  target: string | undefined;
  readonly #window: BrowserWindow;

  constructor(window: BrowserWindow) {
    super();
    this.#window = window;
  }
  /** Kept for the shell's sake; no window is ever opened here, because every other address is unreachable. */
  setWindowOpenHandler() {
    return undefined;
  }
  isDestroyed() {
    return this.#window.isDestroyed();
  }
  close() {
    this.#window.close();
  }
}

const windows = new Set<BrowserWindow>();

/** A page of Chromium that stands for a window. */
export class BrowserWindow extends EventEmitter {
  readonly webContents: WebContents;
  readonly #options: Electron.BrowserWindowConstructorOptions;
  readonly #opened: Promise<string>;
  #closed = false;
  #bounds: Electron.Rectangle;
  onTop = false;

  constructor(options: Electron.BrowserWindowConstructorOptions) {
    super();
    this.#options = options;
    const { width = 800, height = 600 } = options;
    this.#bounds = { x: 0, y: 0, width, height };
    this.webContents = new WebContents(this);
    windows.add(this);
    application.windows.add(this);
    application.emit("web-contents-created", {}, this.webContents);
    this.#opened = this.#open();
  }

  static fromWebContents(contents: unknown) {
    return [...windows].find(({ webContents }) => webContents === contents) ?? null;
  }
  static getFocusedWindow() {
    return null;
  }
  async loadURL(url: string) {
    const session = await this.#opened;
    await application.browser.cdp.send("Page.navigate", { url: shownUrl(url) }, session);
    this.emit("ready-to-show");
  }
  isDestroyed() {
    return this.#closed;
  }
  isMinimized() {
    return false;
  }
  setBounds(bounds: Electron.Rectangle) {
    this.#bounds = bounds;
  }
  getNormalBounds() {
    return this.#bounds;
  }
  isMaximized() {
    return false;
  }
  maximize() {
    return undefined;
  }
  setAlwaysOnTop(onTop: boolean) {
    this.onTop = onTop;
  }
  isAlwaysOnTop() {
    return this.onTop;
  }
  show() {
    return undefined;
  }
  focus() {
    return undefined;
  }
  restore() {
    return undefined;
  }
  close() {
    if (this.#closed) return;
    this.emit("close");
    const { target } = this.webContents;
    if (target !== undefined) application.browser.cdp.tell("Target.closeTarget", { targetId: target });
    this.#gone();
  }

  #gone() {
    if (this.#closed) return;
    this.#closed = true;
    windows.delete(this);
    this.emit("closed");
    application.windowClosed(this);
  }

  async #open(): Promise<string> {
    const { cdp } = application.browser;
    const { width = 800, height = 600, webPreferences } = this.#options;
    const page = { url: "about:blank", width, height, newWindow: true };
    const { targetId } = await cdp.send<{ targetId: string }>("Target.createTarget", page);
    this.webContents.target = targetId;
    const attach = { targetId, flatten: true };
    const { sessionId } = await cdp.send<{ sessionId: string }>("Target.attachToTarget", attach);
    cdp.on("Target.detachedFromTarget", (detached: { sessionId: string }) => {
      if (detached.sessionId === sessionId) this.#gone();
    });

    followFrames(cdp, sessionId);
    const scripts = worldScripts(readFileSync(webPreferences?.preload ?? "", "utf8"));
    const add = "Page.addScriptToEvaluateOnNewDocument";
    await cdp.send("Page.enable", {}, sessionId);
    await cdp.send("Runtime.enable", {}, sessionId);
    await cdp.send("Runtime.addBinding", { name: "toMain", executionContextName: WORLD }, sessionId);
    await cdp.send(add, { source: scripts.main }, sessionId);
    await cdp.send(add, { source: scripts.isolated, worldName: WORLD }, sessionId);
    await answerRequests(cdp, sessionId);
    await applyPermissions(cdp, this.webContents);
    return sessionId;
  }
}

export const webContents = {
  fromDevToolsTargetId: (target: string) =>
    [...windows].find((window) => window.webContents.target === target)?.webContents,
};
