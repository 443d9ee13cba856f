import { execFile, spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync } from "node:fs";
import { chmod, cp, mkdir, mkdtemp, rm, symlink, utimes, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { findDesktop } from "../../electron/command/desktop-binary.ts";
import { openArguments, readOpenArguments } from "../../electron/command/engine-arguments.ts";

const ROOT = join(import.meta.dirname, "../..");
const run = promisify(execFile);

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "prefixwatch-launch-"));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

async function file(path: string, text: string) {
  await mkdir(join(folder, path, ".."), { recursive: true });
  await writeFile(join(folder, path), text);
}

describe("whether the desktop window can open", () => {
  const seen = { platform: "linux", env: { DISPLAY: ":0" } } as const;
  async function install({ found = "v45.4.1", program = true } = {}) {
    await file("node_modules/electron/package.json", '{"version":"45.4.1"}');
    await file("node_modules/electron/path.txt", "electron");
    await file("node_modules/electron/dist/version", found);
    if (program) await file("node_modules/electron/dist/electron", "");
  }

  test("it can with Electron's program of the right version and a display", async () => {
    await install();
    const ready = { kind: "ready", executable: join(folder, "node_modules/electron/dist/electron") };
    expect(findDesktop(folder, seen)).toEqual(ready);
    expect(findDesktop(folder, { platform: "linux", env: { WAYLAND_DISPLAY: "w" } })).toEqual(ready);
    expect(findDesktop(folder, { platform: "darwin", env: {} })).toEqual(ready);
  });

  test("otherwise a sentence says why not", async () => {
    expect(findDesktop(folder, seen)).toMatchObject({ why: expect.stringContaining("is not installed") });
    await install({ program: false });
    expect(findDesktop(folder, seen)).toMatchObject({ why: expect.stringContaining("is not installed") });
    await install({ found: "v41.0.0" });
    expect(findDesktop(folder, seen)).toMatchObject({ why: "Electron's program is 41.0.0, not 45.4.1" });
    await install();
    expect(findDesktop(folder, { platform: "linux", env: {} })).toMatchObject({
      why: "there is no display here",
    });
  });

  test("another folder can be named for it", async () => {
    await file("other/electron", "");
    const env = { ...seen.env, ELECTRON_OVERRIDE_DIST_PATH: join(folder, "other") };
    expect(findDesktop(folder, { platform: "linux", env })).toEqual({
      kind: "ready",
      executable: join(folder, "other/electron"),
    });
    env.ELECTRON_OVERRIDE_DIST_PATH = join(folder, "none");
    expect(findDesktop(folder, { platform: "linux", env })).toMatchObject({ kind: "missing" });
  });
});

test("the engine's arguments survive the way into another process, whatever stands around them", () => {
  const given = { roots: ["/a b", "--data"], dataDir: "/data=x", demo: true };
  const around = ["--inspect=0", ".", ...openArguments(given), "--no-sandbox", "-x"];
  expect(readOpenArguments(around)).toEqual(given);
  expect(readOpenArguments(openArguments({ ...given, demo: false }))).toEqual({ ...given, demo: false });
  const none = { roots: undefined, dataDir: undefined, demo: false };
  expect(readOpenArguments(["--root"])).toEqual(none);
  expect(readOpenArguments([])).toEqual(none);
});

