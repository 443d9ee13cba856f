import { expect, test } from "vitest";
import { MONTHS, type MonthsView } from "../../renderer/months-view.ts";
import { SOURCES, type SourcesView } from "../../renderer/sources-view.ts";
import { parseView, viewHash } from "../../renderer/view-state.ts";

const views: readonly (MonthsView | SourcesView)[] = [
  MONTHS,
  {
    ...MONTHS,
    month: "2026-02",
    split: "project",
    heat: "cost",
    open: ["2026-W06", "2026-02-05", "2026-02"],
  },
  { ...MONTHS, from: "2026-08-14", to: "2026-09-01", zone: "Pacific/Auckland" },
  { ...MONTHS, project: "-home-ada-a&b=c #?", model: "claude-opus-5-5", lane: "sub" },
  SOURCES,
  { ...SOURCES, text: "agent 1/ä", sort: "damaged", descending: false },
];

test("every view of Months and Sources survives its hash", () => {
  expect(views.map((view) => parseView(viewHash(view)))).toEqual(views);
});

test("filters have the names that they have on Sessions", () => {
  const hash = viewHash({ ...MONTHS, project: "p", model: "m" });
  expect(parseView(hash.replace("months", "sessions"))).toMatchObject({ project: "p", model: "m" });
});

test("what cannot be read in a hash is as usual", () => {
  for (const broken of [
    "month=2026-13",
    "month=october",
    "from=2026-02-30&to=2026-03-01",
    "from=2026-02-01",
    "from=0202-08-01&to=2026-08-31",
    "from=2026-08-01&to=2200-01-01",
    "month=0202-08",
    "zone=Mars/Olympus",
    "split=weather",
    "lane=fast",
    "open=x+2026-W1+20261005",
  ]) {
    expect(parseView(`#/months?${broken}`)).toEqual(MONTHS);
  }
  expect(parseView("#/sources?sort=colour")).toEqual(SOURCES);
});
