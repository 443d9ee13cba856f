import { describe, expect, test } from "vitest";
import {
  isQuiet,
  nextAlerts,
  nextLook,
  NOTHING_TOLD,
  type Alert,
  type AlertMemory,
} from "../../shared/alerts.ts";
import type { CacheEvent } from "../../shared/cache/event.ts";
import type { Overview, SessionSummary } from "../../shared/feed.ts";
import { DEFAULT_SETTINGS, type Settings } from "../../shared/settings.ts";
import { emptyOverview, sampleFeed } from "../renderer/sample-feed.ts";

const PLACE = { locale: "en-GB", timeZone: "UTC" } as const;
const NOW = Date.UTC(2026, 10, 21, 14, 2, 0);
const MINUTE = 60_000;

const sample = sampleFeed().overview;
const anEvent = pick(
  sample.events,
  ({ kind, incident }) => kind === "invalidation" && incident === undefined,
);
const aRunaway = pick(sample.events, ({ incident }) => incident?.runaway === true);
const aSession = pick(sample.sessions, ({ id }) => id === anEvent.session);

function pick<T>(values: readonly T[], wanted: (value: T) => boolean): T {
  const found = values.find(wanted);
  if (found === undefined) throw new Error("The sample has none such");
  return found;
}

/** A loss a minute ago, of 150k tokens and $1.08, unless said otherwise. */
function loss(part: Partial<CacheEvent> = {}): CacheEvent {
  const figures = { lost: 150_000, expected: 200_000, avoidable: 1.08, gap: 41_000 } as const;
  return { ...anEvent, ...figures, at: NOW - MINUTE, callKey: "call-1", group: "yours", ...part };
}

function rewrites(calls: number, part: Partial<CacheEvent> = {}): readonly CacheEvent[] {
  if (aRunaway.incident === undefined) throw new Error("A runaway is an incident");
  const incident = { ...aRunaway.incident, id: "run-1", calls, runaway: calls >= 3 };
  return Array.from({ length: calls }, (_, n) =>
    loss({
      cause: "pinned",
      callKey: `call-${n}`,
      at: NOW - MINUTE + n,
      incident,
      lost: 3_000,
      avoidable: 0.01,
      ...part,
    }),
  ).toReversed();
}

function overview(
  events: readonly CacheEvent[],
  settings: Partial<Settings> = {},
  sessions: readonly SessionSummary[] = [aSession],
): Overview {
  return { ...sample, sessions, events, settings: { ...DEFAULT_SETTINGS, ...settings } };
}

/** Remembers that it looked half an hour ago. */
const STARTED: AlertMemory = { since: NOW - 30 * MINUTE, told: [] };

function told(events: readonly CacheEvent[], settings: Partial<Settings> = {}): readonly Alert[] {
  return nextAlerts(STARTED, overview(events, settings), NOW, PLACE).alerts;
}

