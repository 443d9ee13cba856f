import { lstatSync, readdirSync, realpathSync, statSync, type BigIntStats, type Dirent } from "node:fs";
import { basename, dirname, join, resolve, sep } from "node:path";
import type { RootHealth } from "../../shared/feed.ts";
import type { EpochMs } from "../../shared/units.ts";
import { realPath } from "./real-path.ts";
import { reasonOf } from "./store.ts";

/** A folder to look for logs in, or one log, and whether the user named it. */
export type Root = { readonly path: string; readonly named: boolean };

/** A log file as the walk sees it, by lstat: links are never followed. */
export type FoundFile = {
  readonly path: string;
  readonly project: string;
  readonly dev: string;
  readonly ino: string;
  readonly size: number;
  readonly mtimeMs: number;
  /** When the file was made; `undefined` where the file system does not say. */
  readonly bornMs: EpochMs | undefined;
};

export type Walk = {
  /** Newest first: what a person is working on is read before last month. */
  readonly files: readonly FoundFile[];
  readonly roots: readonly RootHealth[];
  readonly unreadable: readonly { readonly path: string; readonly reason: string }[];
};

export type Place = { readonly env: NodeJS.ProcessEnv; readonly home: string };

/**
 * Where Claude Code keeps its logs: `CLAUDE_CONFIG_DIR` (a comma list is read as other tools do), else both
 * `~/.config/claude` (older versions) and `~/.claude`. On Windows `home` is the user profile.
 */
export function defaultRoots({ env, home }: Place): readonly Root[] {
  const configured = env["CLAUDE_CONFIG_DIR"]?.split(",").map((part) => part.trim());
  const named = configured?.filter((part) => part !== "");
  if (named !== undefined && named.length > 0) return named.map((path) => logFolder(path, true));
  const config = env["XDG_CONFIG_HOME"] ?? join(home, ".config");
  return [join(config, "claude"), join(home, ".claude")].map((path) => logFolder(path, false));
}

/**
 * What the user named: a config folder, its `projects`, any folder with logs below it, or one file of any name. `given`:
 * how it was named, for the words about a problem with it.
 */
export function namedRoot(path: string, given = "with --root"): Root | { readonly problem: string } {
  const absolute = resolve(path);
  try {
    const stats = statSync(absolute, { throwIfNoEntry: false });
    if (stats === undefined)
      return { problem: `There is no file or folder ${absolute}. Check the path given ${given}.` };
    if (stats.isFile()) return { path: realpathSync(absolute), named: true };
    if (stats.isDirectory()) return logFolder(realpathSync(absolute), true);
  } catch (error) {
    if (!isSystemError(error)) throw error;
    return {
      problem: `${absolute} cannot be looked at (${codeOf(error)}). Check the path given ${given}.`,
    };
  }
  return {
    problem: `${absolute} is neither a file nor a folder. Check the path given ${given}: a log, or the folder that holds the logs.`,
  };
}

/** A folder of the settings. It may be on a disk that is not there today: then it is shown as missing. */
export function extraRoot(path: string): Root {
  const root = namedRoot(path);
  // Through links all the same, so that what is known of its logs stays below it.
  return "problem" in root ? { path: realPath(resolve(path)), named: true } : root;
}

function logFolder(path: string, named: boolean): Root {
  const absolute = resolve(path);
  const projects = join(absolute, "projects");
  const inner = basename(absolute) !== "projects" && isFolder(projects);
  // A default root is watched for its `projects` even before Claude Code has made it.
  return { path: inner || !named ? projects : absolute, named };
}

export function isFolder(path: string): boolean {
  try {
    return statSync(path, { throwIfNoEntry: false })?.isDirectory() === true;
  } catch (error) {
    // Not for this user, or a loop of links: the walk says so.
    if (!isSystemError(error)) throw error;
    return false;
  }
}

/** Every log below the roots, each file once even where roots overlap. */
export function walkRoots(roots: readonly Root[]): Walk {
  const steps = walkByEntry(roots);
  for (;;) {
    const { done, value } = steps.next();
    if (done === true) return value;
  }
}

/** The same with a pause behind each entry, for who has other things to do meanwhile. */
export function* walkByEntry(roots: readonly Root[]): Generator<undefined, Walk> {
  const files = new Map<string, FoundFile>();
  const unreadable: { path: string; reason: string }[] = [];
  const health: RootHealth[] = [];
  for (const { path } of roots) {
    const before = files.size;
    const state = yield* walkRoot(path, files, unreadable);
    health.push({ path, state, files: files.size - before });
  }
  return {
    files: [...files.values()].sort((a, b) => b.mtimeMs - a.mtimeMs || (a.path < b.path ? -1 : 1)),
    roots: health,
    unreadable,
  };
}

