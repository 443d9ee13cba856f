import type Electron from "electron";
import { PAGE_ORIGIN, PAGE_URL } from "./page.ts";

/** The page shows and asks; it goes nowhere, opens nothing and is allowed nothing. Installed before the first window. */
export function lockContents(contents: Electron.WebContents) {
  const deny = (event: { readonly preventDefault: () => void }) => event.preventDefault();
  contents.on("will-navigate", deny);
  contents.on("will-redirect", deny);
  contents.on("will-frame-navigate", deny);
  contents.on("will-attach-webview", deny);
  contents.setWindowOpenHandler(() => ({ action: "deny" }));
}

/** What the page's "Copy" buttons need: text of the page's own onto the clipboard, after a click. Not reading it. */
const COPY = "clipboard-sanitized-write";

/** Denies every permission but one by whichever of the four ways it is asked for, those that Electron adds later too. */
export function denyPermissions(session: Electron.Session) {
  session.setPermissionRequestHandler((_contents, permission, answer, { isMainFrame, requestingUrl }) =>
    answer(permission === COPY && isMainFrame && isOwn(requestingUrl)),
  );
  session.setPermissionCheckHandler(
    (_contents, permission, origin, { isMainFrame }) => permission === COPY && isMainFrame && isOwn(origin),
  );
  session.setDevicePermissionHandler(() => false);
  // An answer without a stream is a refusal; Electron's type has no word for it but `null`.
  session.setDisplayMediaRequestHandler((_request, answer) => answer(null));
}

/** Compared as text: nothing in it is parsed away. Electron names an origin with or without its last slash. */
function isOwn(address: string): boolean {
  return address === PAGE_ORIGIN || address.startsWith(PAGE_URL);
}
