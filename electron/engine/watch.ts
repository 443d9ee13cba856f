import { readdirSync } from "node:fs";
import { join } from "node:path";
import { watch } from "chokidar";
import { isLog, isSystemError, type Root } from "./discover.ts";
import { distinctRoots } from "./distinct-roots.ts";
import { isInside, realPath } from "./real-path.ts";

/**
 * Hints at log files that changed. May miss some: the periodic walk finds those. Returns what ends it.
 *
 * Only folders are watched: the system tells of the files in them, and chokidar hands that on as `raw`. Watched one by
 * one 5,000 logs cost 50 MB, and chokidar tells of one change of a file in 50 ms and drops what follows in that time
 * (three appends 3 ms apart, the last two unseen until the next append).
 */
export function watchLogs(
  roots: readonly Root[],
  onHint: (path: string) => void,
  onState: (watching: boolean) => void,
): () => Promise<void> {
  let failed = false;
  // Of a root that is a link chokidar watches nothing but the link.
  const watched = distinctRoots(roots).map(({ path }) => ({ path, real: realPath(path) }));
  /** Told by the real path; the ledger knows a log by the path of its root. */
  const hint = (real: string): void => {
    for (const root of watched) {
      if (!isInside(real, root.real)) continue;
      const path = join(root.path, real.slice(root.real.length));
      if (isLog(path, roots)) onHint(path);
    }
  };
  const watcher = watch(
    watched.map(({ real }) => real),
    {
      ignoreInitial: true,
      followSymlinks: false,
      ignorePermissionErrors: true,
      atomic: false,
      // A root may be one file, which then is watched itself.
      ignored: (path, stats) => isLeaf(path, stats) && !watched.some(({ real }) => real === path),
    },
  );
  watcher
    .on("raw", (_event, name, details) => {
      const folder = watchedPath(details);
      if (name !== null && folder !== undefined) hint(join(folder, name));
    })
    // Logs may have come between the making of a folder and its watch.
    .on("addDir", (folder) => {
      for (const name of namesIn(folder)) hint(join(folder, name));
    })
    .on("add", hint)
    .on("change", hint)
    // chokidar is ready also where it ran out of watches.
    .on("ready", () => onState(!failed))
    // Out of watches, or a folder that went away: the walk goes on, so this is a state to show and not a failure.
    .on("error", () => {
      failed = true;
      onState(false);
    });
  return () => watcher.close();
}

function isLeaf(path: string, stats: { readonly isFile: () => boolean } | undefined): boolean {
  // Told by the name alone, it is not even looked at.
  return path.endsWith(".jsonl") || stats?.isFile() === true;
}

function watchedPath(details: unknown): string | undefined {
  if (typeof details !== "object" || details === null || !("watchedPath" in details)) return undefined;
  return typeof details.watchedPath === "string" ? details.watchedPath : undefined;
}

function namesIn(folder: string): readonly string[] {
  try {
    return readdirSync(folder);
  } catch (error) {
    // It went away again.
    if (!isSystemError(error)) throw error;
    return [];
  }
}
