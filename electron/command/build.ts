import { chmod, mkdir, readdir, rename, rm, stat, utimes, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { build, createLogger, type InlineConfig } from "vite";

/** What the built files depend on. A folder's own time changes when a file in it is added or removed. */
const SOURCES = ["electron", "renderer", "shared", "package.json", "package-lock.json"] as const;
const STAMP = ".built";

/** Builds `dist` unless it is newer than every source. Two of these at once build once; readers never see half of it. */
export async function ensureBuilt(root: string) {
  if (await isFresh(root)) return;
  const unlock = await lock(join(root, "node_modules", ".cache", "prefixwatch-build.lock"));
  try {
    if (!(await isFresh(root))) await buildAll(root);
  } finally {
    await unlock();
  }
}

async function isFresh(root: string): Promise<boolean> {
  const built = await modified(join(root, "dist", STAMP));
  if (built === undefined) return false;
  for (const source of SOURCES) if ((await newest(join(root, source))) > built) return false;
  return true;
}

async function newest(path: string): Promise<number> {
  const facts = await stat(path);
  if (!facts.isDirectory()) return facts.mtimeMs;
  let time = facts.mtimeMs;
  for (const entry of await readdir(path)) time = Math.max(time, await newest(join(path, entry)));
  return time;
}

async function modified(path: string): Promise<number | undefined> {
  return (await stat(path).catch(() => undefined))?.mtimeMs;
}

async function buildAll(root: string) {
  // A source that changes while it is built makes the result old.
  const started = new Date();
  const fresh = join(root, "node_modules", ".cache", `prefixwatch-dist-${process.pid}`);
  const old = `${fresh}-old`;
  process.stderr.write("Building Prefixwatch ...\n");
  const surroundings = process.env["NODE_ENV"];
  // A test run says "test" here, and the page would call the development React's functions, which are not shipped.
  process.env["NODE_ENV"] = "production";
  try {
    await run(root, "renderer", "production", join(fresh, "renderer"));
    await run(root, "electron", "node", fresh);
    await run(root, "electron", "preload", fresh);
    await chmod(join(fresh, "cli.js"), 0o755);
    await writeFile(join(fresh, STAMP), started.toISOString());
    await utimes(join(fresh, STAMP), started, started);

    const dist = join(root, "dist");
    await rename(dist, old).catch(() => undefined);
    await rename(fresh, dist);
  } finally {
    if (surroundings === undefined) delete process.env["NODE_ENV"];
    else process.env["NODE_ENV"] = surroundings;
    await rm(fresh, { recursive: true, force: true });
    await rm(old, { recursive: true, force: true });
  }
}

async function run(root: string, folder: string, mode: string, outDir: string) {
  // Standard output belongs to the command that is built, for example the JSON of a report.
  const logger = createLogger("warn");
  const say = (message: string) => process.stderr.write(`${message}\n`);
  const options: InlineConfig = {
    configFile: join(root, folder, "vite.config.ts"),
    root: folder === "renderer" ? join(root, folder) : root,
    mode,
    logLevel: "warn",
    // Read from memory by one machine: the size of a chunk costs nobody a download.
    build: { outDir, emptyOutDir: false, chunkSizeWarningLimit: 4000 },
    customLogger: { ...logger, info: () => undefined, warn: say, warnOnce: say, error: say },
  };
  await build(options);
}

/** Waits for another build; a lock older than two minutes was left by one that was killed. */
async function lock(path: string): Promise<() => Promise<void>> {
  await mkdir(join(path, ".."), { recursive: true });
  for (;;) {
    try {
      await mkdir(path);
      return () => rm(path, { recursive: true, force: true });
    } catch (error) {
      if (!(error instanceof Error && "code" in error && error.code === "EEXIST")) throw error;
    }
    const since = await modified(path);
    if (since !== undefined && Date.now() - since > 120_000) await rm(path, { recursive: true, force: true });
    await wait(100);
  }
}
