import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

/** Text of every file that this project wrote, by its path from the root with a leading `./`, as `./shared/units.ts`. */
export type Sources = ReadonlyMap<string, string>;

const NOT_OURS = new Set([".git", ".cache", "coverage", "dist", "node_modules", "release", "test-results"]);

export function readSources(root: string): Sources {
  const sources = new Map<string, string>();
  const visit = (folder: string) => {
    for (const entry of readdirSync(join(root, folder), { withFileTypes: true })) {
      const path = `${folder}/${entry.name}`;
      if (entry.isDirectory() && !NOT_OURS.has(entry.name)) visit(path);
      if (entry.isFile() && (isCode(path) || path.endsWith(".css"))) {
        sources.set(path, readFileSync(join(root, path), "utf8"));
      }
    }
  };
  visit(".");
  return sources;
}

export function isCode(path: string): boolean {
  return /\.[cm]?[jt]sx?$/.test(path);
}
