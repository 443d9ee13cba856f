import { readlinkSync, realpathSync } from "node:fs";
import { basename, dirname, join, relative, resolve, sep } from "node:path";

/** Whether `path` is `folder` or lies below it. */
export function isInside(path: string, folder: string): boolean {
  const way = relative(folder, path);
  return way === "" || (way !== ".." && !way.startsWith(`..${sep}`) && way !== path);
}

/** As many as Linux follows. */
const MOST_LINKS = 40;

/** With links followed as far as they can be, also to where there is nothing today, as on a disk that was taken out. */
export function realPath(path: string, mostLinks: number = MOST_LINKS): string {
  try {
    return realpathSync(path);
  } catch {
    const above = dirname(path);
    if (above === path || mostLinks === 0) return path;
    const folder = realPath(above, mostLinks);
    const target = targetOf(path);
    return target === undefined
      ? join(folder, basename(path))
      : realPath(resolve(folder, target), mostLinks - 1);
  }
}

/** `undefined` when there is no link, or none that this user may see. */
function targetOf(path: string): string | undefined {
  try {
    return readlinkSync(path);
  } catch {
    return undefined;
  }
}
