// `npm run e2e`: finds a browser, builds what is tested, and hands over to Playwright with any further arguments.
import { spawnSync } from "node:child_process";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { findBrowser } from "./find-browser.mjs";

const here = dirname(fileURLToPath(import.meta.url));
const root = join(here, "..", "..");

process.exitCode = main();

function main() {
  const env = { ...process.env };
  if (env.PREFIXWATCH_HOST !== "electron") {
    try {
      env.PREFIXWATCH_BROWSER = findBrowser();
    } catch (error) {
      console.error(error instanceof Error ? error.message : error);
      return 1;
    }
  }
  const built = node([join(root, "electron", "launch.mjs"), "--build"], env);
  if (built !== 0) return built;
  const cli = join(
    dirname(createRequire(import.meta.url).resolve("@playwright/test/package.json")),
    "cli.js",
  );
  const args = ["test", "--config", join(here, "playwright.config.ts"), "--pass-with-no-tests"];
  return node([cli, ...args, ...process.argv.slice(2)], env);
}

function node(args, env) {
  const { status } = spawnSync(process.execPath, args, { stdio: "inherit", cwd: root, env });
  return status ?? 1;
}
