import { execFile } from "node:child_process";
import { chmod, cp, mkdir, mkdtemp, readdir, readFile, rm, stat, writeFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { ensureBuilt } from "../../electron/command/build.ts";

const ROOT = join(import.meta.dirname, "../..");

/** electron-builder's own parts, which its package does not export. */
const builder = createRequire(createRequire(import.meta.url).resolve("electron-builder/package.json"));
type Config = Record<string, unknown> & { electronFuses: Record<string, boolean>; files: unknown };
const { getConfig, validateConfiguration } = builder("app-builder-lib/out/util/config/config") as {
  getConfig: (folder: string, path: null, options: null) => Promise<Config>;
  validateConfiguration: (config: unknown, log: { isEnabled: boolean }) => Promise<void>;
};

/** Security check S48. */
const FUSES = {
  runAsNode: false,
  enableNodeOptionsEnvironmentVariable: false,
  enableNodeCliInspectArguments: false,
  onlyLoadAppFromAsar: true,
  enableEmbeddedAsarIntegrityValidation: true,
  grantFileProtocolExtraPrivileges: false,
  enableCookieEncryption: false,
  loadBrowserProcessSpecificV8Snapshot: false,
};

describe("electron-builder.yml", () => {
  test("is what electron-builder's schema allows, and the check notices what is not", async () => {
    const config = await getConfig(ROOT, null, null);
    await validateConfiguration(config, { isEnabled: false });
    await expect(validateConfiguration({ ...config, fuses: {} }, { isEnabled: false })).rejects.toThrow(
      /fuses/,
    );
  });

  test("turns off whatever would run other code inside the application", async () => {
    expect((await getConfig(ROOT, null, null)).electronFuses).toEqual(FUSES);
  });

  test("asks for every kind of package, and nothing is shipped that is not built", async () => {
    const config = await getConfig(ROOT, null, null);
    const text = await readFile(join(ROOT, "electron-builder.yml"), "utf8");
    for (const target of ["dmg", "nsis", "AppImage", "deb", "rpm"]) expect(text).toContain(target);
    expect(text).not.toContain("no-sandbox");
    expect(config["npmRebuild"]).toBe(false);
    const { dependencies = {} } = JSON.parse(await readFile(join(ROOT, "package.json"), "utf8")) as {
      dependencies?: object;
    };
    expect(dependencies).toEqual({});
  });
});

/** A real run of electron-builder, with a folder in place of Electron's: packing, asar and fuses are its own. */
describe("the packed application", () => {
  const isLinux = process.platform === "linux";
  beforeEach((context) => context.skip(!isLinux, "the stand-in for Electron is a Linux one"));
  let folder: string;
  let app: string;

  beforeAll(async () => {
    if (!isLinux) return;
    await ensureBuilt(ROOT);
    folder = await mkdtemp(join(tmpdir(), "prefixwatch-pack-"));
    const project = join(folder, "project");
    for (const part of ["dist", "package.json", "electron-builder.yml", "LICENSE"])
      await cp(join(ROOT, part), join(project, part), { recursive: true });
    await writeFile(join(project, "dist", "left-over.js.map"), "{}");
    await standIn(join(folder, "electron"));
    const { version } = JSON.parse(
      await readFile(join(ROOT, "node_modules/electron/package.json"), "utf8"),
    ) as { version: string };
    const cli = join(ROOT, "node_modules/electron-builder/cli.js");
    const args = [cli, "--dir", "--linux", "--publish=never", `-c.electronDist=${join(folder, "electron")}`];
    await promisify(execFile)(process.execPath, [...args, `-c.electronVersion=${version}`], { cwd: project });
    app = join(project, "release", "linux-unpacked");
  }, 120_000);
  afterAll(() => (isLinux ? rm(folder, { recursive: true, force: true }) : undefined));

  const asar = builder("@electron/asar") as {
    listPackage: (path: string, options: object) => string[];
    extractFile: (archive: string, path: string) => Buffer;
  };
  const archive = () => join(app, "resources", "app.asar");
  const packed = () =>
    asar.listPackage(archive(), {}).filter((path) => /\/(?:LICENSE|[^/]*\.\w+)$/.test(path));

  /** Security check S49. */
  test("holds the built files, their licences and nothing else", async () => {
    const built = await readdir(join(ROOT, "dist"), { recursive: true, withFileTypes: true });
    const files = built
      .filter((entry) => entry.isFile() && entry.name !== ".built")
      .map((entry) => `${entry.parentPath.slice(ROOT.length)}/${entry.name}`);
    expect(packed().toSorted()).toEqual(["/LICENSE", "/package.json", ...files].toSorted());
    expect(files).toEqual(
      expect.arrayContaining([
        "/dist/main.js",
        "/dist/preload.cjs",
        "/dist/engine-process.js",
        "/dist/read-ahead-worker.js",
        "/dist/verify-worker.js",
        "/dist/backup-worker.js",
        "/dist/licenses.md",
        "/dist/renderer/index.html",
        "/dist/renderer/licenses.md",
        "/dist/renderer/font-licence.txt",
      ]),
    );
  });

  /** Security checks S38 and S49. */
  test("tells nothing of the machine it was built on, and turns no protection off", () => {
    for (const path of packed()) {
      const text = asar.extractFile(archive(), path.slice(1)).toString("latin1");
      expect([path, text.includes(ROOT), text.includes(tmpdir() + "/prefixwatch-pack-")]).toEqual([
        path,
        false,
        false,
      ]);
      expect([path, /sourceMappingURL=(?!data:)\S+\.map/.test(text)]).toEqual([path, false]);
      expect([path, /--(?:no-sandbox|disable-web-security|remote-debugging-port)/.test(text)]).toEqual([
        path,
        false,
      ]);
    }
  });

  test("weighs at most 3 MB without Electron", async () => {
    const { size } = await stat(archive());
    expect(size).toBeGreaterThan(1_000_000);
    expect(size).toBeLessThanOrEqual(3_000_000);
  });

  test("has its fuses set", async () => {
    const fuses = builder("@electron/fuses") as {
      getCurrentFuseWire: (path: string) => Promise<Record<string, number>>;
    };
    const wire = await fuses.getCurrentFuseWire(join(app, "prefixwatch"));
    const [OFF, ON] = [0x30, 0x31];
    // By their place on the wire, as Electron reads them.
    expect(Array.from({ length: 8 }, (_, place) => wire[place])).toEqual([
      OFF,
      OFF,
      OFF,
      OFF,
      ON,
      ON,
      OFF,
      OFF,
    ]);
  });
});

async function standIn(folder: string) {
  await mkdir(join(folder, "locales"), { recursive: true });
  await mkdir(join(folder, "resources"));
  const wire = Buffer.from("dL7pKGdnNz796PbbjQWNKmHXBZaB9tsX\x01\x09", "latin1");
  const program = Buffer.concat([Buffer.from("#!/bin/sh\nexit 0\n"), wire, Buffer.from("1".repeat(9))]);
  await writeFile(join(folder, "electron"), program);
  await chmod(join(folder, "electron"), 0o755);
  for (const name of ["version", "LICENSE", "LICENSES.chromium.html", "chrome-sandbox", "locales/en-US.pak"])
    await writeFile(join(folder, name), "45.4.1");
}
