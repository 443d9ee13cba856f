import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    include: ["test/**/*.test.ts"],
    globalSetup: "test/build-first.ts",
    env: { TZ: "UTC" },
    testTimeout: 60_000,
    // Some start a browser: over the 10 s of the default once in a full run (2026-11-22).
    hookTimeout: 60_000,
    // Child processes and real files: two workers are what two cores can feed.
    maxWorkers: 2,
  },
});
