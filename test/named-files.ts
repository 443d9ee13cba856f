import { existsSync } from "node:fs";
import { basename, join } from "node:path";
import { readSources } from "./architecture/sources.ts";

/** Paths of this project in backticks. A `*` or `<…>` stands for any name, so the path ends before it. */
export function namedPaths(text: string): readonly string[] {
  const ours = /`((?:\.\/)?(?:\.ci|\.github|assembly|docs|electron|renderer|shared|test)\/[^`\s]*)`/g;
  return [...text.matchAll(ours)].map(([, path = ""]) => path.replace(/[^/]*[*<].*$/, ""));
}

/** Programs in backticks that are named without a folder, as `file-identity.ts` beside its neighbour. */
export function bareNames(text: string): readonly string[] {
  return [...text.matchAll(/`([\w.-]+\.(?:tsx?|mjs))`/g)].map(([, name = ""]) => name);
}

/** The paths and the bare names of a text that no file below `root` has. */
export function namedInVain(text: string, root: string): readonly string[] {
  const names = new Set([...readSources(root).keys()].map((path) => basename(path)));
  return [
    ...namedPaths(text).filter((path) => !existsSync(join(root, path))),
    ...bareNames(text).filter((name) => !names.has(name)),
  ];
}
