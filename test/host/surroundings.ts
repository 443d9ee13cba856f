import type { Host, NoPort } from "../../electron/host/host.ts";
import type { Surroundings } from "../../renderer/page-surroundings.ts";
import type { Assets } from "../../shared/asset.ts";

const text = (type: string, body: string) => ({ type, body: new TextEncoder().encode(body) });

/** A page of two files, enough for what the host has to do with it. */
export const PAGE: Assets = new Map([
  ["/index.html", text("text/html; charset=utf-8", "<!doctype html><title>Prefixwatch</title>")],
  ["/assets/page.js", text("text/javascript; charset=utf-8", "document.title = 'ran';")],
]);

export async function listening(starting: Promise<Host | NoPort>): Promise<Host> {
  const host = await starting;
  if (host.kind !== "listening") throw new Error(`No port: ${host.kind}`);
  return host;
}

export type NodeSurroundings = Surroundings & {
  readonly tokenChanged: () => void;
  readonly hide: (hidden: boolean) => void;
  readonly requests: () => number;
};

/** The browser's part for a bridge that runs in Node: its real fetch against a real host; only the page's looks are made up. */
export function nodeSurroundings(host: () => Host): NodeSurroundings {
  const lookers = new Set<(hidden: boolean) => void>();
  const tokenWaiters = new Set<() => void>();
  let isHidden = false;
  let requests = 0;

  function until(signal: AbortSignal, add: (done: () => void) => void): Promise<void> {
    return new Promise((resolve) => {
      signal.addEventListener("abort", () => resolve());
      add(resolve);
    });
  }

  return {
    get origin() {
      return host().origin;
    },
    fetch: (url, init) => {
      requests += 1;
      return fetch(url, init);
    },
    token: () => host().url.split("#t=")[1],
    onLook: (listener) => {
      lookers.add(listener);
      listener(isHidden);
      return () => lookers.delete(listener);
    },
    whenVisible: (signal) =>
      until(signal, (done) => {
        if (isHidden) lookers.add((hidden) => (hidden ? undefined : done()));
        else done();
      }),
    whenTokenChanges: (signal) => until(signal, (done) => tokenWaiters.add(done)),
    wait: (duration, signal) => until(signal, (done) => setTimeout(done, Math.min(duration, 100))),
    tokenChanged: () => {
      for (const done of tokenWaiters) done();
    },
    hide: (hidden) => {
      isHidden = hidden;
      for (const look of lookers) look(hidden);
    },
    requests: () => requests,
  };
}
