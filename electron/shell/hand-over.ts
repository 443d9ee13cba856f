import type Electron from "electron";
import type { ElectronModule } from "./electron.ts";
import type { EngineChild } from "./engine-child.ts";
import { PAGE_ORIGIN } from "./page.ts";

/** The one channel between main and the page: the page asks, and gets a port to the engine. */
export const CHANNEL = "prefixwatch";

/** What main says to the preload script; a `port` message carries the port. */
export type HandOver = { readonly kind: "port" } | { readonly kind: "lost"; readonly reason: string };

/** Gives each page that asks a port to the engine, and again when the engine was started anew. */
export function handOverPorts({ ipcMain, MessageChannelMain }: ElectronModule, engine: EngineChild) {
  /** One for each window. */
  const pages = new Set<Electron.WebFrameMain>();

  function alive(): readonly Electron.WebFrameMain[] {
    for (const page of pages) if (page.isDestroyed()) pages.delete(page);
    return [...pages];
  }

  function tell(page: Electron.WebFrameMain, message: HandOver, ports: Electron.MessagePortMain[] = []) {
    page.postMessage(CHANNEL, message, ports);
  }

  function connect(page: Electron.WebFrameMain) {
    if (!engine.isRunning()) return;
    const { port1, port2 } = new MessageChannelMain();
    engine.connect(port1);
    tell(page, { kind: "port" }, [port2]);
  }

  ipcMain.on(CHANNEL, (event) => {
    const frame = event.senderFrame;
    if (!isOwnPage(frame)) return;
    pages.add(frame);
    connect(frame);
  });
  engine.onRun(() => {
    for (const page of alive()) connect(page);
  });
  engine.onLost((reason) => {
    for (const page of alive()) tell(page, { kind: "lost", reason });
  });
}

/** Only the main frame of the page that was shipped; a frame inside it, or another page, gets no answer. */
function isOwnPage(frame: Electron.WebFrameMain | null): frame is Electron.WebFrameMain {
  return frame !== null && !frame.isDestroyed() && frame.parent === null && frame.origin === PAGE_ORIGIN;
}
