import { existsSync } from "node:fs";
import { fileURLToPath } from "node:url";

/** A program of a thread of its own: beside this file as it is written, beside the entries once it is built. */
export function workerProgram(name: string): URL | undefined {
  return [`./${name}.ts`, `./${name}.js`, `../${name}.js`]
    .map((path) => new URL(path, import.meta.url))
    .find((url) => existsSync(fileURLToPath(url)));
}
