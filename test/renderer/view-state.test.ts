import { expect, test } from "vitest";
import {
  ALL_SESSIONS,
  LIVE,
  parseView,
  sessionView,
  viewHash,
  type View,
} from "../../renderer/view-state.ts";

const views: readonly View[] = [
  LIVE,
  { page: "live", pinned: "a b/c?&#" },
  ALL_SESSIONS,
  {
    page: "sessions",
    text: "parser rewrite",
    project: "-home-ada",
    model: "claude-opus-5-5",
    sort: "lost",
    descending: false,
  },
  sessionView("b7c1"),
  { ...sessionView("ä/ö?", "agent-1", "msg_01 x"), range: { from: 10, to: 40 } },
];

test("every view survives its hash", () => {
  expect(views.map((view) => parseView(viewHash(view)))).toEqual(views);
});

test("a plain view has a plain hash", () => {
  expect(views.map(viewHash).filter((hash) => !hash.includes("?"))).toEqual([
    "#/live",
    "#/sessions",
    "#/session/b7c1",
  ]);
});

test("anything unknown is the Live page, the loopback host's first URL too", () => {
  for (const hash of ["", "#", "#t=abc", "#/nowhere", "#/session/", "#/session/%E0%A4%A", "#t=abc&pin=x"]) {
    expect(parseView(hash)).toEqual(LIVE);
  }
});

test("a broken sort or range is left out", () => {
  expect(parseView("#/sessions?sort=nope")).toEqual(ALL_SESSIONS);
  for (const calls of ["", "5", "9-3", "a-b", "-1-4", "4-4"]) {
    expect(parseView(`#/session/x?calls=${calls}`)).toEqual(sessionView("x"));
  }
});
