import type Electron from "electron";
import type { Bridge } from "../../shared/bridge.ts";
import { bridgeOver } from "../../shared/wire.ts";
import type { ElectronModule } from "./electron.ts";
import type { EngineChild } from "./engine-child.ts";

/** The shell's own line to the engine, for the tray and the notifications; it goes on with the next engine. */
export function openEngineLink({ MessageChannelMain }: ElectronModule, engine: EngineChild): Bridge {
  const listeners = new Set<(message: unknown) => void>();
  let port: Electron.MessagePortMain | undefined;

  function tell(message: unknown) {
    for (const listener of listeners) listener(message);
  }

  engine.onRun(() => {
    const { port1, port2 } = new MessageChannelMain();
    port = port2;
    port2.on("message", ({ data }) => tell(data));
    port2.start();
    engine.connect(port1);
  });
  engine.onLost((reason) => {
    port?.close();
    port = undefined;
    tell({ kind: "lost", reason });
  });

  return bridgeOver({
    post: (message) => port?.postMessage(message),
    listen: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  });
}
