import { readFileSync } from "node:fs";
import { join } from "node:path";
import react from "@vitejs/plugin-react";
import { defineConfig, type Plugin } from "vite";

const INTER = join(import.meta.dirname, "../node_modules/@fontsource-variable/inter/LICENSE");

/** The font comes by way of CSS, where `license` below does not see it. */
const FONT_LICENCE: Plugin = {
  name: "font-licence",
  generateBundle() {
    this.emitFile({ type: "asset", fileName: "font-licence.txt", source: readFileSync(INTER) });
  },
};

export default defineConfig({
  root: import.meta.dirname,
  base: "./",
  plugins: [react(), FONT_LICENCE],
  // A build started by a test run inherits NODE_ENV=test, and would carry the slow development React.
  define: { "process.env.NODE_ENV": JSON.stringify("production") },
  build: {
    outDir: "../dist/renderer",
    emptyOutDir: true,
    // What is bundled is shipped, and its licences ask to be shipped with it; no request is answered with this file.
    license: { fileName: "licenses.md" },
    // The content security policy allows no data: scripts or fonts, and no inline script.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    target: "chrome130",
    chunkSizeWarningLimit: 900,
  },
});
