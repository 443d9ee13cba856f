import type Electron from "electron";
import type { Bridge } from "../shared/bridge.ts";
import { serveBridge, type Port } from "../shared/wire.ts";
import { readEngineArguments } from "./command/engine-arguments.ts";
import { startEngine } from "./engine/engine.ts";

/** Entry of the utility process that the shell starts: one engine, served at every port that main hands over. */
const TRY_AGAIN_MS = 2_000;
const served = new Map<Electron.MessagePortMain, () => void>();
let engine = startEngine(readEngineArguments(process.argv.slice(2)));

process.parentPort.on("message", ({ data, ports }) => {
  const { kind } = data as { readonly kind: "connect" | "stop" };
  if (kind === "stop") void stop();
  else for (const port of ports) accept(port);
});
if (engine.kind !== "engine") tryAgain();

function accept(port: Electron.MessagePortMain) {
  serve(port);
  // The page was closed or loaded anew.
  port.once("close", () => {
    served.get(port)?.();
    served.delete(port);
  });
  port.start();
}

function serve(port: Electron.MessagePortMain) {
  served.get(port)?.();
  served.set(
    port,
    serveBridge(portOf(port), engine.kind === "engine" ? engine.bridge : offlineBridge(problemText())),
  );
}

/** What is in the way may go away: another instance ends, a disk is mounted. */
function tryAgain() {
  const before = problemText();
  setTimeout(() => {
    engine = startEngine(readEngineArguments(process.argv.slice(2)));
    if (engine.kind === "engine" || problemText() !== before) for (const port of served.keys()) serve(port);
    if (engine.kind !== "engine") tryAgain();
  }, TRY_AGAIN_MS);
}

function problemText(): string {
  if (engine.kind === "engine") return "";
  if (engine.kind !== "other-instance") return engine.message;
  const where = engine.address === undefined ? "" : ` It shows the same figures at ${engine.address}.`;
  return `Another Prefixwatch uses this data folder.${where} This window goes on when that one ends.`;
}

function offlineBridge(reason: string): Bridge {
  return {
    connect: (listener) => {
      listener({ kind: "offline", reason });
      return { watch: () => undefined, close: () => undefined };
    },
    ask: () => Promise.reject(new Error(reason)),
  };
}

async function stop() {
  if (engine.kind === "engine") await engine.stop();
  process.exit(0);
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
