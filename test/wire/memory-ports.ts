import type { Port, WireMessage } from "../../shared/wire.ts";

/** Two ends of one line, as a MessagePort is: structured clone, in order, never in the same turn. */
export function memoryPorts(): readonly [MemoryPort, MemoryPort] {
  const a = new MemoryPort();
  const b = new MemoryPort();
  a.peer = b;
  b.peer = a;
  return [a, b];
}

export class MemoryPort implements Port {
  peer: MemoryPort | undefined;
  readonly posted: WireMessage[] = [];
  readonly #listeners = new Set<(message: unknown) => void>();

  readonly post = (message: WireMessage) => {
    this.posted.push(structuredClone(message));
    this.peer?.receive(structuredClone(message));
  };

  readonly listen = (listener: (message: unknown) => void) => {
    this.#listeners.add(listener);
    return () => {
      this.#listeners.delete(listener);
    };
  };

  receive(message: unknown) {
    setImmediate(() => {
      for (const listener of this.#listeners) listener(message);
    });
  }
}
