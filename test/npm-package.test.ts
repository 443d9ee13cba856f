import { execFile, spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { existsSync } from "node:fs";
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from "vitest";
import { ensureBuilt } from "../electron/command/build.ts";
import { drawLog } from "./transcript.ts";

const ROOT = join(import.meta.dirname, "..");
const run = promisify(execFile);
/** npm is a script of the system here, and a batch file on Windows. */
const isWindows = process.platform === "win32";

let folder = "";
let running: ChildProcess | undefined;
const command = () => join(folder, "empty", "node_modules", "prefixwatch", "prefixwatch.mjs");
const PATHS = () => ["--root", join(folder, "logs"), "--data", join(folder, "data")];

beforeEach((context) => context.skip(isWindows, "npm is started in another way on Windows"));
beforeAll(async () => {
  if (isWindows) return;
  await ensureBuilt(ROOT);
  folder = await mkdtemp(join(tmpdir(), "prefixwatch-npm-"));
  await run(process.execPath, [join(ROOT, "electron/pack-npm.mjs"), join(folder, "package")]);
  await run("npm", ["pack", "--pack-destination", folder], { cwd: join(folder, "package") });
  await mkdir(join(folder, "empty"));
  await writeFile(join(folder, "empty", "package.json"), '{"private":true}');
  // Offline: whatever the package wanted besides itself would stop it here.
  const tarball = (await readdir(folder)).find((name) => name.endsWith(".tgz")) ?? "";
  await run("npm", ["install", "--offline", "--no-audit", join(folder, tarball)], {
    cwd: join(folder, "empty"),
  });
  const project = join(folder, "logs", "projects", "-home-dev-parser");
  await mkdir(project, { recursive: true });
  await writeFile(join(project, "first.jsonl"), drawLog("10:00:00  msg_1  read 0  write1h 20k  out 5"));
}, 120_000);
afterEach(() => running?.kill("SIGKILL"));
afterAll(() => (isWindows ? undefined : rm(folder, { recursive: true, force: true })));

test("the package brings the command, the page and the licences, and nothing of the desktop or of others", async () => {
  const own = join(folder, "empty", "node_modules", "prefixwatch");
  const files = await readdir(own, { recursive: true });
  const shipped = files.filter((name) => /\.\w+$|LICENSE$/.test(name));
  const expected =
    /^(?:README\.md|CHANGELOG\.md|LICENSE|package\.json|prefixwatch\.mjs|dist\/(?:cli|read-ahead-worker|verify-worker|backup-worker)\.js|dist\/chunks\/[\w-]+\.js|dist\/licenses\.md|dist\/renderer\/(?:index\.html|licenses\.md|font-licence\.txt)|dist\/renderer\/assets\/[\w-]+\.(?:js|css|woff2))$/;
  expect(shipped.filter((name) => !expected.test(name))).toEqual([]);
  expect(shipped).toEqual(
    expect.arrayContaining([
      "dist/cli.js",
      "dist/read-ahead-worker.js",
      "dist/verify-worker.js",
      "dist/backup-worker.js",
      "dist/renderer/index.html",
    ]),
  );
  expect(await readdir(join(folder, "empty", "node_modules"))).toEqual(
    expect.not.arrayContaining(["electron", "react", "node"]),
  );
  const manifest: unknown = JSON.parse(await readFile(join(own, "package.json"), "utf8"));
  expect(manifest).not.toHaveProperty("dependencies");
  expect(manifest).not.toHaveProperty("optionalDependencies");
  expect(manifest).not.toHaveProperty("scripts");
  expect(manifest).not.toHaveProperty("private");
});

test("installed into an empty folder it reports", async () => {
  const { stdout } = await run(process.execPath, [
    command(),
    "report",
    "--by",
    "project",
    "--format",
    "json",
    ...PATHS(),
  ]);
  expect(stdout).toContain("-home-dev-parser");
});

test("installed into an empty folder it serves the page", async () => {
  running = spawn(process.execPath, [command(), "serve", "--no-open", ...PATHS()], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  const [line] = (await once(running.stdout ?? running, "data")) as [Buffer];
  const { origin } = new URL(line.toString().replace("Prefixwatch: ", "").trim());
  const page = await fetch(origin);
  expect([page.status, await page.text()]).toEqual([
    200,
    expect.stringContaining("<title>Prefixwatch</title>"),
  ]);
});

test("on a Node that is too old it says which one is wanted", async (context) => {
  const OLD = "/usr/bin/node";
  context.skip(!existsSync(OLD), "no Node of the system here");
  const { stdout: version } = await run(OLD, ["--version"]);
  context.skip(Number(version.slice(1).split(".")[0]) >= 24, "the Node of the system is new enough");
  const ended = await run(OLD, [command(), "report"]).then(
    () => ({ code: 0, stderr: "" }),
    ({ code, stderr }: { code: number; stderr: string }) => ({ code, stderr }),
  );
  expect(ended).toEqual({
    code: 1,
    stderr: `prefixwatch needs Node 24 or later, and this is ${version.trim()}.\nhttps://nodejs.org has it, for every system.\n`,
  });
});
