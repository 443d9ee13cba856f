import { fileURLToPath } from "node:url";
import { describe, expect, test } from "vitest";
import { habitProblems } from "./architecture/habits.ts";
import { importProblems, layerOf, LAYERS } from "./architecture/layers.ts";
import { readSources, type Sources } from "./architecture/sources.ts";

// Security checks S26, S34, S39: docs/security.md.

const sources = readSources(fileURLToPath(new URL("..", import.meta.url)));

function planted(path: string, text: string): Sources {
  return new Map([[path, text]]);
}

describe("this project", () => {
  test("imports only along the permitted edges", () => {
    expect(importProblems(sources)).toEqual([]);
  });

  test("keeps its habits", () => {
    expect(habitProblems(sources)).toEqual([]);
  });

  test("was really looked at", () => {
    for (const { name, atLeast } of LAYERS) {
      const files = [...sources.keys()].filter((path) => layerOf(path)?.name === name);
      expect(files.length, `files in layer ${name}`).toBeGreaterThanOrEqual(atLeast);
    }
  });
});

describe("a planted import is found", () => {
  test.each([
    ["./shared/cost/a.ts", `import { b } from "../../electron/engine/b.ts";`],
    ["./shared/a.ts", `import { b } from "../renderer/b.ts";`],
    ["./shared/a.ts", `import { readFileSync } from "node:fs";`],
    ["./shared/a.ts", `import { useState } from "react";`],
    ["./renderer/a.tsx", `import type { Engine } from "../electron/engine/engine.ts";`],
    ["./renderer/a.tsx", `import { type Engine } from "../electron/engine/engine.ts";`],
    ["./renderer/a.tsx", `import { app } from "electron";`],
    ["./renderer/a.tsx", `import { join } from "node:path";`],
    ["./renderer/a.tsx", `import debounce from "lodash/debounce";`],
    ["./renderer/a.tsx", `const b = await import("../electron/host/b.ts");`],
    ["./renderer/a.tsx", "const b = await import(`../electron/host/b.ts`);"],
    ["./renderer/a.tsx", `const b = await import(name);`],
    ["./renderer/a.tsx", `type B = import("../electron/host/b.ts").B;`],
    ["./renderer/a.tsx", `export * from "../electron/host/b.ts";`],
    ["./renderer/a.tsx", `export { b } from "../electron/host/b.ts";`],
    ["./renderer/a.tsx", `import "../electron/host/b.css";`],
    ["./renderer/a.tsx", `import { devices } from "../test/e2e/devices.ts";`],
    ["./electron/engine/a.ts", `import { BrowserWindow } from "electron";`],
    ["./electron/engine/a.ts", `import { b } from "../host/b.ts";`],
    ["./electron/engine/a.ts", `const { app } = require("electron");`],
    ["./electron/engine/a.ts", `import fs = require("fs");`],
    ["./electron/engine/a.ts", `import { readFile } from "fs";`],
    ["./electron/host/a.ts", `import type { Ledger } from "../engine/ledger.ts";`],
    ["./electron/host/a.ts", `import { b } from "../shell/b.ts";`],
    // The folder has the package's name: neither spelling may pass for the package.
    ["./electron/shell/a.ts", `import { b } from "../engine/b.ts";`],
    ["./electron/shell/a.ts", `import { b } from "electron/engine/b.ts";`],
    ["./electron/shell/a.ts", `import { b } from "../../electron/engine/b.ts";`],
    ["./electron/shell/a.ts", `import { b } from "../../node_modules/open/index.js";`],
    ["./electron/preload.ts", `import { readFile } from "node:fs/promises";`],
    ["./electron/cli.ts", `import { b } from "./shell/b.ts";`],
    ["./electron/command/a.ts", `import { b } from "../shell/b.ts";`],
    ["./electron/command/a.ts", `import { build } from "vite";`],
    ["./electron/command/a.ts", `import { b } from "./build.ts";`],
    ["./electron/launch.mjs", `import { b } from "./engine/b.ts";`],
    ["./electron/loose.ts", ""],
    ["./server/a.ts", ""],
    ["./a.ts", ""],
  ])("%s: %s", (path, text) => {
    expect(importProblems(planted(path, text))).toHaveLength(1);
  });
});

