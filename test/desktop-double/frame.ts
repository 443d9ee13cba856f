import type { Cdp } from "./cdp.ts";
import { ipcMain, meantOrigin } from "./page-rules.ts";
import { CarriedPorts, type Carried, type PortMain } from "./ports.ts";

/** The world of the preload script. */
export const WORLD = "prefixwatch-double-preload";

type Told = { readonly origin: string } & (
  | { readonly kind: "send"; readonly channel: string; readonly args: readonly unknown[] }
  | Exclude<Carried, { readonly kind: "message" }>
);

/** Electron's `WebFrameMain`: one loaded document, known by its preload script's world. */
class Frame {
  readonly parent = null;
  origin = "null";
  #alive = true;
  readonly #ports = new CarriedPorts((carried) => this.#deliver(carried));
  readonly #deliver: (message: object) => void;

  constructor(deliver: (message: object) => void) {
    this.#deliver = deliver;
  }
  isDestroyed() {
    return !this.#alive;
  }
  postMessage(channel: string, message: unknown, ports: readonly PortMain[] = []) {
    if (!this.#alive) throw new Error("Render frame was disposed before WebFrameMain could be accessed");
    this.#deliver({ kind: "message", channel, message, ports: ports.map((port) => this.#ports.add(port)) });
  }
  receive(told: Told) {
    this.origin = meantOrigin(told.origin);
    if (told.kind === "send") ipcMain.emit(told.channel, { senderFrame: this }, ...told.args);
    else this.#ports.receive(told);
  }
  /** Chromium closes the ports of a document that goes. */
  destroy() {
    this.#alive = false;
    this.#ports.closeAll();
  }
}

type Called = { readonly executionContextId: number; readonly payload: string };
type Context = { readonly id: number; readonly name: string };

/** Keeps a `Frame` for each document of the page as long as it lives. */
export function followFrames(cdp: Cdp, session: string) {
  const frames = new Map<number, Frame>();
  const on = (method: string, listener: (params: never) => void) =>
    cdp.on(method, (params, of) => {
      if (of === session) listener(params);
    });
  const destroy = (context: number) => {
    frames.get(context)?.destroy();
    frames.delete(context);
  };

  on("Runtime.executionContextCreated", ({ context: { id, name } }: { context: Context }) => {
    if (name !== WORLD) return;
    const declared = "function (text) { globalThis.fromMain(text); }";
    const deliver = (message: object) => {
      const args = [{ value: JSON.stringify(message) }];
      const call = { functionDeclaration: declared, executionContextId: id, arguments: args };
      cdp.tell("Runtime.callFunctionOn", call, session);
    };
    frames.set(id, new Frame(deliver));
  });
  on("Runtime.executionContextDestroyed", ({ executionContextId }: Called) => destroy(executionContextId));
  on("Runtime.executionContextsCleared", () => {
    for (const context of frames.keys()) destroy(context);
  });
  on("Runtime.bindingCalled", (called: Called) =>
    frames.get(called.executionContextId)?.receive(JSON.parse(called.payload) as Told),
  );
}
