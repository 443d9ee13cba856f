import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { startEngine, type Engine } from "../../electron/engine/engine.ts";
import { openSettings } from "../../electron/engine/settings-file.ts";
import type { BridgeEvent } from "../../shared/bridge.ts";
import { applyFeed, type Overview } from "../../shared/feed.ts";
import type { AnswerTo } from "../../shared/question.ts";
import { DEFAULT_SETTINGS, type SettingsChanges } from "../../shared/settings.ts";
import { drawLog } from "../transcript.ts";
import { workbench, type Workbench } from "./workbench.ts";

// Security check S13: docs/security.md.

const NOW = Date.parse("2026-11-21T03:45:00Z");

let bench: Workbench;
let path: string;
beforeEach(() => {
  bench = workbench();
  mkdirSync(bench.data);
  path = join(bench.data, "settings.json");
});
afterEach(() => bench.clear());

const open = (write = true) => openSettings(bench.data, { write, now: () => NOW });
const inFile = () => JSON.parse(readFileSync(path, "utf8")) as Record<string, unknown>;

describe("the settings file", () => {
  test("that is missing is the defaults, and opening makes none", () => {
    expect(open().current()).toEqual(DEFAULT_SETTINGS);
    expect(existsSync(path)).toBe(false);
  });

  test("is the user's alone, whatever the umask, and nothing else is left beside it", () => {
    const before = process.umask(0);
    expect(open().save({ countdown: true })).toBeUndefined();
    process.umask(before);
    expect(statSync(path).mode & 0o777).toBe(0o600);
    expect(readdirSync(bench.data)).toEqual(["settings.json"]);
    expect(open().current()).toEqual({ ...DEFAULT_SETTINGS, countdown: true });
  });

  test("keeps what this version does not know, and an edit made meanwhile by hand", () => {
    const settings = open();
    writeFileSync(path, JSON.stringify({ future: { deep: [1] }, clock: "12" }));
    settings.save({ countdown: true });
    expect(inFile()).toEqual({ future: { deep: [1] }, clock: "12", countdown: true });
    expect(settings.current().clock).toBe("12");
  });

  test.each([
    ["half of it", '{"countdown": tr'],
    ["a list", "[]"],
    ["nothing", ""],
    ["null", "null"],
    ["bytes", "\u0000\u0001"],
  ])("that holds %s is kept aside and told, and the defaults are used", (_what, text) => {
    writeFileSync(path, text);
    const settings = open();
    const aside = join(bench.data, "settings.broken-2026-11-21T034500.json");
    expect(readFileSync(aside, "utf8")).toBe(text);
    expect(existsSync(path)).toBe(false);
    expect(settings.current()).toEqual(DEFAULT_SETTINGS);
    expect(settings.notices().map(({ level, text: said }) => [level, said.includes(aside)])).toEqual([
      ["warning", true],
    ]);
  });

  test("with a bad value gives the default for it, tells its name, and is left as it is", () => {
    const text = JSON.stringify({ clock: "13", countdown: true });
    writeFileSync(path, text);
    const settings = open();
    expect(settings.current()).toEqual({ ...DEFAULT_SETTINGS, countdown: true });
    expect(settings.notices().map(({ text: said }) => said)).toEqual([expect.stringContaining("clock")]);
    expect(readFileSync(path, "utf8")).toBe(text);
    settings.save({ clock: "12" });
    expect(settings.notices()).toEqual([]);
  });

  test("is only looked at beside another instance", () => {
    writeFileSync(path, "broken");
    expect(open(false).current()).toEqual(DEFAULT_SETTINGS);
    expect(readdirSync(bench.data)).toEqual(["settings.json"]);
  });

  test("is replaced and not written through, where somebody put a link in its place", () => {
    const target = join(bench.data, "elsewhere.json");
    writeFileSync(target, "{}");
    symlinkSync(target, path);
    open().save({ countdown: true });
    expect(readFileSync(target, "utf8")).toBe("{}");
    expect(inFile()).toEqual({ countdown: true });
  });

  test("that cannot be written says so, and the settings stay as they were", () => {
    const settings = open();
    // Something is in the way of the new file; rights would not stop a test that runs as root.
    mkdirSync(`${path}.${process.pid}.tmp`);
    expect(settings.save({ countdown: true })).toMatch(/could not be written/);
    expect([settings.current().countdown, existsSync(path)]).toEqual([false, false]);
  });

  test("in whose place a folder lies is put aside like any other thing that is no settings file", () => {
    const settings = open();
    mkdirSync(path);
    expect(settings.save({ countdown: true })).toBeUndefined();
    expect(settings.current().countdown).toBe(true);
  });
});

