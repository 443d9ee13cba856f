import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import {
  _electron,
  type BrowserContext,
  type ElectronApplication,
  expect,
  type Page,
  test as base,
} from "@playwright/test";
import { findDesktop } from "../../electron/command/desktop-binary.ts";
import { watchForProblems } from "./page-problems.ts";

export { expect } from "@playwright/test";

/** What a test is given to look at: the dashboard in the browser or in the desktop window. */
type Given = {
  /** The page, loaded. Fails the test when anything in it went wrong. */
  page: Page;
  /** Where the ledger is; empty at the start of each test. */
  dataFolder: string;
};

type Options = {
  /** Log folders for `--root`; without any an empty one, so that no test ever reads the developer's own logs. */
  roots: readonly string[];
  /** Problems that the test causes on purpose. */
  tolerated: readonly RegExp[];
};

export type Host = {
  /** With the token, as the host printed it. */
  readonly url: string;
  readonly stop: () => Promise<void>;
  /** As a machine that sleeps: its connections are open and nothing answers, until `resume`. Not on Windows. */
  readonly pause: () => void;
  readonly resume: () => void;
};

const ROOT = fileURLToPath(new URL("../..", import.meta.url));
const CLI = join(ROOT, "dist", "cli.js");
const START_LIMIT = 30_000;
const STOP_LIMIT = 10_000;
const isDesktop = process.env["PREFIXWATCH_HOST"] === "electron";

/** Starts the built loopback host as a user would and waits until it says where it is. */
export async function startHost(
  roots: readonly string[],
  dataFolder: string,
  more: readonly string[] = [],
): Promise<Host> {
  const rootArgs = roots.flatMap((root) => ["--root", root]);
  const args = [CLI, "serve", ...rootArgs, "--data", dataFolder, "--no-open", "--port", "0", ...more];
  const child = spawn(process.execPath, args, { cwd: dataFolder, stdio: ["ignore", "pipe", "pipe"] });
  const stop = () => end(child);
  try {
    return {
      url: await printedUrl(child),
      stop,
      pause: () => void child.kill("SIGSTOP"),
      resume: () => void child.kill("SIGCONT"),
    };
  } catch (error) {
    await stop();
    throw error;
  }
}

function printedUrl(child: ChildProcess): Promise<string> {
  const said: string[] = [];
  return new Promise((resolve, reject) => {
    const fail = (why: string) => reject(new Error(`The host ${why}.\n${said.join("\n")}`));
    const timer = setTimeout(() => fail(`printed no address in ${START_LIMIT / 1000} s`), START_LIMIT);
    child.once("error", (error) => fail(`did not start: ${error.message}`));
    child.once("exit", (code) => {
      clearTimeout(timer);
      fail(`ended with code ${code}`);
    });
    listen(child.stderr, (line) => said.push(line));
    listen(child.stdout, (line) => {
      said.push(line);
      const url = /^Prefixwatch: (http:\/\/127\.0\.0\.1:\d+\/#t=\S+)$/.exec(line)?.[1];
      if (url === undefined) return fail(`printed something else than its address: ${line}`);
      clearTimeout(timer);
      return resolve(url);
    });
  });
}

function listen(stream: NodeJS.ReadableStream | null, onLine: (line: string) => void) {
  if (stream !== null) createInterface({ input: stream }).on("line", onLine);
}

async function end(child: ChildProcess) {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const ended = once(child, "exit");
  const timer = setTimeout(() => child.kill("SIGKILL"), STOP_LIMIT);
  child.kill("SIGTERM");
  await ended;
  clearTimeout(timer);
}

/** Starts the desktop application, of which a test may want more than its first window. */
export async function launchDesktop(
  roots: readonly string[],
  dataFolder: string,
): Promise<ElectronApplication> {
  const desktop = findDesktop(ROOT, process);
  if (desktop.kind !== "ready") throw new Error(`The desktop window cannot open: ${desktop.why}.`);
  const rootArgs = roots.map((root) => `--root=${root}`);
  const sandbox = process.platform === "linux" && process.getuid?.() === 0 ? ["--no-sandbox"] : [];
  // Its own folder for Chromium's files too: no window of the developer is found or disturbed.
  const userData = `--user-data-dir=${join(dataFolder, "window")}`;
  const app = await _electron.launch({
    executablePath: desktop.executable,
    args: [...sandbox, userData, ROOT, ...rootArgs, `--data=${dataFolder}`],
    locale: "en-GB",
    timezoneId: "UTC",
  });
  // No test can click in the system's own dialog: it answers with the place that it was offered.
  await app.evaluate(({ dialog }) => {
    dialog.showSaveDialog = (...args: readonly unknown[]) => {
      const { defaultPath = "" } = args.at(-1) as { readonly defaultPath?: string };
      return Promise.resolve({ canceled: false, filePath: defaultPath });
    };
  });
  return app;
}

async function desktopPage(
  { roots, tolerated, dataFolder }: Options & Given,
  use: (page: Page) => Promise<void>,
): Promise<void> {
  const app = await launchDesktop(roots, dataFolder);
  try {
    const page = await app.firstWindow();
    // A window begins empty, and what listens in it would go with its first document.
    await page.waitForURL(({ protocol }) => protocol !== "about:");
    await showing(page, undefined, tolerated, use);
  } finally {
    await app.close();
  }
}

async function browserPage(
  { roots, tolerated, dataFolder, context }: Options & Given & { readonly context: BrowserContext },
  use: (page: Page) => Promise<void>,
): Promise<void> {
  const host = await startHost(roots, dataFolder);
  try {
    await showing(await context.newPage(), host.url, tolerated, use);
  } finally {
    await context.close();
    await host.stop();
  }
}

async function showing(
  page: Page,
  url: string | undefined,
  tolerated: readonly RegExp[],
  use: (page: Page) => Promise<void>,
) {
  const problems = await watchForProblems(page);
  if (url !== undefined) await page.goto(url);
  await use(page);
  const intolerable = problems.filter((problem) => !tolerated.some((pattern) => pattern.test(problem)));
  expect(intolerable, "what went wrong in the page").toEqual([]);
}

async function temporaryFolder(use: (folder: string) => Promise<void>) {
  const folder = await mkdtemp(join(tmpdir(), "prefixwatch-e2e-"));
  try {
    await use(folder);
  } finally {
    await rm(folder, { recursive: true, force: true, maxRetries: 5 });
  }
}

/** `test.use({ roots: [folder] })` names the logs to show. */
export const test = base.extend<Given & Options>({
  // oxlint-disable-next-line no-empty-pattern -- Playwright reads the names in this pattern
  roots: [async ({}, use) => temporaryFolder((folder) => use([folder])), { option: true }],
  tolerated: [[], { option: true }],
  // oxlint-disable-next-line no-empty-pattern -- as above
  dataFolder: async ({}, use) => temporaryFolder(use),
  page: isDesktop ? desktopPage : browserPage,
});
