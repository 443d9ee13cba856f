import { expect, test } from "vitest";
import { linkHash } from "../../shared/deep-link.ts";
import type { Overview, SessionSummary } from "../../shared/feed.ts";
import { trayFace } from "../../shared/tray-face.ts";
import { emptyOverview, sampleFeed } from "../renderer/sample-feed.ts";
import { parseView, sessionView } from "../../renderer/view-state.ts";

const PLACE = { locale: "en-GB", timeZone: "UTC" } as const;
const NOW = Date.UTC(2026, 10, 21, 14, 0, 0);
const MINUTE = 60_000;
const { overview: sample } = sampleFeed();

function session(left: number, part: Partial<SessionSummary> = {}): SessionSummary {
  const found = sample.sessions.find(({ warm }) => warm !== undefined);
  if (found?.warm === undefined) throw new Error("A session of the sample is warm");
  const safeUntil = NOW + left;
  return {
    ...found,
    cwd: "/home/ada/parser",
    lastAt: NOW - MINUTE,
    recent: {
      ...found.recent,
      cacheRead: 984,
      cacheWrite5m: 16,
      cacheWrite1h: 0,
      cacheWriteUnknownTtl: 0,
      uncachedInput: 0,
    },
    warm: { ...found.warm, ttl: "5m", safeUntil, maybeUntil: safeUntil + 20_000 },
    ...part,
  };
}

const face = (sessions: readonly SessionSummary[], events: Overview["events"] = []) =>
  trayFace({ ...sample, sessions, events }, NOW, PLACE);

test("the tray says hit rate and until when of the newest session, and lists all live ones", () => {
  const other = session(-10 * MINUTE, { id: "other", cwd: "/home/ada/docs", lastAt: NOW - 5 * MINUTE });
  const old = session(-20 * 3_600_000, { id: "old", lastAt: NOW - 20 * 3_600_000 });
  const { title, tooltip, sessions } = face([old, other, session(4 * MINUTE, { id: "new" })]);
  expect(title).toBe("98.4\u202F%  14:04");
  expect(tooltip).toBe("parser: hit rate 98.4\u202F%, warm until 14:04");
  expect(sessions).toEqual([
    { id: "new", label: tooltip, hash: "#/live?pin=new" },
    { id: "other", label: "docs: hit rate 98.4\u202F%, cold since 13:50", hash: "#/live?pin=other" },
  ]);
});

test.each([
  [4 * MINUTE, "warm"],
  [MINUTE, "expiring"],
  [-10_000, "expiring"],
  [-20_000, "cold"],
] as const)("with %i ms left it is %s", (left, colour) => {
  expect(face([session(left)]).colour).toBe(colour);
});

test("a break of the newest session is shown for five minutes, one of another session is not", () => {
  const event = sample.events.find(({ kind }) => kind === "invalidation");
  if (event === undefined) throw new Error("The sample has a break");
  const { id } = session(4 * MINUTE);
  const broken = (part: object) =>
    face([session(4 * MINUTE)], [{ ...event, session: id, at: NOW - MINUTE, ...part }]).colour;
  expect(broken({})).toBe("broken");
  expect(broken({ at: NOW - 5 * MINUTE })).toBe("warm");
  expect(broken({ session: "other" })).toBe("warm");
  expect(broken({ kind: "expected-rebuild" })).toBe("warm");
});

test("the demo is no session of the user, and no colour of it means anything", () => {
  const demo = { ...sample, sessions: [session(4 * MINUTE)], demo: true };
  expect(trayFace(demo, NOW, PLACE)).toMatchObject({ colour: "away", title: "Demo", sessions: [] });
});

test("nothing cached, no session and no engine are told apart", () => {
  expect(face([session(MINUTE, { warm: undefined })])).toMatchObject({
    colour: "cold",
    title: "98.4\u202F%  cold",
  });
  expect(trayFace(emptyOverview(), NOW, PLACE)).toMatchObject({ colour: "cold", title: "", sessions: [] });
  expect(trayFace("Prefixwatch is starting", NOW, PLACE)).toMatchObject({
    colour: "away",
    tooltip: "Prefixwatch is starting",
  });
});

test("every link that the shell makes is one that the page reads back, whatever an id is made of", () => {
  for (const id of ["5e55-1", "a b&c=d#e?f/g%h", "日本語", "../../x"]) {
    expect(parseView(linkHash({ page: "live", session: id }))).toEqual({ page: "live", pinned: id });
    expect(parseView(linkHash({ page: "session", session: id, agent: undefined, call: id }))).toEqual(
      sessionView(id, undefined, id),
    );
    expect(parseView(linkHash({ page: "session", session: id, agent: id, call: id }))).toEqual(
      sessionView(id, id, id),
    );
  }
  expect(parseView(linkHash({ page: "live", session: undefined }))).toEqual({
    page: "live",
    pinned: undefined,
  });
  expect(parseView(linkHash({ page: "settings" })).page).toBe("settings");
  expect(parseView(linkHash({ page: "invalidations" })).page).toBe("invalidations");
});
