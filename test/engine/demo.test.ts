import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { demoDay } from "../../electron/engine/demo/day.ts";
import { liveHour } from "../../electron/engine/demo/live-hour.ts";
import { startWithDemo } from "../../electron/engine/demo/with-demo.ts";
import type { Engine } from "../../electron/engine/engine.ts";
import type { BridgeEvent } from "../../shared/bridge.ts";
import type { CacheEvent } from "../../shared/cache/event.ts";
import { applyFeed, type Overview } from "../../shared/feed.ts";
import { drawLog } from "../transcript.ts";

let folder = "";
let logs = "";
const running: Engine[] = [];

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "prefixwatch-with-demo-"));
  logs = join(folder, "logs");
  mkdirSync(logs);
  vi.stubEnv("TMPDIR", join(folder, "tmp"));
  mkdirSync(join(folder, "tmp"));
});
afterEach(async () => {
  for (const engine of running.splice(0)) await engine.stop();
  vi.unstubAllEnvs();
  rmSync(folder, { recursive: true, force: true });
});

function start(demo: boolean): { readonly engine: Engine; readonly shown: () => Overview | undefined } {
  const engine = startWithDemo({ roots: [logs], dataDir: join(folder, "data"), watch: false, demo });
  if (engine.kind !== "engine") throw new Error(`The engine did not start: ${engine.kind}`);
  running.push(engine);
  let overview: Overview | undefined;
  engine.bridge.connect((event: BridgeEvent) => {
    if (event.kind === "feed") overview = applyFeed(overview, event.message);
  });
  return { engine, shown: () => overview };
}

const read = (shown: () => Overview | undefined) =>
  vi.waitFor(
    () => {
      const overview = shown();
      if (overview?.scan.phase !== "watching") throw new Error("still reading");
      return overview;
    },
    { timeout: 20_000, interval: 50 },
  );
const temporary = () => readdirSync(join(folder, "tmp"));

async function eventsOf(engine: Engine): Promise<readonly CacheEvent[]> {
  const answer = await engine.bridge.ask({
    kind: "invalidations",
    from: undefined,
    to: undefined,
    zone: "UTC",
  });
  if (answer.kind !== "invalidations") throw new Error(`Answered with ${answer.kind}`);
  return answer.events;
}

test("every cause there is happens in the demo's day", async () => {
  const { engine, shown } = start(true);
  const overview = await read(shown);
  expect(overview.demo).toBe(true);
  const events = [...(await eventsOf(engine)), ...overview.events];
  const starts: CacheEvent[] = [];
  for (const { id } of overview.sessions) {
    const connection = engine.bridge.connect((event) => {
      if (event.kind === "feed" && event.message.kind === "session")
        starts.push(...(event.message.detail?.events ?? []));
    });
    connection.watch(id);
    connection.close();
  }
  const found = new Set([...events, ...starts].flatMap(({ cause, also }) => [cause, ...also]));
  const source = readFileSync(join(import.meta.dirname, "../../shared/cache/event.ts"), "utf8");
  const union = /export type Cause =([\s\S]*?);/.exec(source)?.[1] ?? "";
  const causes = [...union.matchAll(/"([a-z0-9-]+)"/g)].map(([, cause = ""]) => cause);
  expect(causes.length).toBeGreaterThan(25);
  expect(causes.filter((cause) => !found.has(cause as CacheEvent["cause"]))).toEqual([]);
});

