import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import open from "open";

/**
 * Opens the address in the user's browser, where there is one on this machine; returns what cleans up. The address holds
 * the token, and other users of the machine can read every program's arguments: so the browser is given a file that
 * only this user can read, which leads there.
 */
export async function openBrowser(url: string): Promise<(() => Promise<void>) | undefined> {
  if (!hasBrowser(process.platform, process.env)) return undefined;
  const folder = await mkdtemp(join(tmpdir(), "prefixwatch-"));
  const file = await writeOpener(folder, url);
  const child = await open(pathToFileURL(file).href, { wait: false }).catch(() => undefined);
  // No browser after all: the address is in the terminal.
  child?.on("error", () => undefined);
  return () => rm(folder, { recursive: true, force: true });
}

/** Over SSH, in WSL and without a display the browser is elsewhere, and what `open` finds would be a text browser at best. */
export function hasBrowser(platform: NodeJS.Platform, env: NodeJS.ProcessEnv): boolean {
  if (env["SSH_CONNECTION"] || env["WSL_DISTRO_NAME"] || env["CI"]) return false;
  return platform !== "linux" || Boolean(env["DISPLAY"] || env["WAYLAND_DISPLAY"]);
}

/** `folder` is readable by this user alone. */
export async function writeOpener(folder: string, url: string): Promise<string> {
  const file = join(folder, "open.html");
  const page = `<!doctype html><meta charset="utf-8"><title>Prefixwatch</title>
<meta name="referrer" content="no-referrer"><meta http-equiv="refresh" content="0;url=${url}">
<a href="${url}">Open Prefixwatch</a>
`;
  await writeFile(file, page, { mode: 0o600 });
  return file;
}
