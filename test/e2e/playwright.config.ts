import { defineConfig } from "@playwright/test";

const browser = process.env["PREFIXWATCH_BROWSER"];
const isDesktop = process.env["PREFIXWATCH_HOST"] === "electron";
/** Set by run.mjs: the desktop's own code on a double for Electron's program. */
const isStandIn = process.env["PREFIXWATCH_STAND_IN"] !== undefined;
const isRoot = process.getuid?.() === 0;

export default defineConfig({
  testDir: ".",
  // Takes the pictures of the README; asked for by name only: PREFIXWATCH_PICTURES=1 npm run e2e -- pictures
  testIgnore: process.env["PREFIXWATCH_PICTURES"] === undefined ? ["pictures.spec.ts"] : [],
  ...(isStandIn
    ? {
        testMatch: [
          "empty-home.spec.ts",
          "corpus-pages.spec.ts",
          "invalidations.spec.ts",
          "desktop-copy.spec.ts",
          "desktop-shell.spec.ts",
          "settings.spec.ts",
        ],
      }
    : {}),
  // The name stands before each result.
  projects: [{ name: isStandIn ? "desktop on a stand-in, not Electron" : isDesktop ? "desktop" : "browser" }],
  snapshotPathTemplate: "{testDir}/gallery-pictures/{arg}{ext}",
  outputDir: isDesktop ? "../../test-results/e2e-desktop" : "../../test-results/e2e",
  // One at a time: the tests measure how fast a line appears, and two cores feed one browser.
  workers: 1,
  fullyParallel: false,
  forbidOnly: process.env["CI"] !== undefined,
  retries: 0,
  timeout: 60_000,
  expect: { timeout: 10_000, toHaveScreenshot: { maxDiffPixelRatio: 0.01, animations: "disabled" } },
  reporter: [
    ["list"],
    ["json", { outputFile: process.env["PREFIXWATCH_E2E_REPORT"] ?? "../../test-results/e2e.json" }],
  ],
  use: {
    browserName: "chromium",
    locale: "en-GB",
    timezoneId: "UTC",
    colorScheme: "light",
    viewport: { width: 1280, height: 800 },
    trace: "retain-on-failure",
    screenshot: "only-on-failure",
    launchOptions: {
      ...(browser === undefined ? {} : { executablePath: browser }),
      // Chromium's sandbox refuses to start for root, as in a container.
      args: isRoot ? ["--no-sandbox"] : [],
    },
  },
});
