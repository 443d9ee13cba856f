import { defineConfig, type UserConfig } from "vite";

/** Everything but Electron and Node itself is in the built files, so the package has no dependencies. */
const COMMON = {
  ssr: { noExternal: true },
  // `import.meta.env` and process.env are left as they are: nothing is decided at build time.
  envDir: false,
} as const satisfies UserConfig;

const NODE: UserConfig = {
  ...COMMON,
  build: {
    ssr: true,
    target: "node24",
    outDir: "dist",
    emptyOutDir: false,
    copyPublicDir: false,
    // What is bundled is shipped, and its licences ask to be shipped with it.
    license: { fileName: "licenses.md" },
    rolldownOptions: {
      external: ["electron"],
      input: {
        main: "electron/main.ts",
        cli: "electron/cli.ts",
        "engine-process": "electron/engine-process.ts",
        "read-ahead-worker": "electron/engine/read-ahead-worker.ts",
        "verify-worker": "electron/engine/verify-worker.ts",
        "backup-worker": "electron/engine/backup-worker.ts",
      },
      output: { format: "esm", entryFileNames: "[name].js", chunkFileNames: "chunks/[name]-[hash].js" },
    },
  },
};

/** A sandboxed preload script is one CommonJS file. */
const PRELOAD: UserConfig = {
  ...COMMON,
  build: {
    ssr: true,
    target: "node24",
    outDir: "dist",
    emptyOutDir: false,
    copyPublicDir: false,
    rolldownOptions: {
      external: ["electron"],
      input: "electron/preload.ts",
      output: { format: "cjs", entryFileNames: "preload.cjs", codeSplitting: false },
    },
  },
};

export default defineConfig(({ mode }) => (mode === "preload" ? PRELOAD : NODE));
