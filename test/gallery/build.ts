import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import react from "@vitejs/plugin-react";
import { build } from "vite";

/** Builds the gallery as the product is built; `remove` takes it away again. */
export async function buildGallery(): Promise<{ readonly folder: string; readonly remove: () => void }> {
  const folder = mkdtempSync(join(tmpdir(), "prefixwatch-gallery-"));
  await build({
    configFile: false,
    root: import.meta.dirname,
    base: "./",
    logLevel: "error",
    plugins: [react()],
    define: { "process.env.NODE_ENV": JSON.stringify("production") },
    build: {
      outDir: folder,
      emptyOutDir: true,
      assetsInlineLimit: 0,
      target: "chrome130",
      chunkSizeWarningLimit: 2_000,
    },
  });
  return { folder, remove: () => rmSync(folder, { recursive: true, force: true }) };
}
