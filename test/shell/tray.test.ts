import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import type { CacheEvent } from "../../shared/cache/event.ts";
import type { Overview, SessionSummary } from "../../shared/feed.ts";
import { DEFAULT_SETTINGS, type Settings } from "../../shared/settings.ts";
import { FakeEngine } from "../host/fake-engine.ts";
import { sampleFeed } from "../renderer/sample-feed.ts";
import { openDesktop, type Desktop } from "./desktop.ts";
import type { FakeTray } from "./fake-desk.ts";
import { colourOf } from "./icon-colour.ts";
import type { FakeElectron } from "./fake-electron.ts";

const sample = sampleFeed().overview;
const MINUTE = 60_000;

let desktop: Desktop;
afterEach(() => vi.useRealTimers());

async function open(setUp?: (electron: FakeElectron) => void) {
  desktop = await openDesktop(() => new FakeEngine(), [], setUp);
  await vi.waitFor(() => expect(desktop.heardByShell.listeners).toBe(1));
}

function live(part: Partial<SessionSummary> = {}, left = 4 * MINUTE): SessionSummary {
  const found = sample.sessions.find(({ warm }) => warm !== undefined);
  if (found?.warm === undefined) throw new Error("A session of the sample is warm");
  const safeUntil = Date.now() + left;
  const warm = {
    ...found.warm,
    ttl: "5m" as const,
    safeUntil,
    maybeUntil: safeUntil + 20_000,
    tokens: 150_000,
  };
  return { ...found, id: "live-1", cwd: "/home/ada/parser", lastAt: Date.now() - 1000, warm, ...part };
}

function loss(part: Partial<CacheEvent> = {}): CacheEvent {
  const event = sample.events.find(({ kind }) => kind === "invalidation");
  if (event === undefined) throw new Error("The sample has a break");
  return {
    ...event,
    session: "live-1",
    agent: undefined,
    callKey: "call-1",
    at: Date.now(),
    lost: 150_000,
    incident: undefined,
    ...part,
  };
}

/** The engine says so to the shell. */
function say(sessions: readonly SessionSummary[], part: Partial<Omit<Overview, "sessions">> = {}) {
  desktop.heardByShell.send({ kind: "update", sessions, changed: part });
}
const settings = (part: Partial<Settings>): { settings: Settings } => ({
  settings: { ...DEFAULT_SETTINGS, ...part },
});

function tray(): FakeTray {
  const [only] = desktop.electron.desk.trays;
  if (only === undefined) throw new Error("No tray");
  return only;
}
const labels = () => tray().menu.map(({ label, type }) => label ?? type);
const notified = () => desktop.electron.desk.notifications;

describe("the tray", () => {
  beforeEach(() => open());

  test("says hit rate and until when, in a colour that means something, and lists every live session", async () => {
    say([live(), live({ id: "live-2", cwd: "/home/ada/docs & more" }, -MINUTE)]);
    await vi.waitFor(() =>
      expect(tray().toolTip).toMatch(/^parser: hit rate \d+\.\d.%, warm until \d\d:\d\d$/u),
    );
    expect(labels().slice(0, 3)).toEqual([
      tray().toolTip,
      expect.stringMatching(/^docs && more: .*cold since/),
      "separator",
    ]);
    expect(labels().slice(-4)).toEqual([
      "Compact or full window",
      "Settings…",
      "separator",
      "Quit Prefixwatch",
    ]);
    expect(tray().title).toBe("");
  });

  test("turns red when the session breaks, and its menu is made anew only for other words", async () => {
    say([live()]);
    await vi.waitFor(() => expect(tray().toolTip).toContain("parser"));
    const { image, menus } = tray();
    say([], { events: [loss()] });
    await vi.waitFor(() => expect(tray().image).not.toBe(image));
    expect(tray().menus).toBe(menus);
    const { bitmaps } = tray().image as unknown as { bitmaps: readonly { buffer: Buffer }[] };
    expect(bitmaps.map(({ buffer }) => colourOf(buffer))).toEqual(["ea5a52", "ea5a52"]);
  });

  test("leads from a session in its menu to its Live page, in the window that is open", async () => {
    say([live({ id: "live 1/x" })]);
    await vi.waitFor(() => expect(tray().toolTip).toContain("parser"));
    tray().choose(tray().toolTip);
    const [window] = desktop.electron.windows;
    expect(desktop.electron.windows).toHaveLength(1);
    expect(window?.urls).toEqual(["app://main/", "app://main/#/live?pin=live%201%2Fx"]);
  });

  test("opens the settings, the other window, and ends the application", async () => {
    tray().choose("Settings…");
    expect(desktop.electron.windows[0]?.urls.at(-1)).toBe("app://main/#/settings");
    tray().choose("Compact or full window");
    expect(desktop.electron.windows.map(({ options }) => options.width)).toEqual([1280, 420]);
    tray().choose("Quit Prefixwatch");
    expect(desktop.electron.trace.at(-1)).toEqual(["app.quit"]);
  });

  test("says that the engine is away, and comes back with the next one", async () => {
    say([live()]);
    await vi.waitFor(() => expect(tray().toolTip).toContain("parser"));
    desktop.electron.children[0]?.end(1);
    await vi.waitFor(() =>
      expect(tray().toolTip).toBe(
        "Prefixwatch: The part of Prefixwatch that reads the logs stopped. It is being started again.",
      ),
    );
    await vi.waitFor(() => expect(tray().toolTip).toBe("Prefixwatch: no live session"), { timeout: 5000 });
  });
});

