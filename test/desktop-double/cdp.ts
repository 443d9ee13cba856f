type Sent = PromiseWithResolvers<unknown>;
export type Listener = (params: never, session: string | undefined) => void;

// Node loads its WebSocket at first use and fails if a debugger's question falls into that (CI, 2026-11-21; 3 of 100
// starts). A module's first lines run before start.ts opens the debugger.
const { WebSocket } = globalThis;

/** One connection to Chromium's debugger, over which all its pages are spoken to. */
export class Cdp {
  readonly #socket: globalThis.WebSocket;
  readonly #sent = new Map<number, Sent & { readonly method: string }>();
  readonly #listeners = new Map<string, Set<Listener>>();
  #next = 1;

  private constructor(socket: globalThis.WebSocket) {
    this.#socket = socket;
    socket.addEventListener("message", ({ data }) => this.#receive(JSON.parse(String(data)) as Message));
  }

  static async connect(url: string): Promise<Cdp> {
    const socket = new WebSocket(url);
    await new Promise((resolve, reject) => {
      socket.addEventListener("open", resolve);
      socket.addEventListener("error", reject);
    });
    return new Cdp(socket);
  }

  send<Result>(method: string, params: object = {}, session?: string): Promise<Result> {
    const id = this.#next;
    this.#next += 1;
    const sent = { ...Promise.withResolvers<unknown>(), method };
    this.#sent.set(id, sent);
    this.#socket.send(JSON.stringify({ id, method, params, sessionId: session }));
    return sent.promise as Promise<Result>;
  }

  /** Without waiting, for what may come too late because the page is gone. */
  tell(method: string, params: object, session?: string) {
    this.send(method, params, session).catch(() => undefined);
  }

  on(method: string, listener: Listener) {
    const listeners = this.#listeners.get(method) ?? new Set();
    this.#listeners.set(method, listeners.add(listener));
  }

  #receive({ id, method, params, result, error, sessionId }: Message) {
    if (id === undefined) {
      for (const listener of this.#listeners.get(method ?? "") ?? []) listener(params as never, sessionId);
      return;
    }
    const sent = this.#sent.get(id);
    this.#sent.delete(id);
    if (error === undefined) sent?.resolve(result);
    else sent?.reject(new Error(`${sent.method}: ${error.message}`));
  }
}

type Message = {
  readonly id?: number;
  readonly method?: string;
  readonly params?: unknown;
  readonly result?: unknown;
  readonly error?: { readonly message: string };
  readonly sessionId?: string;
};
