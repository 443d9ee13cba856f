import { spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { mkdir, mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { ensureBuilt } from "../../electron/command/build.ts";
import { hasBrowser } from "../../electron/command/open-browser.ts";
import { httpBridge } from "../../renderer/http-bridge.ts";
import type { BridgeEvent } from "../../shared/bridge.ts";
import { nodeSurroundings } from "./surroundings.ts";

// Security checks S1, S2, S12: docs/security.md.

const ROOT = join(import.meta.dirname, "../..");
const CLI = join(ROOT, "dist", "cli.js");

let folder: string;
const running: ChildProcess[] = [];
beforeAll(async () => {
  await ensureBuilt(ROOT);
  folder = await mkdtemp(join(tmpdir(), "prefixwatch-serve-"));
  await mkdir(join(folder, "logs"));
});
afterEach(() => {
  for (const child of running.splice(0)) child.kill("SIGKILL");
});
afterAll(() => rm(folder, { recursive: true, force: true }));

/** The built command as a user runs it, on the real engine; resolves with the first line or when it ends. */
async function serve(...args: readonly string[]) {
  const all = [
    CLI,
    "serve",
    "--root",
    join(folder, "logs"),
    "--data",
    join(folder, "data"),
    "--no-open",
    ...args,
  ];
  const child = spawn(process.execPath, all, { stdio: ["ignore", "pipe", "pipe"] });
  running.push(child);
  let out = "";
  let err = "";
  child.stderr.on("data", (chunk: Buffer) => (err += chunk.toString()));
  const ended = once(child, "close").then(([code]) => code as number | null);
  const line = new Promise<void>((resolve) => {
    child.stdout.on("data", (chunk: Buffer) => {
      out += chunk.toString();
      if (out.includes("\n")) resolve();
    });
  });
  await Promise.race([line, ended]);
  return { child, ended, out: () => out, err: () => err, url: out.trim().replace("Prefixwatch: ", "") };
}

describe("prefixwatch serve", () => {
  test("prints one line with the address, shows the engine's feed there, and ends cleanly when told to", async (context) => {
    context.skip(process.platform === "win32", "Windows has no signals to end with");
    const { child, ended, out, err, url } = await serve();
    expect(out()).toMatch(/^Prefixwatch: http:\/\/127\.0\.0\.1:\d+\/#t=[\w-]{43}\n$/);
    const events: BridgeEvent[] = [];
    const host = { kind: "listening", origin: new URL(url).origin, url, port: 0, routes: [] } as const;
    const bridge = httpBridge(nodeSurroundings(() => ({ ...host, stop: () => Promise.resolve() })));
    const connection = bridge.connect((event) => events.push(event));
    await expect.poll(() => events.length).toBeGreaterThan(0);
    expect(events[0]).toMatchObject({ kind: "feed", message: { kind: "reset", overview: { sessions: [] } } });
    const begun = performance.now();
    child.kill("SIGTERM");
    child.kill("SIGINT");
    expect(await ended).toBe(0);
    expect(performance.now() - begun).toBeLessThan(3000);
    connection.close();
    expect(out().split("\n")).toHaveLength(2);
    expect(err()).toBe("");
  });

  test("keeps the token out of what other users can read", async (context) => {
    context.skip(process.platform !== "linux", "reads /proc");
    const { child, url } = await serve();
    const token = url.split("#t=")[1] ?? "";
    const read = (name: string) => readFile(`/proc/${child.pid}/${name}`, "utf8");
    for (const name of ["cmdline", "environ", "comm"]) expect(await read(name)).not.toContain(token);
    expect(token).toHaveLength(43);
  });

  test("says which port is taken, and what to do", async () => {
    const first = await serve();
    const port = new URL(first.url).port;
    const second = await serve("--port", port, "--data", join(folder, "second"));
    expect(await second.ended).toBe(1);
    expect(second.out()).toBe("");
    expect(second.err()).toBe(
      `prefixwatch serve: port ${port} is in use; leave out --port to take any free one\n`,
    );
  });

  test("a second one on the same ledger names the address of the first", async () => {
    const first = await serve();
    const second = await serve();
    expect(await second.ended).toBe(3);
    expect(second.err()).toContain(first.url);
  });

  test.each([
    [["--port", "70000"], 2, "--port wants a number"],
    [["--port", "x"], 2, "--port wants a number"],
    [["--port=-1"], 2, "--port wants a number"],
    [["--host", "0.0.0.0"], 2, "Unknown option '--host'"],
    [["more"], 2, "Unexpected argument 'more'"],
  ])("%j is refused", async (args, code, reason) => {
    const { ended, out, err } = await serve(...args);
    expect(await ended).toBe(code);
    expect(err()).toContain(reason);
    expect(err()).not.toMatch(/\n\s+at /);
    expect(out()).toBe("");
  });
});

test("a reader that has seen enough ends a command without a word", async () => {
  const child = spawn(process.execPath, [CLI, "--help"], { stdio: ["ignore", "pipe", "pipe"] });
  child.stdout.destroy();
  let err = "";
  child.stderr.on("data", (chunk: Buffer) => (err += chunk.toString()));
  const [code] = await once(child, "close");
  expect([code, err]).toEqual([0, ""]);
});

test("a browser is opened only where the user sits before one", () => {
  expect(hasBrowser("linux", {})).toBe(false);
  expect(hasBrowser("linux", { DISPLAY: ":0" })).toBe(true);
  expect(hasBrowser("linux", { WAYLAND_DISPLAY: "wayland-0" })).toBe(true);
  expect(hasBrowser("linux", { DISPLAY: ":0", SSH_CONNECTION: "10.0.0.1 1 10.0.0.2 22" })).toBe(false);
  expect(hasBrowser("linux", { DISPLAY: ":0", WSL_DISTRO_NAME: "Debian" })).toBe(false);
  expect(hasBrowser("darwin", {})).toBe(true);
  expect(hasBrowser("darwin", { CI: "true" })).toBe(false);
});
