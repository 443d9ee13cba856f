import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    include: ["test/**/*.test.ts"],
    globalSetup: "test/build-first.ts",
    env: { TZ: "UTC" },
    testTimeout: 60_000,
    // Child processes and real files: two workers are what two cores can feed.
    maxWorkers: 2,
  },
});
