import { defineConfig } from "vitest/config";

/** `npm run test:faults`: as many kills, cuts and limits as are promised. The ordinary suite makes a tenth of them. */
export default defineConfig({
  root: new URL("../..", import.meta.url).pathname,
  test: {
    include: ["test/faults/*.test.ts"],
    globalSetup: "test/build-first.ts",
    env: { TZ: "UTC", PREFIXWATCH_FAULTS: "full" },
    testTimeout: 240_000,
    maxWorkers: 2,
  },
});
