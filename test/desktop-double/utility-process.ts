import { fork, type ChildProcess } from "node:child_process";
import { EventEmitter } from "node:events";
import { fileURLToPath } from "node:url";
import type Electron from "electron";
import { CarriedPorts, type Carried, type PortMain } from "./ports.ts";

const CHILD = fileURLToPath(new URL("utility-child.ts", import.meta.url));

/** Electron's `UtilityProcess` on a process of Node, whose ports are carried over its pipe. */
class UtilityProcess extends EventEmitter {
  readonly #child: ChildProcess;
  readonly #ports: CarriedPorts;

  constructor(entry: string, args: readonly string[], { env }: Electron.ForkOptions) {
    super();
    this.#child = fork(CHILD, [entry, ...args], {
      env: env as NodeJS.ProcessEnv,
      execArgv: [],
      serialization: "advanced",
      stdio: ["inherit", "inherit", "inherit", "ipc"],
    });
    this.#ports = new CarriedPorts((carried) => this.#send(carried));
    this.#child.on("message", (message) => {
      const carried = message as Carried;
      if (carried.kind === "message") this.emit("message", carried.message);
      else this.#ports.receive(carried);
    });
    this.#child.once("spawn", () => this.emit("spawn"));
    this.#child.once("exit", (code) => {
      this.#ports.closeAll();
      this.emit("exit", code ?? 1);
    });
  }

  get pid() {
    return this.#child.pid;
  }
  postMessage(message: unknown, ports: readonly PortMain[] = []) {
    this.#send({ kind: "message", message, ports: ports.map((port) => this.#ports.add(port)) });
  }
  kill() {
    return this.#child.kill();
  }
  #send(carried: Carried) {
    if (this.#child.connected) this.#child.send(carried, () => undefined);
  }
}

export const utilityProcess = {
  fork: (entry: string, args: readonly string[] = [], options: Electron.ForkOptions = {}) =>
    new UtilityProcess(entry, args, options),
};