test("the user's own logs and the demo are never one history, and leaving it leaves nothing", async () => {
  mkdirSync(join(logs, "projects", "-home-dev-parser"), { recursive: true });
  const log = drawLog("10:00:00  msg_1  read 0  write1h 20k");
  writeFileSync(join(logs, "projects", "-home-dev-parser", "own.jsonl"), log);
  const { engine, shown } = start(false);
  const own = await read(shown);
  expect([own.demo, own.sessions.length, own.totals.calls]).toEqual([false, 1, 1]);
  const [session] = own.sessions;

  expect(await engine.bridge.ask({ kind: "demo", play: true })).toEqual({ kind: "demo", playing: true });
  const demo = await read(shown);
  expect(demo.demo).toBe(true);
  expect(demo.sessions.length).toBeGreaterThan(5);
  expect(demo.sessions.map(({ id }) => id)).not.toContain(session?.id);
  expect(demo.sessions.every(({ cwd }) => cwd?.startsWith("/home/demo/") ?? true)).toBe(true);
  expect(temporary()).toHaveLength(1);

  expect(await engine.bridge.ask({ kind: "demo", play: false })).toEqual({ kind: "demo", playing: false });
  const after = await read(shown);
  expect([after.demo, after.sessions, after.totals]).toEqual([false, own.sessions, own.totals]);
  expect(temporary()).toEqual([]);
  const ledger = new DatabaseSync(join(folder, "data", "ledger.sqlite"), { readOnly: true });
  expect(ledger.prepare("SELECT count(*) AS calls FROM call").get()).toMatchObject({ calls: 1 });
  ledger.close();
});

test("settings stay the user's own while the demo plays, and reach every page when they change", async () => {
  const { engine, shown } = start(false);
  await read(shown);
  await engine.bridge.ask({ kind: "demo", play: true });
  await read(shown);
  const saved = await engine.bridge.ask({ kind: "save-settings", changes: { clock: "12" } });
  expect(saved).toMatchObject({ kind: "save-settings", problems: [], settings: { clock: "12" } });
  await vi.waitFor(() => expect([shown()?.demo, shown()?.settings.clock]).toEqual([true, "12"]));
  await new Promise((done) => {
    setTimeout(done, 300);
  });
  expect(shown()?.settings.clock, "and the demo's own values do not come back").toBe("12");
  await engine.bridge.ask({ kind: "demo", play: false });
  expect((await read(shown)).settings.clock).toBe("12");
});

test("started with the demo, the user's own logs are not opened before it is left", async () => {
  const { engine, shown } = start(true);
  expect((await read(shown)).demo).toBe(true);
  expect(existsSync(join(folder, "data"))).toBe(false);
  await engine.bridge.ask({ kind: "demo", play: false });
  expect((await read(shown)).demo).toBe(false);
  expect(existsSync(join(folder, "data"))).toBe(true);
});

test("a second program that holds the user's ledger is named, and the demo goes on", async () => {
  const first = start(false);
  await read(first.shown);
  const second = start(true);
  await read(second.shown);
  await expect(second.engine.bridge.ask({ kind: "demo", play: false })).rejects.toThrow(
    "Another Prefixwatch",
  );
  expect(second.shown()?.demo).toBe(true);
});

test("the demo goes on while one watches", async () => {
  const { engine, shown } = start(true);
  const before = await read(shown);
  const live = (overview: Overview) =>
    overview.sessions.toSorted((a, b) => (b.lastAt ?? 0) - (a.lastAt ?? 0))[0];
  const session = live(before);
  engine.bridge.connect(() => undefined);
  await vi.waitFor(
    () => expect(live(shown() ?? before)?.totals.calls).toBeGreaterThan(session?.totals.calls ?? 0),
    {
      timeout: 20_000,
      interval: 100,
    },
  );
}, 30_000);

test("the lines of the demo are of the day before, and those of its live session go on after it", () => {
  const now = Date.parse("2026-08-14T12:00:00Z");
  const times = demoDay(now).flatMap(({ lines }) => lines.map(({ at }) => at));
  expect(Math.min(...times)).toBeGreaterThan(now - 24 * 3_600_000);
  expect(Math.max(...times)).toBeLessThan(now);
  const live = liveHour(0, now).lines;
  expect(live.map(({ at }) => at)).toEqual(live.map(({ at }) => at).toSorted((a, b) => a - b));
  expect((live.at(-1)?.at ?? 0) - now).toBeGreaterThan(8 * 60_000);
});