/** Which paths a walk would have found, had there been anything: what it could not look into is not missing. */
export function seenBy({ roots, unreadable }: Walk): (path: string) => boolean {
  const isBelow = (path: string, top: string) => path === top || path.startsWith(withSeparator(top));
  const seen = roots.filter(({ state }) => state !== "unreadable");
  return (path) =>
    seen.some((root) => isBelow(path, root.path)) && !unreadable.some((top) => isBelow(path, top.path));
}

function withSeparator(path: string): string {
  return path.endsWith(sep) ? path : path + sep;
}

function* walkRoot(
  top: string,
  files: Map<string, FoundFile>,
  unreadable: { path: string; reason: string }[],
): Generator<undefined, RootHealth["state"]> {
  const waiting = [top];
  for (let folder = waiting.pop(); folder !== undefined; folder = waiting.pop()) {
    const entries = listFolder(folder);
    if (typeof entries === "string") {
      if (folder === top && entries === "ENOTDIR") return addFile(top, files, unreadable);
      if (folder === top && entries === "ENOENT") return "missing";
      // A folder may go away while it is walked, and a file take its place; that is ordinary.
      if (entries !== "ENOENT" && entries !== "ENOTDIR") unreadable.push({ path: folder, reason: entries });
      if (folder === top) return "unreadable";
      continue;
    }
    for (const entry of entries) {
      const path = join(folder, entry.name);
      if (entry.isDirectory()) waiting.push(path);
      else if (entry.isFile() && isLogName(entry.name)) addFile(path, files, unreadable);
      yield undefined;
    }
  }
  return "ok";
}

function listFolder(path: string): readonly Dirent[] | string {
  try {
    return readdirSync(path, { withFileTypes: true });
  } catch (error) {
    return codeOf(error);
  }
}

function addFile(
  path: string,
  files: Map<string, FoundFile>,
  unreadable: { path: string; reason: string }[],
): RootHealth["state"] {
  if (files.has(path)) return "ok";
  try {
    const file = foundFile(path);
    if (file === undefined) {
      // Not gone, but asked for by another name: what is no UTF-8 cannot be said in a text.
      if (path.includes("\uFFFD")) unreadable.push({ path, reason: "its name is not UTF-8; rename it" });
      return "missing";
    }
    files.set(path, file);
    return "ok";
  } catch (error) {
    unreadable.push({ path, reason: codeOf(error) });
    return "unreadable";
  }
}

/** One log as it is now; `undefined` when it is gone, or is not a plain file. */
export function foundFile(path: string): FoundFile | undefined {
  // 64-bit inode numbers do not fit a double.
  const stats = lstatSync(path, { bigint: true, throwIfNoEntry: false });
  if (stats === undefined || !stats.isFile()) return undefined;
  return { path, project: projectOf(path), ...factsOf(stats) };
}

/** Which file it is and how far it was written. */
export function factsOf(stats: BigIntStats): Omit<FoundFile, "path" | "project"> {
  const { dev, ino, size, birthtimeMs } = stats;
  const bornMs = birthtimeMs > 0n ? Number(birthtimeMs) : undefined;
  return { dev: String(dev), ino: String(ino), size: Number(size), mtimeMs: mtimeOf(stats), bornMs };
}

/** Milliseconds with their fraction: two writes in one millisecond are two times. */
export function mtimeOf({ mtimeNs }: { readonly mtimeNs: bigint }): number {
  return Number(mtimeNs) / 1e6;
}

/** The same for a path that was only hinted at: why it cannot be looked at is for the walk to say. */
export function hintedFile(path: string): FoundFile | undefined {
  try {
    return foundFile(path);
  } catch (error) {
    if (!isSystemError(error)) throw error;
    return undefined;
  }
}

/** Whether a path below the roots is to be read: in folders by its ending, else because the user named that very file. */
export function isLog(path: string, roots: readonly Root[]): boolean {
  return isLogName(basename(path)) || roots.some((root) => root.path === path);
}

/** `journal.jsonl` beside workflow agents holds no calls; other agents' logs under `transcripts` hold no usage. */
function isLogName(name: string): boolean {
  return name.endsWith(".jsonl") && name !== "journal.jsonl";
}

/** The folder below the last `projects` on the way, as Claude Code names it; else the folder the log is in. */
function projectOf(path: string): string {
  const parts = path.split(sep);
  const at = parts.lastIndexOf("projects");
  const below = at >= 0 && at < parts.length - 2 ? parts[at + 1] : undefined;
  return below ?? basename(dirname(path));
}

export function codeOf(error: unknown): string {
  return error instanceof Error && "code" in error && typeof error.code === "string"
    ? error.code
    : reasonOf(error);
}

/** Whether the system refused, rather than this program being wrong. Its message names the call and the path. */
export function isSystemError(error: unknown): error is Error {
  return error instanceof Error && "syscall" in error;
}
