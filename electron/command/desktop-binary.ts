import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";

export type Desktop =
  | { readonly kind: "ready"; readonly executable: string }
  /** A sentence for the terminal. */
  | { readonly kind: "missing"; readonly why: string };

export type Machine = { readonly platform: NodeJS.Platform; readonly env: NodeJS.ProcessEnv };

/**
 * Whether the desktop window can open here. Looks for the files: since Electron 42 `require("electron")` would start a
 * download of 100 MB instead of answering.
 */
export function findDesktop(root: string, { platform, env }: Machine): Desktop {
  if (platform === "linux" && !env["DISPLAY"] && !env["WAYLAND_DISPLAY"])
    return { kind: "missing", why: "there is no display here" };

  const folder = join(root, "node_modules", "electron");
  const executable = readText(join(folder, "path.txt"));
  const override = env["ELECTRON_OVERRIDE_DIST_PATH"];
  if (override !== undefined && override !== "") {
    const path = join(override, executable ?? "electron");
    if (existsSync(path)) return { kind: "ready", executable: path };
    return { kind: "missing", why: `ELECTRON_OVERRIDE_DIST_PATH holds no ${executable ?? "electron"}` };
  }

  const INSTALL = 'Electron\'s program is not installed ("npx install-electron --no" fetches it)';
  if (executable === undefined) return { kind: "missing", why: INSTALL };
  const path = join(folder, "dist", executable);
  if (!existsSync(path)) return { kind: "missing", why: INSTALL };
  const wanted = (JSON.parse(readText(join(folder, "package.json")) ?? "{}") as { version?: string }).version;
  const found = readText(join(folder, "dist", "version"))?.replace(/^v/, "");
  if (found !== wanted)
    return {
      kind: "missing",
      why: `Electron's program is ${found ?? "of no known version"}, not ${wanted ?? "?"}`,
    };
  return { kind: "ready", executable: path };
}

function readText(path: string): string | undefined {
  try {
    return readFileSync(path, "utf8").trim();
  } catch {
    return undefined;
  }
}
