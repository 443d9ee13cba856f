import { watch } from "chokidar";
import { isLog, type Root } from "./discover.ts";

/**
 * chokidar tells of one change of a file in 50 ms and drops what follows in that time (measured: three appends 3 ms
 * apart, the last two unseen until the next append). So every hint is given twice: at once, and when that time is over.
 */
const AGAIN_MS = 60;

/** Hints at log files that changed. May miss some: the periodic walk finds those. Returns what ends it. */
export function watchLogs(
  roots: readonly Root[],
  onHint: (path: string) => void,
  onState: (watching: boolean) => void,
): () => Promise<void> {
  const again = new Map<string, NodeJS.Timeout>();
  const watcher = watch(
    roots.map(({ path }) => path),
    {
      ignoreInitial: true,
      followSymlinks: false,
      ignorePermissionErrors: true,
      atomic: false,
    },
  );
  const hint = (path: string): void => {
    if (!isLog(path, roots)) return;
    onHint(path);
    if (again.has(path)) return;
    const timer = setTimeout(() => {
      again.delete(path);
      onHint(path);
    }, AGAIN_MS);
    again.set(path, timer);
  };
  watcher
    .on("add", hint)
    .on("change", hint)
    .on("ready", () => onState(true))
    // Out of watches, or a folder that went away: the walk goes on, so this is a state to show and not a failure.
    .on("error", () => onState(false));
  return async () => {
    for (const timer of again.values()) clearTimeout(timer);
    await watcher.close();
  };
}
