import react from "@vitejs/plugin-react";
import { defineConfig } from "vite";

export default defineConfig({
  root: import.meta.dirname,
  base: "./",
  plugins: [react()],
  // A build started by a test run inherits NODE_ENV=test, and would carry the slow development React.
  define: { "process.env.NODE_ENV": JSON.stringify("production") },
  build: {
    outDir: "../dist/renderer",
    emptyOutDir: true,
    // The content security policy allows no data: scripts or fonts, and no inline script.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    target: "chrome130",
    chunkSizeWarningLimit: 900,
  },
});
