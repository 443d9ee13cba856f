import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { CACHE } from "./ccusage.ts";
import { treeSize } from "./file-plan.ts";
import { writeTree } from "./log-tree.ts";
import type { Tree } from "./scan-rows.ts";
import type { Truth } from "./truth.ts";

/** Raise it when the same seed gives other bytes: older trees in the cache are then made anew. */
const EDITION = 2;
const SEED = 1;
const UNTIL = Date.UTC(2026, 10, 20, 23, 59, 59);

/** The tree of that size, from the cache or made now. */
export function keptTree(name: string, say: (text: string) => void): Tree {
  const root = join(CACHE, `${name}-${EDITION}`);
  const truthPath = join(root, "truth.json");
  if (!existsSync(truthPath)) {
    const size = treeSize(name);
    if (size === undefined) throw new Error(`--size wants 100mb, 1gb or 4gb, not ${name}`);
    say(`making the tree of ${name} in ${root}`);
    const unfinished = `${root}-unfinished`;
    rmSync(unfinished, { recursive: true, force: true });
    mkdirSync(unfinished, { recursive: true });
    const truth = writeTree(unfinished, size, SEED, UNTIL);
    writeFileSync(join(unfinished, "truth.json"), JSON.stringify(truth));
    rmSync(root, { recursive: true, force: true });
    renameSync(unfinished, root);
  }
  return { root, truth: JSON.parse(readFileSync(truthPath, "utf8")) as Truth };
}
