import { posix } from "node:path";
import { isCode, type Sources } from "./sources.ts";
import { syntaxOf } from "./syntax.ts";

/** Who may import whom. What is not named is not allowed; a type counts as much as a value. */
export type Layer = {
  readonly name: string;
  readonly files: RegExp;
  /** Names of layers, its own included when its files may know each other; `*` is every layer. */
  readonly layers: readonly string[];
  /** Package names; `name/*` allows what lies below it too. `node:*` is Node's own library. */
  readonly packages: readonly string[];
  /** The tests fail when fewer files than that are found: a check that checks nothing passes everything. */
  readonly atLeast: number;
};

const PARTS = ["engine", "host", "command", "shared"];

/** The first layer whose `files` match is the file's layer. Paths begin with `./`, lest the folder pass for the package. */
export const LAYERS: readonly Layer[] = [
  { name: "shared", files: /^\.\/shared\//, layers: ["shared"], packages: ["valibot"], atLeast: 25 },
  {
    name: "renderer build",
    files: /^\.\/renderer\/vite\.config\.ts$/,
    layers: [],
    packages: ["vite", "@vitejs/plugin-react", "node:*"],
    atLeast: 1,
  },
  {
    name: "renderer",
    files: /^\.\/renderer\//,
    layers: ["renderer", "shared"],
    packages: [
      "react",
      "react-dom",
      "react-dom/client",
      "recharts",
      "zustand/*",
      "@tanstack/react-virtual",
      "@fontsource-variable/inter/*",
    ],
    atLeast: 35,
  },
  {
    name: "engine",
    files: /^\.\/electron\/engine\//,
    layers: ["engine", "shared"],
    packages: ["node:*", "chokidar", "env-paths", "valibot", "csv-stringify/*", "hyparquet-writer"],
    atLeast: 15,
  },
  {
    // AssemblyScript, compiled into a file of the engine; it imports only itself.
    name: "assembly",
    files: /^\.\/assembly\/(json|log)-[a-z-]+\.ts$/,
    layers: ["assembly"],
    packages: [],
    atLeast: 3,
  },
  {
    name: "assembly build",
    files: /^\.\/assembly\/build\.mjs$/,
    layers: [],
    packages: ["node:*", "assemblyscript/*"],
    atLeast: 1,
  },
  {
    name: "host",
    files: /^\.\/electron\/host\//,
    layers: ["host", "shared"],
    packages: ["node:*", "valibot"],
    atLeast: 6,
  },
  {
    name: "shell",
    files: /^\.\/electron\/shell\//,
    layers: ["shell", "shared"],
    packages: ["electron", "node:*"],
    atLeast: 6,
  },
  {
    name: "desktop entry",
    files: /^\.\/electron\/main\.ts$/,
    layers: [...PARTS, "shell"],
    packages: ["electron", "node:*", "open"],
    atLeast: 1,
  },
  {
    name: "preload",
    files: /^\.\/electron\/preload\.c?ts$/,
    layers: ["shell", "shared"],
    packages: ["electron"],
    atLeast: 1,
  },
  {
    name: "engine process",
    files: /^\.\/electron\/engine-process\.ts$/,
    layers: PARTS,
    packages: ["electron", "node:*"],
    atLeast: 1,
  },
  {
    // Runs in a checkout only. No command imports it, so that Vite stays out of what is shipped.
    name: "build",
    files: /^\.\/electron\/(?:[a-z-]+\.mjs|vite\.config\.ts|command\/(?:launch|build)\.ts)$/,
    layers: ["build", "command"],
    packages: ["node:*", "vite"],
    atLeast: 4,
  },
  {
    name: "command",
    files: /^\.\/electron\/(?:cli\.ts$|command\/)/,
    layers: [...PARTS, "manifest"],
    packages: ["node:*", "open", "cli-progress", "csv-stringify/*"],
    atLeast: 8,
  },
  // For the version; it is no code, so none is counted.
  { name: "manifest", files: /^\.\/package\.json$/, layers: [], packages: [], atLeast: 0 },
  {
    name: "test",
    files: /^\.\/(?:test\/|vitest\.config\.ts$)/,
    layers: ["*"],
    packages: ["*"],
    atLeast: 35,
  },
];

export function layerOf(path: string, layers = LAYERS): Layer | undefined {
  return layers.find((layer) => layer.files.test(path));
}

/** One sentence for each import that its layer does not allow and each file that has no layer. */
export function importProblems(sources: Sources): readonly string[] {
  const problems: string[] = [];
  for (const [path, text] of sources) {
    const layer = layerOf(path);
    if (layer === undefined) problems.push(`${path} is in no layer`);
    if (layer === undefined || !isCode(path)) continue;
    for (const specifier of syntaxOf(path, text).imports) {
      if (!mayImport(layer, path, specifier)) {
        problems.push(`${path} (${layer.name}) may not import ${specifier ?? "what is computed"}`);
      }
    }
  }
  return problems;
}

function mayImport(layer: Layer, path: string, specifier: string | undefined): boolean {
  // The build loads what it has just built, and a test what it has just written.
  if (specifier === undefined) return layer.name === "build" || layer.name === "test";
  if (specifier.startsWith(".")) {
    const target = `./${posix.join(posix.dirname(path), specifier.replace(/\?.*$/, ""))}`;
    const owner = layerOf(target);
    return owner !== undefined && (layer.layers.includes("*") || layer.layers.includes(owner.name));
  }
  return layer.packages.some((allowed) => {
    if (allowed === "*") return true;
    if (allowed === "node:*") return specifier.startsWith("node:");
    const below = allowed.endsWith("/*");
    const name = below ? allowed.slice(0, -2) : allowed;
    return specifier === name || (below && specifier.startsWith(`${name}/`));
  });
}
