import { EventEmitter } from "node:events";
import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Browser } from "./browser.ts";

type Closable = { readonly close: () => void };

/** Electron's `app`, as far as the shell uses it. */
class Application extends EventEmitter {
  readonly isPackaged = false;
  hasEnded = false;
  readonly windows = new Set<Closable>();
  readonly #ready = Promise.withResolvers<void>();
  readonly #paths = new Map<string, string>();
  #browser: Browser | undefined;
  #quitting = false;

  readonly commandLine = {
    hasSwitch: (name: string) => switchOf(name) !== undefined,
    getSwitchValue: (name: string) => switchOf(name) ?? "",
  };

  get browser(): Browser {
    if (this.#browser === undefined) throw new Error("Not before the application is ready");
    return this.#browser;
  }

  becomeReady(browser: Browser) {
    this.#browser = browser;
    browser.process.once("exit", () => {
      if (!this.hasEnded) this.exit(1);
    });
    this.#ready.resolve();
    this.emit("ready");
  }

  enableSandbox() {
    if (this.isReady()) throw new Error("app.enableSandbox() can only be called before app is ready");
  }
  requestSingleInstanceLock() {
    return true;
  }
  whenReady() {
    return this.#ready.promise;
  }
  isReady() {
    return this.#browser !== undefined;
  }
  getLocale() {
    return "en-GB";
  }
  /** A Mac's question. */
  getLoginItemSettings() {
    return { wasOpenedAtLogin: false };
  }
  getPath(name: string) {
    // Never the user's own folder.
    const path = this.#paths.get(name) ?? mkdtempSync(join(tmpdir(), `prefixwatch-double-${name}-`));
    this.#paths.set(name, path);
    return path;
  }
  setPath(name: string, path: string) {
    this.#paths.set(name, path);
  }

  windowClosed(window: Closable) {
    this.windows.delete(window);
    if (this.windows.size === 0 && !this.#quitting) this.emit("window-all-closed");
  }

  quit() {
    this.#quitting = true;
    this.emit("before-quit", { preventDefault: () => undefined });
    for (const window of this.windows) window.close();
    let prevented = false;
    this.emit("will-quit", { preventDefault: () => (prevented = true) });
    if (!prevented) this.exit(0);
  }

  exit(code: number) {
    this.hasEnded = true;
    this.#browser?.process.kill();
    process.exit(code);
  }
}

function switchOf(name: string): string | undefined {
  const found = process.argv.find(
    (argument) => argument === `--${name}` || argument.startsWith(`--${name}=`),
  );
  return found?.slice(name.length + 3);
}

export const application = new Application();
for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) process.on(signal, () => application.quit());