describe("a cache break", () => {
  test("above the threshold is told with its figures, and leads to its card", () => {
    const [alert] = told([loss()]);
    expect(alert).toMatchObject({
      kind: "invalidation",
      title: expect.stringMatching(/^[a-z-]+: /),
      body: "150k of 200k tokens lost after a 0:41 pause; $1.08 extra, avoidable.",
      link: { page: "session", session: anEvent.session, call: "call-1" },
    });
  });

  test.each<[string, Partial<CacheEvent>, Partial<Settings>, number]>([
    ["cheap and small", { lost: 30_000, avoidable: 0.2 }, {}, 0],
    ["dear", { lost: 30_000, avoidable: 0.5 }, {}, 1],
    ["large", { lost: 100_000, avoidable: 0.1 }, {}, 1],
    ["large and without a price", { avoidable: undefined }, {}, 1],
    ["small and without a price", { lost: 5_000, avoidable: undefined }, { notifyAboveUsd: 0 }, 0],
    ["of any price, when that is wanted", { lost: 2_000, avoidable: 0 }, { notifyAboveUsd: 0 }, 1],
    ["of a kind that is switched off", {}, { notifyInvalidations: false }, 0],
    ["a rebuild on purpose", { kind: "expected-rebuild" }, {}, 0],
    ["a start", { kind: "start" }, {}, 0],
    ["without a time", { at: undefined }, {}, 0],
  ])("that is %s", (_what, part, settings, alerts) => {
    expect(told([loss(part)], settings)).toHaveLength(alerts);
  });

  test("of before the start is no news, nor is one that comes to light after ten minutes", () => {
    const first = nextAlerts(NOTHING_TOLD, overview([loss()]), NOW, PLACE);
    expect(first.alerts).toEqual([]);
    expect(nextAlerts(first.memory, overview([loss()]), NOW + MINUTE, PLACE).alerts).toEqual([]);
    expect(
      nextAlerts(first.memory, overview([loss({ at: NOW + 1 })]), NOW + MINUTE, PLACE).alerts,
    ).toHaveLength(1);
    expect(told([loss({ at: NOW - 11 * MINUTE })])).toEqual([]);
  });

  test("is told once, whatever is sent again and however often", () => {
    let memory = STARTED;
    let count = 0;
    for (let n = 0; n < 20; n++) {
      const next = nextAlerts(memory, overview([loss()]), NOW + n * 1000, PLACE);
      ({ memory } = next);
      count += next.alerts.length;
    }
    expect(count).toBe(1);
  });

  test("names no project when that is not wanted, and no dollars as paid when they are not", () => {
    const [alert] = told([loss()], { hideProjects: true, apiEquivalent: true });
    expect(alert?.title).toMatch(/^A session: /);
    expect(alert?.body).toContain("$1.08 extra (API-equivalent)");
  });

  test("of the demo is never told", () => {
    const demo = { ...overview([loss()]), demo: true };
    expect(nextAlerts(STARTED, demo, NOW, PLACE)).toEqual({ alerts: [], memory: STARTED });
  });

  test("of many at once is told in one sentence", () => {
    const many = Array.from({ length: 5 }, (_, n) => loss({ callKey: `call-${n}` }));
    const { alerts, memory } = nextAlerts(STARTED, overview(many), NOW, PLACE);
    expect(alerts.map(({ title, link }) => [title, link.page])).toEqual([
      ["5 notifications at once", "invalidations"],
    ]);
    expect(alerts[0]?.body).toContain("750k tokens lost");
    expect(nextAlerts(memory, overview(many), NOW, PLACE).alerts).toEqual([]);
  });
});

describe("a runaway", () => {
  test("is told at the third rewrite, once, and its single breaks no more", () => {
    expect(told(rewrites(2))).toEqual([]);
    const third = nextAlerts(STARTED, overview(rewrites(3)), NOW, PLACE);
    expect(third.alerts.map(({ kind, title }) => [kind, title.replace(/^.*: /, "")])).toEqual([
      ["runaway", "written anew 3 times in a row"],
    ]);
    expect(third.alerts[0]?.link).toMatchObject({ call: "call-2" });
    expect(nextAlerts(third.memory, overview(rewrites(7)), NOW, PLACE).alerts).toEqual([]);
  });

  test("that is switched off is told break by break, by the thresholds", () => {
    expect(told(rewrites(3), { notifyRunaway: false })).toEqual([]);
    const dear = rewrites(3, { avoidable: 2 });
    expect(told(dear, { notifyRunaway: false }).map(({ kind }) => kind)).toEqual(
      Array(3).fill("invalidation"),
    );
  });
});