describe("settings through the engine", () => {
  let engine: Engine;
  let shown: Overview | undefined;

  function start(named: readonly string[] | "usual" = [bench.root]) {
    const roots = named === "usual" ? undefined : named;
    const started = startEngine({ roots, dataDir: bench.data, walkEveryMs: 20, watch: false });
    if (started.kind !== "engine") throw new Error(JSON.stringify(started));
    engine = started;
    engine.bridge.connect((event: BridgeEvent) => {
      if (event.kind === "feed") shown = applyFeed(shown, event.message);
    });
  }
  beforeEach(() => {
    shown = undefined;
    vi.stubEnv("CLAUDE_CONFIG_DIR", bench.root);
  });
  afterEach(async () => {
    await engine.stop();
    vi.unstubAllEnvs();
  });

  const ask = async () => (await engine.bridge.ask({ kind: "settings" })) as AnswerTo<"settings">;
  const save = async (changes: SettingsChanges) =>
    (await engine.bridge.ask({ kind: "save-settings", changes })) as AnswerTo<"save-settings">;

  test("a saved value is in the file, in the answer and in every window's feed", async () => {
    start();
    const { settings, problems, failed } = await save({ clock: "12" });
    expect([settings.clock, problems, failed]).toEqual(["12", [], undefined]);
    expect(inFile()).toEqual({ clock: "12" });
    await vi.waitFor(() => expect(shown?.settings.clock).toBe("12"));
  });

  test("with one bad value nothing is saved, and the reason is beside its field", async () => {
    start();
    const { settings, problems } = await save({ clock: "12", keepBackups: 0 });
    expect(problems).toEqual([{ field: "keepBackups", reason: expect.any(String) }]);
    expect(settings).toEqual(DEFAULT_SETTINGS);
    expect(existsSync(path)).toBe(false);
  });

  test("a folder is read besides the usual ones from the next start on", async () => {
    const more = workbench();
    more.write(drawLog("10:00:00  msg_more  read 1k  write 1k  out 1"));
    start("usual");
    expect((await save({ extraRoots: [more.root] })).atNextStart).toEqual(["extraRoots"]);
    await engine.stop();
    start("usual");
    expect((await ask()).atNextStart).toEqual([]);
    await vi.waitFor(() => expect(shown?.totals.calls).toBe(1));
    expect(shown?.health.roots.map(({ path: root }) => root)).toEqual([
      join(bench.root, "projects"),
      join(more.root, "projects"),
    ]);
    more.clear();
  });

  test("a folder that went away since is shown as missing, and nothing fails", async () => {
    writeFileSync(path, JSON.stringify({ extraRoots: ["/no/such/folder"] }));
    start("usual");
    await vi.waitFor(() =>
      expect(shown?.health.roots.at(-1)).toEqual({ path: "/no/such/folder", state: "missing", files: 0 }),
    );
  });

  test("a folder that is not there cannot be added", async () => {
    start();
    expect((await save({ extraRoots: ["/no/such/folder"] })).problems).toEqual([
      { field: "extraRoots", reason: expect.stringContaining("/no/such/folder") },
    ]);
  });

  test("folders of the command line win over the file, and the page can say so", async () => {
    writeFileSync(path, JSON.stringify({ extraRoots: [bench.data] }));
    start([bench.root]);
    const { commandLineRoots, settings } = await ask();
    expect([commandLineRoots, settings.extraRoots]).toEqual([[bench.root], [bench.data]]);
    await vi.waitFor(() => expect(shown?.health.roots).toHaveLength(1));
  });

  test("an edit by hand is found when the page asks", async () => {
    start();
    writeFileSync(path, JSON.stringify({ theme: "dark" }));
    expect((await ask()).settings.theme).toBe("dark");
    await vi.waitFor(() => expect(shown?.settings.theme).toBe("dark"));
  });

  test("a file that is broken while the page is open is told, though its values stay the same", async () => {
    start();
    writeFileSync(path, "{");
    await ask();
    await vi.waitFor(() => expect(shown?.notices.map(({ id }) => id)).toContain("settings-broken"));
  });

  test("backups go where the user wants them, and as many as wanted are kept", async () => {
    const folder = join(bench.data, "elsewhere");
    start();
    expect((await save({ backupFolder: folder, keepBackups: 1 })).problems).toEqual([]);
    await vi.waitFor(() => expect(readdirSync(folder)).toHaveLength(1), { timeout: 20_000 });
  });

  test.each(["projects/backups", "backups", "../link/x"])(
    "no backup is written among the logs, nor elsewhere in Claude Code's folder: %s",
    async (place) => {
      symlinkSync(join(bench.root, "projects"), join(bench.root, "..", "link"));
      start();
      const wanted = { backupFolder: join(bench.root, place) };
      const refused = [{ field: "backupFolder", reason: expect.stringContaining("holds logs") }];
      expect((await save(wanted)).problems).toEqual(refused);
      writeFileSync(path, JSON.stringify(wanted));
      expect(await ask()).toMatchObject({ problems: refused, settings: { backupFolder: "" } });
    },
  );

  test("a backup that cannot be made is told, and the engine goes on", async () => {
    writeFileSync(join(bench.data, "file"), "");
    writeFileSync(path, JSON.stringify({ backupFolder: join(bench.data, "file", "below") }));
    start();
    const told = () => shown?.notices.map(({ id }) => id);
    await vi.waitFor(() => expect(told()).toContain("backup"), { timeout: 20_000 });
    bench.write(drawLog("10:00:00  msg_1  read 1k  write 1k  out 1"));
    await vi.waitFor(() => expect(shown?.totals.calls).toBe(1));
  });

  test("the price file's state is told", async () => {
    writeFileSync(join(bench.data, "prices.json"), "[{}]");
    start();
    expect((await ask()).priceFile).toMatchObject({ state: "refused", reason: expect.any(String) });
  });
});