/** The launcher's own files in a checkout of their own, with commands in place of the built ones. */
describe("the launcher", () => {
  const launcher = () => join(folder, "electron", "launch.mjs");
  beforeEach(async () => {
    await cp(join(ROOT, "electron", "launch.mjs"), launcher());
    await cp(join(ROOT, "electron", "command"), join(folder, "electron", "command"), { recursive: true });
    await mkdir(join(folder, "node_modules"));
    for (const name of ["vite", `node-${process.platform}-${process.arch}`])
      if (existsSync(join(ROOT, "node_modules", name)))
        await symlink(join(ROOT, "node_modules", name), join(folder, "node_modules", name), "junction");
    await file("package.json", '{"type":"module"}');
    await file("package-lock.json", "{}");
    await file("renderer/x", "");
    await file("shared/x", "");
    await file(
      "dist/cli.js",
      `process.on("SIGTERM", () => process.exit(9));
process.stdout.write(JSON.stringify(process.argv.slice(2)));
setTimeout(() => process.exit(7), process.argv.includes("--wait") ? 60_000 : 0);
`,
    );
    await file("dist/.built", "");
    const later = new Date(Date.now() + 60_000);
    await utimes(join(folder, "dist/.built"), later, later);
  });
  const env = { ...process.env, DISPLAY: "", WAYLAND_DISPLAY: "" };
  const launch = (node: string, ...args: readonly string[]) =>
    run(node, [launcher(), ...args], { env }).then(
      ({ stdout, stderr }) => ({ code: 0, stdout, stderr }),
      ({ code, stdout, stderr }: { code: number; stdout: string; stderr: string }) => ({
        code,
        stdout,
        stderr,
      }),
    );

  test("hands arguments, output and exit code through", async () => {
    const answer = await launch(process.execPath, "--cli", "report", "--by", "day", "a b");
    expect(answer).toEqual({ code: 7, stdout: '["report","--by","day","a b"]', stderr: "" });
  });

  test("serves where there is no window, and says why on stderr", async (context) => {
    context.skip(process.platform !== "linux", "other systems always have a display");
    const answer = await launch(process.execPath, "--root", "/logs");
    expect(answer).toEqual({
      code: 7,
      stdout: '["serve","--root","/logs"]',
      stderr: "In the browser, because there is no display here.\n",
    });
  });

  test("opens the window where it can, with the same arguments", async (context) => {
    context.skip(process.platform !== "linux", "a shell script plays Electron");
    await file("node_modules/electron/package.json", '{"version":"45.4.1"}');
    await file("node_modules/electron/path.txt", "electron");
    await file("node_modules/electron/dist/version", "45.4.1");
    const program = 'printf "%s|" "${ELECTRON_RUN_AS_NODE-unset}" "$@"; exit 5';
    await file("node_modules/electron/dist/electron", `#!/bin/sh\n${program}\n`);
    await chmod(join(folder, "node_modules/electron/dist/electron"), 0o755);
    const answer = await run(process.execPath, [launcher(), "--root", "/logs"], {
      env: { ...env, DISPLAY: ":99", ELECTRON_RUN_AS_NODE: "1" },
    }).catch(({ code, stdout }: { code: number; stdout: string }) => ({ code, stdout }));
    expect(answer).toEqual({ code: 5, stdout: `unset|${folder}|--root|/logs|` });
  });

  test("passes a signal on, and ends as the command ended", async (context) => {
    context.skip(process.platform === "win32", "Windows has no signals");
    const child = spawn(process.execPath, [launcher(), "--cli", "--wait"], {
      env,
      stdio: ["ignore", "pipe", "inherit"],
    });
    await once(child.stdout, "data");
    child.kill("SIGTERM");
    expect((await once(child, "exit"))[0]).toBe(9);
  });

  // Debian's Node 20 stands for every Node that is too old.
  const OLD = "/usr/bin/node";
  test("goes on with the project's own Node when the system's is too old", async (context) => {
    context.skip(!existsSync(OLD), "no Node of the system here");
    const { stdout: version } = await run(OLD, ["--version"]);
    context.skip(Number(version.slice(1).split(".")[0]) >= 24, "the Node of the system is new enough");
    expect(await launch(OLD, "--cli", "x")).toEqual({ code: 7, stdout: '["x"]', stderr: "" });
    await rm(join(folder, "node_modules", `node-${process.platform}-${process.arch}`));
    const answer = await launch(OLD, "--cli", "x");
    expect(answer.code).toBe(1);
    expect(answer.stderr).toContain("needs Node 24");
  });
});
