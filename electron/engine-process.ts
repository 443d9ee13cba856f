import type Electron from "electron";
import type { Bridge } from "../shared/bridge.ts";
import type { FromShell, ToShell } from "../shared/shell-talk.ts";
import { serveBridge, type Port } from "../shared/wire.ts";
import { readOpenArguments } from "./command/engine-arguments.ts";
import { startWithDemo } from "./engine/demo/with-demo.ts";

/** Entry of the utility process that the shell starts: one engine, served at every port that main hands over. */
const TRY_AGAIN_MS = 2_000;
let nextAsk = 0;
/** Questions to the user that wait for an answer; above the engine, which may ask as soon as it runs. */
const asking = new Map<number, (path: string | undefined) => void>();
const served = new Map<Electron.MessagePortMain, () => void>();
let engine = startWithDemo({ ...readOpenArguments(process.argv.slice(2)), choosePath });

process.parentPort.on("message", ({ data, ports }) => {
  const message = data as FromShell;
  if (message.kind === "stop") void stop();
  else if (message.kind === "chosen") chosen(message.ask, message.path);
  else for (const port of ports) accept(port);
});
if (engine.kind !== "engine") tryAgain();

/** Only the shell has a dialog. */
function choosePath(suggested: string, signal: AbortSignal): Promise<string | undefined> {
  const ask = nextAsk;
  nextAsk += 1;
  return new Promise((resolve) => {
    asking.set(ask, resolve);
    signal.addEventListener("abort", () => chosen(ask, undefined), { once: true });
    process.parentPort.postMessage({ kind: "choose-path", ask, suggested } satisfies ToShell);
  });
}

function chosen(ask: number, path: string | undefined) {
  asking.get(ask)?.(path);
  asking.delete(ask);
}

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
    engine = startWithDemo({ ...readOpenArguments(process.argv.slice(2)), choosePath });
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
