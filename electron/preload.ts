import { contextBridge, ipcRenderer } from "electron";
import type { Bridge } from "../shared/bridge.ts";
import { bridgeOver, type Port, type WireMessage } from "../shared/wire.ts";
import { CHANNEL, type HandOver } from "./shell/hand-over.ts";

/** Of the DOM's MessagePort: this folder is compiled without the DOM. */
type EnginePort = {
  readonly addEventListener: (type: "message", listener: (event: { readonly data: unknown }) => void) => void;
  readonly start: () => void;
  readonly postMessage: (message: WireMessage) => void;
  readonly close: () => void;
};

/** The line to the engine of the moment. Between two engines nothing is sent: the next one's `hello` has all asked again. */
function enginePort(): Port {
  const listeners = new Set<(message: unknown) => void>();
  let port: EnginePort | undefined;

  function tell(message: unknown) {
    for (const listener of listeners) listener(message);
  }

  ipcRenderer.on(CHANNEL, (event, message: HandOver) => {
    port?.close();
    port = undefined;
    if (message.kind === "lost") return tell(message);
    port = event.ports[0] as EnginePort | undefined;
    port?.addEventListener("message", ({ data }) => tell(data));
    port?.start();
    return undefined;
  });
  ipcRenderer.send(CHANNEL);

  return {
    post: (message) => port?.postMessage(message),
    listen: (listener) => {
      listeners.add(listener);
      return () => {
        listeners.delete(listener);
      };
    },
  };
}

const { connect, ask } = bridgeOver(enginePort());
contextBridge.exposeInMainWorld("prefixwatch", { connect, ask } satisfies Bridge);
