import { EventEmitter } from "node:events";
import type { Cdp } from "./cdp.ts";

/** Requests of a page, as its main process has to see them. */
export const ipcMain = new EventEmitter();
export const handlers = new Map<string, (request: Request) => Response | Promise<Response>>();

type Check = (contents: unknown, permission: string, origin: string, details: object) => boolean;
export const permissions: { check: Check | undefined } = { check: undefined };

/** Chromium knows no `app:`; the page has this origin instead, which is served by nobody but the handler of `app:`. */
const SHOWN = "https://localhost";
const MEANT = "app://main";

export function shownUrl(url: string): string {
  return url.startsWith(`${MEANT}/`) ? SHOWN + url.slice(MEANT.length) : url;
}

export function meantOrigin(origin: string): string {
  return origin === SHOWN ? MEANT : origin;
}

type Paused = {
  readonly requestId: string;
  readonly request: { readonly url: string; readonly method: string };
};

/** Answers every request of the page with the shell's own handler; any other address is unreachable. */
export async function answerRequests(cdp: Cdp, session: string) {
  cdp.on("Fetch.requestPaused", (paused: Paused, of) => {
    if (of === session) void answer(cdp, session, paused);
  });
  await cdp.send("Fetch.enable", { patterns: [{ urlPattern: "*" }] }, session);
}

async function answer(cdp: Cdp, session: string, { requestId, request: { url, method } }: Paused) {
  const handler = handlers.get("app");
  if (!url.startsWith(`${SHOWN}/`) || handler === undefined) {
    const reason = /^(?:data|blob|about):/.test(url) ? undefined : "BlockedByClient";
    if (reason === undefined) cdp.tell("Fetch.continueRequest", { requestId }, session);
    else cdp.tell("Fetch.failRequest", { requestId, errorReason: reason }, session);
    return;
  }
  const response = await handler(new Request(MEANT + url.slice(SHOWN.length), { method }));
  const responseHeaders = [...response.headers].map(([name, value]) => ({ name, value }));
  const body = Buffer.from(await response.arrayBuffer()).toString("base64");
  cdp.tell(
    "Fetch.fulfillRequest",
    { requestId, responseCode: response.status, responseHeaders, body },
    session,
  );
}

/** Names of the same permission in Electron and in Chromium's debugger; those that a page may well try. */
const PERMISSIONS = [
  ["clipboard-sanitized-write", "clipboard-write"],
  ["clipboard-read", "clipboard-read"],
  ["geolocation", "geolocation"],
  ["notifications", "notifications"],
] as const;

/** What the shell's handler allows is what the page may do. */
export async function applyPermissions(cdp: Cdp, contents: unknown) {
  for (const [electron, chromium] of PERMISSIONS) {
    const details = { isMainFrame: true, requestingUrl: `${MEANT}/` };
    const allowed = permissions.check?.(contents, electron, `${MEANT}/`, details) ?? true;
    const setting = allowed ? "granted" : "denied";
    await cdp.send("Browser.setPermission", { permission: { name: chromium }, setting, origin: SHOWN });
  }
}
