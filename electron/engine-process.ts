import type Electron from "electron";
import { serveBridge, type Port } from "../shared/wire.ts";
import { readEngineArguments } from "./command/engine-arguments.ts";
import { startEngine } from "./engine/engine.ts";

/** Entry of the utility process that the shell starts: one engine, served at every port that main hands over. */
const engine = startEngine(readEngineArguments(process.argv.slice(2)));

process.parentPort.on("message", ({ data, ports }) => {
  const { kind } = data as { readonly kind: "connect" | "stop" };
  if (kind === "stop") void engine.stop().then(() => process.exit(0));
  else for (const port of ports) serve(port);
});

function serve(port: Electron.MessagePortMain) {
  const stop = serveBridge(portOf(port), engine.bridge);
  // The page was closed or loaded anew.
  port.once("close", stop);
  port.start();
}

function portOf(port: Electron.MessagePortMain): Port {
  return {
    post: (message) => port.postMessage(message),
    listen: (listener) => {
      const onMessage = ({ data }: Electron.MessageEvent) => listener(data);
      port.on("message", onMessage);
      return () => port.off("message", onMessage);
    },
  };
}
