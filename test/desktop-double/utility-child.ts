import { EventEmitter } from "node:events";
import { pathToFileURL } from "node:url";
import type { Carried } from "./ports.ts";

// Runs in the process that stands for a utility process: gives its entry `process.parentPort`, then runs it.

class CarriedPort extends EventEmitter {
  readonly #port: number;
  #waiting: unknown[] | undefined = [];

  constructor(port: number) {
    super();
    this.#port = port;
  }
  start() {
    const waiting = this.#waiting ?? [];
    this.#waiting = undefined;
    for (const data of waiting) this.emit("message", { data, ports: [] });
  }
  postMessage(data: unknown) {
    send({ kind: "port", port: this.#port, data });
  }
  close() {
    send({ kind: "closed", port: this.#port });
  }
  receive(data: unknown) {
    if (this.#waiting === undefined) this.emit("message", { data, ports: [] });
    else this.#waiting.push(data);
  }
}

function send(carried: Carried) {
  process.send?.(carried);
}

const ports = new Map<number, CarriedPort>();
const parentPort = Object.assign(new EventEmitter(), {
  postMessage: (message: unknown) => send({ kind: "message", message, ports: [] }),
});
const early: unknown[] = [];
process.on("message", (carried: Carried) => {
  if (carried.kind === "port") ports.get(carried.port)?.receive(carried.data);
  else if (carried.kind === "closed") {
    ports.get(carried.port)?.emit("close");
    ports.delete(carried.port);
  } else {
    for (const port of carried.ports) ports.set(port, new CarriedPort(port));
    const event = { data: carried.message, ports: carried.ports.map((port) => ports.get(port)) };
    if (parentPort.listenerCount("message") === 0) early.push(event);
    else parentPort.emit("message", event);
  }
});
parentPort.on("newListener", (name) => {
  if (name === "message")
    setImmediate(() => {
      for (const event of early.splice(0)) parentPort.emit("message", event);
    });
});
// As a utility process ends with its application.
process.once("disconnect", () => process.exit(1));

Object.defineProperty(process, "parentPort", { value: parentPort });
const [program = "", , entry = "", ...args] = process.argv;
process.argv = [program, entry, ...args];
await import(pathToFileURL(entry).href);
