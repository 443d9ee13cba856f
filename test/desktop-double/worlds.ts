/* oxlint-disable unicorn/require-post-message-target-origin -- ports, not windows */

// What runs inside the page. Electron keeps the preload script in a world of its own and lets functions and copies of
// data through its context bridge; two worlds of Chromium share the window's events, and those carry text.

type Value =
  | { readonly function: number }
  | { readonly promise: number }
  | { readonly list: readonly Value[] }
  | { readonly object: Readonly<Record<string, Value>> }
  | { readonly value?: unknown };

type Said = {
  readonly expose?: string;
  readonly call?: number;
  readonly args?: readonly Value[];
  readonly returns?: Value;
  readonly error?: string;
  readonly settle?: number;
  readonly value?: Value;
};

type End = {
  readonly encode: (value: unknown) => Value;
  readonly say: (said: Said) => void;
  readonly onExpose: (listener: (name: string, api: unknown) => void) => void;
};

/** One end of the context bridge; both worlds get the text of this function. */
function contextBridgeEnd(own: string, peer: string): End {
  const functions: ((...args: readonly unknown[]) => unknown)[] = [];
  const promises = new Map<number, PromiseWithResolvers<unknown>>();
  let exposed: (name: string, api: unknown) => void = () => undefined;
  let nextPromise = 0;
  let answer: Said = {};

  const say = (said: Said) => {
    window.dispatchEvent(new CustomEvent(peer, { detail: JSON.stringify(said) }));
  };
  const textOf = (error: unknown) => (error instanceof Error ? error.message : String(error));

  function encode(value: unknown): Value {
    if (typeof value === "function") return { function: functions.push(value as () => unknown) - 1 };
    if (value instanceof Promise) {
      const settle = nextPromise;
      nextPromise += 1;
      value.then(
        (result) => say({ settle, value: encode(result) }),
        (error: unknown) => say({ settle, error: textOf(error) }),
      );
      return { promise: settle };
    }
    if (Array.isArray(value)) return { list: value.map(encode) };
    if (typeof value !== "object" || value === null) return { value };
    const entries = Object.entries(value).map(([key, inner]) => [key, encode(inner)] as const);
    return { object: Object.fromEntries(entries) };
  }

  function decode(value: Value): unknown {
    if ("function" in value) return (...args: readonly unknown[]) => call(value.function, args);
    if ("promise" in value) {
      const awaited = Promise.withResolvers<unknown>();
      promises.set(value.promise, awaited);
      return awaited.promise;
    }
    if ("list" in value) return value.list.map(decode);
    if ("object" in value)
      return Object.fromEntries(Object.entries(value.object).map(([key, inner]) => [key, decode(inner)]));
    return value.value;
  }

  /** The other world answers before `say` returns: events are dispatched at once. */
  function call(id: number, args: readonly unknown[]): unknown {
    say({ call: id, args: args.map(encode) });
    const { error, returns } = answer;
    answer = {};
    if (error !== undefined) throw new Error(error);
    return returns === undefined ? undefined : decode(returns);
  }

  function run(id: number, args: readonly Value[]): Said {
    try {
      return { returns: encode(functions[id]?.(...args.map(decode))) };
    } catch (error) {
      return { returns: {}, error: textOf(error) };
    }
  }

  window.addEventListener(own, (event) => {
    const said = JSON.parse((event as CustomEvent<string>).detail) as Said;
    if (said.call !== undefined) say(run(said.call, said.args ?? []));
    else if (said.settle !== undefined) {
      const awaited = promises.get(said.settle);
      promises.delete(said.settle);
      if (said.value === undefined) awaited?.reject(new Error(said.error));
      else awaited?.resolve(decode(said.value));
    } else if (said.expose !== undefined) exposed(said.expose, decode(said.value ?? {}));
    else answer = said;
  });
  return { encode, say, onExpose: (listener) => (exposed = listener) };
}

/** The page's world: shows what the preload script exposes. */
function mainWorld(end: End) {
  end.onExpose((name, api) => {
    Object.defineProperty(window, name, { value: Object.freeze(api), enumerable: true });
  });
}

type FromPage = { readonly kind: "send" | "port" | "closed" };

/** The preload script's world: `require("electron")`, and ports whose other side is the main process. */
function isolatedWorld(end: End, preload: (require: () => unknown) => void) {
  if (window !== window.top) return;
  const world = globalThis as unknown as { toMain: (text: string) => void; fromMain: (text: string) => void };
  const tell = (message: FromPage & object) =>
    world.toMain(JSON.stringify({ ...message, origin: location.origin }));
  const listeners = new Map<string, ((event: unknown, message: unknown) => void)[]>();
  const ports = new Map<number, EventTarget>();

  class Port extends EventTarget {
    readonly port: number;
    constructor(port: number) {
      super();
      this.port = port;
      ports.set(port, this);
    }
    start() {
      return undefined;
    }
    postMessage(data: unknown) {
      tell({ kind: "port", port: this.port, data } as FromPage);
    }
    close() {
      if (ports.delete(this.port)) tell({ kind: "closed", port: this.port } as FromPage);
    }
  }

  world.fromMain = (text) => {
    const { kind, channel, message, port, data, ports: given } = JSON.parse(text) as Delivered;
    if (kind === "port") ports.get(port)?.dispatchEvent(new MessageEvent("message", { data }));
    if (kind === "closed") ports.delete(port);
    if (kind !== "message") return;
    const event = { ports: given.map((id) => new Port(id)) };
    for (const listener of listeners.get(channel) ?? []) listener(event, message);
  };

  const ipcRenderer = {
    on: (channel: string, listener: (event: unknown, message: unknown) => void) =>
      listeners.set(channel, [...(listeners.get(channel) ?? []), listener]),
    send: (channel: string, ...args: readonly unknown[]) => tell({ kind: "send", channel, args } as FromPage),
  };
  const contextBridge = {
    exposeInMainWorld: (name: string, api: unknown) => end.say({ expose: name, value: end.encode(api) }),
  };
  preload(() => ({ contextBridge, ipcRenderer }));
}

type Delivered = {
  readonly kind: "message" | "port" | "closed";
  readonly channel: string;
  readonly message: unknown;
  readonly port: number;
  readonly data: unknown;
  readonly ports: readonly number[];
};

const TO_MAIN_WORLD = "prefixwatch-double-main";
const TO_ISOLATED_WORLD = "prefixwatch-double-isolated";

/** Programs for the two worlds; the main world's has to run first. */
export function worldScripts(preload: string): { readonly main: string; readonly isolated: string } {
  const end = (own: string, peer: string) =>
    `(${contextBridgeEnd.toString()})(${JSON.stringify(own)}, ${JSON.stringify(peer)})`;
  return {
    main: `(${mainWorld.toString()})(${end(TO_MAIN_WORLD, TO_ISOLATED_WORLD)});`,
    isolated: `(${isolatedWorld.toString()})(${end(TO_ISOLATED_WORLD, TO_MAIN_WORLD)}, (require) => {${preload}\n});`,
  };
}
