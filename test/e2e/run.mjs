// `npm run e2e`: finds a browser, builds what is tested, and hands over to Playwright with any further arguments.
// Where Electron's program is missing, the desktop's own code runs the same tests on a double for it afterwards.
import { spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { delimiter, dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { findBrowser } from "./find-browser.mjs";

const here = dirname(fileURLToPath(import.meta.url));
const root = join(here, "..", "..");

process.exitCode = main();

function main() {
  const env = { ...process.env };
  const isDesktop = env.PREFIXWATCH_HOST === "electron";
  if (!isDesktop) {
    try {
      env.PREFIXWATCH_BROWSER = findBrowser();
    } catch (error) {
      console.error(error instanceof Error ? error.message : error);
      return 1;
    }
  }
  const built = node([join(root, "electron", "launch.mjs"), "--build"], env);
  if (built !== 0) return built;
  const tested = playwright(env);
  return isDesktop || !needsStandIn(env) ? tested : onStandIn(env) || tested;
}

function playwright(env) {
  const cli = join(
    dirname(createRequire(import.meta.url).resolve("@playwright/test/package.json")),
    "cli.js",
  );
  const args = ["test", "--config", join(here, "playwright.config.ts"), "--pass-with-no-tests"];
  return node([cli, ...args, ...process.argv.slice(2)], env);
}

/** Whoever has Electron's program tests that one, with PREFIXWATCH_HOST=electron. */
function needsStandIn(env) {
  return (
    process.platform !== "win32" &&
    env.PREFIXWATCH_PICTURES === undefined &&
    !existsSync(join(root, "node_modules", "electron", "path.txt"))
  );
}

function onStandIn(env) {
  console.log("\nThe same in the desktop's own code, on a stand-in and not in Electron:");
  const folder = mkdtempSync(join(tmpdir(), "prefixwatch-stand-in-"));
  const report = join(folder, "report.json");
  const tested = playwright({
    ...env,
    // The double is a program for this very Node.
    PATH: dirname(process.execPath) + delimiter + env.PATH,
    DISPLAY: env.DISPLAY || ":0",
    ELECTRON_OVERRIDE_DIST_PATH: join(root, "test", "desktop-double"),
    PREFIXWATCH_HOST: "electron",
    PREFIXWATCH_STAND_IN: "1",
    PREFIXWATCH_E2E_REPORT: report,
  });
  if (env.PREFIXWATCH_E2E_REPORT !== undefined) addResults(env.PREFIXWATCH_E2E_REPORT, report);
  rmSync(folder, { recursive: true, force: true });
  return tested;
}

/** Adds the second report's results to the first, for whoever counts them all. */
function addResults(first, second) {
  if (!existsSync(first) || !existsSync(second)) return;
  const [all, more] = [first, second].map((path) => JSON.parse(readFileSync(path, "utf8")));
  const named = more.suites.map((suite) => ({ ...suite, title: `stand-in, not Electron: ${suite.title}` }));
  writeFileSync(first, JSON.stringify({ ...all, suites: [...all.suites, ...named] }));
}

function node(args, env) {
  const { status } = spawnSync(process.execPath, args, { stdio: "inherit", cwd: root, env });
  return status ?? 1;
}
