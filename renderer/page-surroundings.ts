import type { DurationMs } from "../shared/units.ts";

/** What the HTTP bridge needs of the browser it runs in, so that the same bridge can be run elsewhere. */
export type Surroundings = {
  readonly origin: string;
  readonly fetch: (url: string, init: RequestInit) => Promise<Response>;
  readonly token: () => string | undefined;
  /** Calls at once, and again when the page is hidden or shown; returns what ends it. */
  readonly onLook: (listener: (hidden: boolean) => void) => () => void;
  readonly whenVisible: (signal: AbortSignal) => Promise<void>;
  readonly whenTokenChanges: (signal: AbortSignal) => Promise<void>;
  readonly wait: (duration: DurationMs, signal: AbortSignal) => Promise<void>;
};

const TOKEN_KEY = "prefixwatch-token";

export function pageSurroundings(): Surroundings {
  takeToken();
  return {
    origin: location.origin,
    fetch: (url, init) => fetch(url, init),
    token: () => sessionStorage.getItem(TOKEN_KEY) ?? undefined,
    onLook: (listener) => {
      const look = () => listener(document.hidden);
      look();
      document.addEventListener("visibilitychange", look);
      return () => document.removeEventListener("visibilitychange", look);
    },
    whenVisible: (signal) => until(signal, document, "visibilitychange", () => !document.hidden),
    whenTokenChanges: (signal) => until(signal, window, "hashchange", takeToken),
    wait: (duration, signal) =>
      new Promise((resolve) => {
        const timer = setTimeout(resolve, duration);
        signal.addEventListener("abort", () => {
          clearTimeout(timer);
          resolve();
        });
      }),
  };
}

/**
 * Moves the launch's token from the address, where a screenshot or a bookmark would show it, to the tab's own storage.
 * Not a cookie: cookies are shared by every port of a host name. `false` when the address holds none.
 */
function takeToken(): boolean {
  const token = new URLSearchParams(location.hash.slice(1)).get("t");
  if (token === null) return false;
  sessionStorage.setItem(TOKEN_KEY, token);
  history.replaceState(history.state, "", location.pathname + location.search);
  return true;
}

/** Resolves at the first such event after which the condition holds, at once if it holds already, or on abort. */
function until(signal: AbortSignal, target: EventTarget, event: string, holds: () => boolean): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted || holds()) return resolve();
    const heard = new AbortController();
    const end = () => {
      heard.abort();
      resolve();
    };
    signal.addEventListener("abort", end, { signal: heard.signal });
    target.addEventListener(event, () => (holds() ? end() : undefined), { signal: heard.signal });
    return undefined;
  });
}
