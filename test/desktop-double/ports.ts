import { EventEmitter } from "node:events";
import { MessageChannel, type MessagePort } from "node:worker_threads";

/** Electron's `MessagePortMain` over a port of Node. */
export class PortMain extends EventEmitter {
  readonly raw: MessagePort;

  constructor(raw: MessagePort) {
    super();
    this.raw = raw;
    raw.on("close", () => this.emit("close"));
  }
  postMessage(message: unknown) {
    this.raw.postMessage(message);
  }
  start() {
    this.raw.on("message", (data: unknown) => this.emit("message", { data, ports: [] }));
  }
  close() {
    this.raw.close();
  }
}

export class MessageChannelMain {
  readonly port1: PortMain;
  readonly port2: PortMain;

  constructor() {
    const { port1, port2 } = new MessageChannel();
    this.port1 = new PortMain(port1);
    this.port2 = new PortMain(port2);
  }
}

/** What crosses a pipe that can carry no ports: messages that name them. */
export type Carried =
  | { readonly kind: "message"; readonly message: unknown; readonly ports: readonly number[] }
  | { readonly kind: "port"; readonly port: number; readonly data: unknown }
  | { readonly kind: "closed"; readonly port: number };

/** Ports whose other side is in another process or page. */
export class CarriedPorts {
  readonly #ports = new Map<number, MessagePort>();
  readonly #send: (carried: Carried) => void;
  #next = 0;

  constructor(send: (carried: Carried) => void) {
    this.#send = send;
  }

  /** The name under which the other side gets the port. */
  add({ raw }: PortMain): number {
    const port = this.#next;
    this.#next += 1;
    this.#ports.set(port, raw);
    raw.on("message", (data: unknown) => this.#send({ kind: "port", port, data }));
    raw.on("close", () => {
      if (this.#ports.delete(port)) this.#send({ kind: "closed", port });
    });
    return port;
  }

  receive(carried: Carried) {
    if (carried.kind === "port") this.#ports.get(carried.port)?.postMessage(carried.data);
    if (carried.kind === "closed") this.#ports.get(carried.port)?.close();
  }

  /** The other side is gone. */
  closeAll() {
    const ports = [...this.#ports.values()];
    this.#ports.clear();
    for (const port of ports) port.close();
  }
}