describe("a warm cache about to expire", () => {
  const warm = (left: number, tokens = 150_000): SessionSummary => {
    if (sample.sessions[0]?.warm === undefined) throw new Error("The sample's first session is warm");
    const safeUntil = NOW + left;
    return {
      ...aSession,
      lastAt: NOW - MINUTE,
      warm: {
        ...sample.sessions[0].warm,
        safeUntil,
        maybeUntil: safeUntil + 20_000,
        tokens,
        coldCost: 1.2,
        warmCost: 0.1,
      },
    };
  };
  const expiry = (left: number, settings: Partial<Settings> = {}, tokens?: number) =>
    nextAlerts(STARTED, overview([], { notifyExpiry: true, ...settings }, [warm(left, tokens)]), NOW, PLACE);

  test.each<[string, number, Partial<Settings>, number, number]>([
    ["within the minutes", 2 * MINUTE, {}, 150_000, 1],
    ["earlier", 2 * MINUTE + 1, {}, 150_000, 0],
    ["when it is over", 0, {}, 150_000, 0],
    ["unless it is small", MINUTE, {}, 99_999, 0],
    ["unless nobody asked", MINUTE, { notifyExpiry: false }, 150_000, 0],
    ["as early as wanted", 10 * MINUTE, { expiryMinutes: 10 }, 150_000, 1],
  ])("is told %s", (_when, left, settings, tokens, alerts) => {
    expect(expiry(left, settings, tokens).alerts).toHaveLength(alerts);
  });

  test("is told once after each call, though Claude Code moves its end by a second", () => {
    const first = expiry(MINUTE);
    expect(first.alerts[0]).toMatchObject({
      title: expect.stringContaining("cache expires at 14:03"),
      body: "150k tokens are warm until then. The next message then costs about $1.20 instead of $0.10.",
    });
    const moved = overview([], { notifyExpiry: true }, [warm(MINUTE - 1000)]);
    expect(nextAlerts(first.memory, moved, NOW + 1000, PLACE).alerts).toEqual([]);
  });

  test("is looked for in time, although no log grows meanwhile", () => {
    const quiet = overview([], { notifyExpiry: true, expiryMinutes: 2 }, [warm(10 * MINUTE)]);
    expect(nextLook(quiet, NOW)).toBe(NOW + 8 * MINUTE);
    expect(nextLook(quiet, NOW + 8 * MINUTE)).toBe(NOW + 9 * MINUTE);
    expect(nextLook(quiet, NOW + 10 * MINUTE)).toBe(NOW + 10 * MINUTE + 20_000);
    expect(nextLook(quiet, NOW + 11 * MINUTE)).toBeUndefined();
    expect(nextLook(emptyOverview(), NOW)).toBeUndefined();
  });
});

describe("quiet hours", () => {
  const at = (time: string) => Date.parse(`2026-11-21T${time}:00Z`);
  test.each<[string, string, string, boolean]>([
    ["22:00", "08:00", "22:00", true],
    ["22:00", "08:00", "00:00", true],
    ["22:00", "08:00", "07:59", true],
    ["22:00", "08:00", "08:00", false],
    ["22:00", "08:00", "21:59", false],
    ["12:00", "13:00", "12:30", true],
    ["12:00", "13:00", "13:00", false],
    ["12:00", "12:00", "12:00", false],
  ])("from %s to %s: at %s it is quiet: %s", (quietFrom, quietTo, time, quiet) => {
    const settings = { ...DEFAULT_SETTINGS, quietHours: true, quietFrom, quietTo };
    expect(isQuiet(settings, at(time), PLACE)).toBe(quiet);
    expect(isQuiet({ ...settings, quietHours: false }, at(time), PLACE)).toBe(false);
  });

  test("are by the clock of the user's zone", () => {
    const settings = { ...DEFAULT_SETTINGS, quietHours: true };
    expect(isQuiet(settings, at("13:30"), { ...PLACE, timeZone: "Asia/Tokyo" })).toBe(true);
  });

  test("drop what happens in them, for good", () => {
    const settings = { quietHours: true, quietFrom: "14:00", quietTo: "14:05" };
    const quiet = nextAlerts(STARTED, overview([loss()], settings), NOW, PLACE);
    expect(quiet.alerts).toEqual([]);
    expect(nextAlerts(quiet.memory, overview([loss()], settings), NOW + 4 * MINUTE, PLACE).alerts).toEqual(
      [],
    );
  });
});
