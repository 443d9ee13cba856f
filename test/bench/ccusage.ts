import { spawnSync } from "node:child_process";
import { chmodSync, existsSync, mkdirSync } from "node:fs";
import { homedir } from "node:os";
import { join } from "node:path";

/** The newest version whose native program is on the registry that was used (reference/performance.md 2). */
export const CCUSAGE_VERSION = "20.0.24";

export const CACHE = join(homedir(), ".cache", "prefixwatch-bench");

/** Path of ccusage's native program, fetched from npm into a folder of its own when it is not there. */
export function findCcusage(): string {
  const folder = join(CACHE, `ccusage-${CCUSAGE_VERSION}`);
  const suffix = process.platform === "win32" ? ".exe" : "";
  const name = `ccusage-${process.platform}-${process.arch}`;
  const path = join(folder, "node_modules", "@ccusage", name, "bin", `ccusage${suffix}`);
  if (!existsSync(path)) install(folder);
  if (!existsSync(path))
    throw new Error(
      `npm brought no native ccusage ${CCUSAGE_VERSION} for ${process.platform} ${process.arch}.`,
    );
  chmodSync(path, 0o755);
  return path;
}

function install(folder: string): void {
  mkdirSync(folder, { recursive: true });
  process.stderr.write(`Fetching ccusage ${CCUSAGE_VERSION} into ${folder} ...\n`);
  // Run no script of a package that is only measured.
  const args = [
    "install",
    "--prefix",
    folder,
    `ccusage@${CCUSAGE_VERSION}`,
    "--ignore-scripts",
    "--no-audit",
    "--no-fund",
  ];
  const { status, stderr } = spawnSync("npm", args, {
    encoding: "utf8",
    shell: process.platform === "win32",
  });
  if (status !== 0) throw new Error(`npm could not fetch ccusage:\n${stderr}`);
}
