import type Electron from "electron";

/** The page shows and asks; it goes nowhere, opens nothing and is allowed nothing. Installed before the first window. */
export function lockContents(contents: Electron.WebContents) {
  const deny = (event: { readonly preventDefault: () => void }) => event.preventDefault();
  contents.on("will-navigate", deny);
  contents.on("will-redirect", deny);
  contents.on("will-frame-navigate", deny);
  contents.on("will-attach-webview", deny);
  contents.setWindowOpenHandler(() => ({ action: "deny" }));
}

/** Denies every permission by whichever of the four ways it is asked for, those that Electron adds later too. */
export function denyPermissions(session: Electron.Session) {
  session.setPermissionRequestHandler((_contents, _permission, answer) => answer(false));
  session.setPermissionCheckHandler(() => false);
  session.setDevicePermissionHandler(() => false);
  // An answer without a stream is a refusal; Electron's type has no word for it but `null`.
  // eslint-disable-next-line unicorn/no-null
  session.setDisplayMediaRequestHandler((_request, answer) => answer(null));
}