describe("what is permitted is not found", () => {
  test.each([
    [
      "./shared/cost/a.ts",
      `import * as v from "valibot"; import rows from "./prices.json" with { type: "json" };`,
    ],
    [
      "./renderer/charts/a.tsx",
      `import "./a.css"; import { Line } from "recharts"; import { b } from "../../shared/b.ts";`,
    ],
    ["./renderer/a.tsx", `// import { app } from "electron"\nconst text = 'import "electron"';`],
    ["./electron/engine/a.ts", `import { watch } from "chokidar"; import { b } from "./export/b.ts";`],
    ["./electron/shell/a.ts", `import { app } from "electron"; import { join } from "node:path";`],
    ["./electron/main.ts", `import { b } from "./shell/b.ts"; import { c } from "./engine/c.ts";`],
    ["./electron/command/a.ts", `import { b } from "../engine/b.ts"; import { c } from "../host/c.ts";`],
    ["./electron/launch.mjs", `const { build } = await import("vite"); await import(built);`],
  ])("%s: %s", (path, text) => {
    expect(importProblems(planted(path, text))).toEqual([]);
  });
});

describe("a planted bad habit is found", () => {
  test.each([
    ["./shared/a.ts", `export const now = () => Date.now();`],
    ["./shared/a.ts", `export const now = () => Date["now"]();`],
    ["./shared/a.ts", `export const now = () => new Date();`],
    ["./shared/a.ts", `export const now = () => new Date;`],
    ["./shared/a.ts", `export const now = () => Date();`],
    ["./shared/a.ts", `export const dice = () => Math.random();`],
    ["./shared/a.ts", `console.log("here");`],
    ["./shared/a.ts", `export const home = process.env;`],
    ["./shared/a.ts", `export const wide = window.innerWidth;`],
    ["./renderer/a.tsx", `export default function A() { return undefined; }`],
    ["./renderer/a.tsx", `const a = 1; export { a as default };`],
    ["./renderer/a.tsx", `export * from "./b.tsx";`],
    ["./renderer/utils.ts", ""],
    ["./renderer/chart-a/helpers.tsx", ""],
    ["./electron/engine/types.ts", ""],
    ["./electron/engine/service/a.ts", ""],
    ["./shared/cost/index.ts", ""],
    ["./renderer/a.tsx", `export const a = (0.5).toFixed(1);`],
    ["./renderer/a.tsx", `export const a = (n: number) => n.toLocaleString("en");`],
    ["./renderer/a.tsx", `export const a = new Intl.NumberFormat("en");`],
    ["./renderer/a.tsx", `export const A = () => <p dangerouslySetInnerHTML={{ __html: "" }} />;`],
    ["./renderer/a.tsx", `export const props = { dangerouslySetInnerHTML: {} };`],
    ["./renderer/a.tsx", `export const a = (e: Element) => { e.innerHTML = ""; };`],
    ["./renderer/a.tsx", `export const a = eval("1");`],
    ["./renderer/a.tsx", `export const a = new Function("return 1");`],
    ["./electron/host/a.ts", `export const a = "SELECT id FROM call WHERE at > ?";`],
    [
      "./electron/command/a.ts",
      "export const a = (t: string) => `INSERT OR IGNORE INTO call VALUES (${t})`;",
    ],
    ["./electron/shell/a.ts", `import { DatabaseSync } from "node:sqlite"; export { DatabaseSync };`],
  ])("%s: %s", (path, text) => {
    expect(habitProblems(planted(path, text))).toHaveLength(1);
  });
});

test.each(["./renderer/a.tsx", "./renderer/a.css"])("%s of 251 lines is found, of 250 is not", (path) => {
  expect(habitProblems(planted(path, "/* a */\n".repeat(251)))).toHaveLength(1);
  expect(habitProblems(planted(path, "/* a */\n".repeat(250)))).toEqual([]);
});

describe("an innocent likeness is not found", () => {
  test.each([
    ["./shared/a.ts", `export const a = (at: number) => new Date(at).getTime();`],
    ["./shared/a.ts", `// Date.now() is the caller's\nexport const a = "window";`],
    ["./shared/a.ts", `export const a = { process: 1, window: 2 }; export const b = a.window;`],
    ["./shared/format.ts", `export const a = (n: number) => n.toFixed(1);`],
    ["./renderer/vite.config.ts", `export default {};`],
    ["./renderer/a.tsx", `export const a = "Select a session from the list";`],
    ["./electron/engine/a.ts", `export const a = "SELECT id FROM call";`],
  ])("%s: %s", (path, text) => {
    expect(habitProblems(planted(path, text))).toEqual([]);
  });

  test("a file that does not parse is an error, not a pass", () => {
    expect(() => importProblems(planted("./shared/a.ts", "import {"))).toThrow("./shared/a.ts");
  });
});
