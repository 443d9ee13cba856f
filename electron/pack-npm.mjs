// `npm run pack:npm`: writes release/npm, the folder that is published. The checkout itself stays private: its package
// brings a Node and tools along, which whoever only wants to run the program does not need.
import { cp, mkdir, readFile, rm, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const root = join(dirname(fileURLToPath(import.meta.url)), "..");
const target = process.argv[2] ?? join(root, "release", "npm");
const own = JSON.parse(await readFile(join(root, "package.json"), "utf8"));

const manifest = {
  name: own.name,
  version: own.version,
  description: own.description,
  keywords: ["claude-code", "prompt-cache", "tokens", "cost", "dashboard"],
  license: own.license,
  author: own.author,
  homepage: own.homepage,
  repository: { type: "git", url: `git+${own.homepage}.git` },
  bugs: `${own.homepage}/issues`,
  type: "module",
  bin: { prefixwatch: "prefixwatch.mjs" },
  files: ["dist", "prefixwatch.mjs"],
  engines: { node: ">=24" },
};

await rm(target, { recursive: true, force: true });
await mkdir(target, { recursive: true });
for (const name of ["README.md", "CHANGELOG.md", "LICENSE"]) await cp(join(root, name), join(target, name));
await cp(join(root, "electron", "npm-entry.mjs"), join(target, "prefixwatch.mjs"));
// What only the desktop application uses stays behind.
const DESKTOP = new Set([".built", "main.js", "preload.cjs", "engine-process.js"]);
const isOurs = (source) => !DESKTOP.has(source.slice(join(root, "dist").length + 1));
await cp(join(root, "dist"), join(target, "dist"), { recursive: true, filter: isOurs });
await writeFile(join(target, "package.json"), `${JSON.stringify(manifest, undefined, 2)}\n`);
console.error(`Wrote ${target}. To look into it: npm pack --dry-run ${target}`);
