import { homedir } from "node:os";
import { basename, dirname, resolve } from "node:path";
import { defaultRoots } from "./discover.ts";
import { isInside, realPath } from "./real-path.ts";

/** Why nothing of ours may be written at a path, as a sentence: Claude Code's own folder and all logs are only read. */
export function whyNotWritten(path: string, logFolders: readonly string[] = []): string | undefined {
  const real = realPath(resolve(path));
  const own = defaultRoots({ env: process.env, home: homedir() }).map((root) =>
    basename(root.path) === "projects" ? dirname(root.path) : root.path,
  );
  const inside = [...own, ...logFolders].find((folder) => isInside(real, realPath(folder)));
  return inside === undefined
    ? undefined
    : `Nothing is written into ${inside}, which is Claude Code's or holds logs.`;
}
