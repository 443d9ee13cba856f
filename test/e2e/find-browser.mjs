import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { delimiter, join } from "node:path";
import { chromium } from "@playwright/test";

const MINUTES = 60_000;

/** Path of a Chromium, Chrome or Edge to test in, fetched if there is none; otherwise throws one plain sentence. */
export function findBrowser() {
  return named() ?? installed() ?? downloaded() ?? download() ?? fromDebian() ?? giveUp();
}

function named() {
  const path = process.env.PREFIXWATCH_BROWSER;
  if (path === undefined || path === "") return undefined;
  if (!existsSync(path)) throw new Error(`PREFIXWATCH_BROWSER names ${path}, which does not exist.`);
  return path;
}

function installed() {
  return candidates().find((path) => existsSync(path));
}

function candidates() {
  const { platform, env } = process;
  if (platform === "darwin") {
    return ["/Applications", join(env.HOME ?? "", "Applications")].flatMap((folder) => [
      `${folder}/Chromium.app/Contents/MacOS/Chromium`,
      `${folder}/Google Chrome.app/Contents/MacOS/Google Chrome`,
      `${folder}/Microsoft Edge.app/Contents/MacOS/Microsoft Edge`,
    ]);
  }
  if (platform === "win32") {
    return [env.LOCALAPPDATA, env.PROGRAMFILES, env["PROGRAMFILES(X86)"]]
      .filter((folder) => folder !== undefined)
      .flatMap((folder) => [
        `${folder}\\Chromium\\Application\\chrome.exe`,
        `${folder}\\Google\\Chrome\\Application\\chrome.exe`,
        `${folder}\\Microsoft\\Edge\\Application\\msedge.exe`,
      ]);
  }
  const names = ["chromium", "chromium-browser", "google-chrome-stable", "google-chrome", "microsoft-edge"];
  const folders = (env.PATH ?? "").split(delimiter).filter((folder) => folder !== "");
  return names.flatMap((name) => [...folders, "/usr/bin", "/snap/bin"].map((folder) => join(folder, name)));
}

function downloaded() {
  const path = chromium.executablePath();
  return path !== "" && existsSync(path) ? path : undefined;
}

function download() {
  say("No Chromium, Chrome or Edge found: asking Playwright to download Chromium.");
  const windows = process.platform === "win32";
  run(windows ? "npx.cmd" : "npx", ["playwright", "install", "chromium"], 5 * MINUTES, windows);
  return downloaded();
}

function fromDebian() {
  if (process.platform !== "linux" || process.getuid?.() !== 0 || !existsSync("/usr/bin/apt-get"))
    return undefined;
  say("No download either: asking Debian for its chromium.");
  run("apt-get", ["update"], 5 * MINUTES);
  run("apt-get", ["install", "-y", "--no-install-recommends", "chromium"], 10 * MINUTES);
  return installed();
}

function giveUp() {
  throw new Error(
    "The browser tests need Chromium, Chrome or Edge: install one, or put the path of one into PREFIXWATCH_BROWSER.",
  );
}

function run(program, args, timeout, shell = false) {
  spawnSync(program, args, { stdio: ["ignore", "inherit", "inherit"], timeout, shell });
}

function say(text) {
  process.stderr.write(`${text}\n`);
}