describe("a start at login", () => {
  test("opens no window, and closing one that was opened later does not end it", async () => {
    const argv = process.argv;
    process.argv = [...argv, "--hidden"];
    const { electron } = await openDesktop(
      () => new FakeEngine(),
      [],
      (made) => {
        made.opensWindow = false;
      },
    ).finally(() => {
      process.argv = argv;
    });
    expect(electron.windows).toEqual([]);
    electron.desk.trays[0]?.choose("Open Prefixwatch");
    expect(electron.windows).toHaveLength(1);
    electron.windows[0]?.close();
    expect(electron.trace.at(-1)).not.toEqual(["app.quit"]);
  });
});

describe("where there is no tray", () => {
  test("the window opens all the same", async () => {
    await open((electron) => {
      electron.desk.hasTray = false;
    });
    expect(desktop.electron.windows).toHaveLength(1);
    say([live()]);
    desktop.electron.app.emit("window-all-closed");
    expect(desktop.electron.trace.at(-1)).toEqual(["app.quit"]);
  });
});

describe("a notification", () => {
  beforeEach(() => open());

  test("of a break above the threshold is shown once, and a click on it leads to the event", async () => {
    say([live()], { events: [loss()] });
    await vi.waitFor(() => expect(notified()).toHaveLength(1));
    say([], { events: [loss()] });
    say([live()], { events: [loss()] });
    await vi.waitFor(() => expect(tray().toolTip).toContain("parser"));
    expect(notified().map(({ shown, options }) => [shown, options.title])).toEqual([
      [true, expect.stringMatching(/^parser: /)],
    ]);
    notified()[0]?.emit("click");
    expect(desktop.electron.windows[0]?.urls.at(-1)).toBe("app://main/#/session/live-1?call=call-1");
  });

  test("opens a window when none is open", async () => {
    say([live()], { events: [loss()], ...settings({ keepInTray: true }) });
    await vi.waitFor(() => expect(notified()).toHaveLength(1));
    desktop.electron.windows[0]?.close();
    notified()[0]?.emit("click");
    expect(desktop.electron.windows[1]?.urls).toEqual(["app://main/#/session/live-1?call=call-1"]);
  });

  test("is not shown below the threshold, in quiet hours, nor where the system has none", async () => {
    say([live()], { events: [loss()], ...settings({ notifyAboveTokens: 200_000, notifyAboveUsd: 9_999 }) });
    say([live()], {
      events: [loss({ callKey: "2" })],
      ...settings({ quietHours: true, quietFrom: "00:00", quietTo: "23:59" }),
    });
    desktop.electron.desk.hasNotifications = false;
    say([live()], { events: [loss({ callKey: "3" })], ...settings({}) });
    await vi.waitFor(() => expect(tray().toolTip).toContain("parser"));
    await new Promise((resolve) => setTimeout(resolve, 50));
    expect(notified()).toEqual([]);
  });

  test("comes in time before a warm cache expires, though the log is silent", async () => {
    say([live({}, 60_300)], settings({ notifyExpiry: true, expiryMinutes: 1 }));
    await vi.waitFor(() => expect(tray().toolTip).toContain("parser"));
    expect(notified()).toEqual([]);
    await vi.waitFor(() => expect(notified()).toHaveLength(1), { timeout: 2000 });
    expect(notified()[0]?.options.title).toContain("cache expires at");
  });
});

describe("settings", () => {
  test("reach the theme, the compact window and what closing the last window means", async () => {
    await open();
    const { desk, app, trace } = desktop.electron;
    say([], settings({ theme: "dark", compactOnTop: false, keepInTray: true }));
    await vi.waitFor(() => expect(desk.nativeTheme.themeSource).toBe("dark"));
    tray().choose("Compact or full window");
    expect(desktop.electron.windows[1]?.onTop).toBe(false);
    app.emit("window-all-closed");
    expect(trace.at(-1)).not.toEqual(["app.quit"]);
    say([], settings({ compactOnTop: true }));
    await vi.waitFor(() => expect(desktop.electron.windows[1]?.onTop).toBe(true));
    expect(desk.nativeTheme.themeSource).toBe("system");
    app.emit("window-all-closed");
    expect(trace.at(-1)).toEqual(["app.quit"]);
  });
});
