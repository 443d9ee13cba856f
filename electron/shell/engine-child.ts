import type Electron from "electron";
import type { FromShell, ToShell } from "../../shared/shell-talk.ts";
import type { DurationMs } from "../../shared/units.ts";
import type { ElectronModule } from "./electron.ts";

/** The engine's process, kept running: a crash of it is not the end of the window. */
export type EngineChild = {
  readonly isRunning: () => boolean;
  /** Gives the engine one end of a channel; it serves the bridge there. */
  readonly connect: (port: Electron.MessagePortMain) => void;
  readonly tell: (message: FromShell) => void;
  readonly onMessage: (listener: (message: ToShell) => void) => void;
  readonly onRun: (listener: () => void) => void;
  readonly onLost: (listener: (reason: string) => void) => void;
  /** Asks the engine to end, and ends it when it does not. */
  readonly stop: () => Promise<void>;
};

export type EngineChildOptions = {
  /** Absolute path of the built `engine-process.js`. */
  readonly entry: string;
  readonly args: readonly string[];
  readonly env: NodeJS.ProcessEnv;
};

const FIRST_WAIT: DurationMs = 500;
const LONGEST_WAIT: DurationMs = 30_000;
/** An engine that ran this long did not fail at its start. */
const HEALTHY_AFTER: DurationMs = 60_000;
const TIME_TO_END: DurationMs = 3000;

const LOST = "The part of Prefixwatch that reads the logs stopped. It is being started again.";

/** After `ready`: Electron can start no utility process before. */
export function startEngineChild(
  { utilityProcess }: ElectronModule,
  options: EngineChildOptions,
): EngineChild {
  const messageListeners: ((message: ToShell) => void)[] = [];
  const runListeners: (() => void)[] = [];
  const lostListeners: ((reason: string) => void)[] = [];
  let child: Electron.UtilityProcess | undefined;
  let running = false;
  let stopping = false;
  let wait = FIRST_WAIT;
  let restart: ReturnType<typeof setTimeout> | undefined;

  function start() {
    const started = utilityProcess.fork(options.entry, [...options.args], {
      serviceName: "Prefixwatch engine",
      env: scrubbedEnv(options.env),
      stdio: "inherit",
    });
    child = started;
    const healthy = setTimeout(() => {
      wait = FIRST_WAIT;
    }, HEALTHY_AFTER);
    started.once("spawn", () => {
      running = true;
      for (const listener of runListeners) listener();
    });
    started.on("message", (message: ToShell) => {
      for (const listener of messageListeners) listener(message);
    });
    started.once("exit", () => {
      clearTimeout(healthy);
      running = false;
      if (stopping) return;
      for (const listener of lostListeners) listener(LOST);
      restart = setTimeout(start, wait);
      wait = Math.min(wait * 2, LONGEST_WAIT);
    });
  }

  start();
  return {
    isRunning: () => running,
    connect: (port) => child?.postMessage({ kind: "connect" }, [port]),
    tell: (message) => child?.postMessage(message),
    onMessage: (listener) => messageListeners.push(listener),
    onRun: (listener) => runListeners.push(listener),
    onLost: (listener) => lostListeners.push(listener),
    stop: async () => {
      stopping = true;
      clearTimeout(restart);
      if (child === undefined || !running) return;
      await endOf(child);
    },
  };
}

function endOf(child: Electron.UtilityProcess): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(() => {
      child.kill();
      resolve();
    }, TIME_TO_END);
    child.once("exit", () => {
      clearTimeout(timer);
      resolve();
    });
    child.postMessage({ kind: "stop" });
  });
}

/** Without the variables that make a program load or run code which is not its own. */
export function scrubbedEnv(env: NodeJS.ProcessEnv): Record<string, string> {
  const kept: Record<string, string> = {};
  for (const [name, value] of Object.entries(env))
    if (value !== undefined && !/^(?:NODE_|ELECTRON_|LD_|DYLD_)/i.test(name)) kept[name] = value;
  return kept;
}
