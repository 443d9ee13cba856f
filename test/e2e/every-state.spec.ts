import { expect, test, type Page } from "@playwright/test";
import { serveSamplePage } from "../renderer/sample-page/server.ts";
import { SAMPLE_NOW } from "../renderer/sample-lanes.ts";
import { expectAccessible } from "./fits-and-reads.ts";

test.skip(
  process.env["PREFIXWATCH_HOST"] === "electron",
  "needs a browser of its own, not the desktop window",
);

type State = {
  readonly scenario: string;
  readonly hash: string;
  /** Words that are on the page in this state only. */
  readonly says: string;
  readonly act?: (page: Page) => Promise<void>;
};

const MAIN = "#/session/parser-rewrite-1";
const click = (name: string) => (page: Page) => page.getByRole("button", { name, exact: true }).click();

/** What a page looks like besides with its usual data, which other tests see in every size. */
const STATES: Readonly<Record<string, readonly State[]>> = {
  "before there are any data": [
    { scenario: "loading", hash: "#/live", says: "Prefixwatch" },
    { scenario: "offline-first", hash: "#/live", says: "does not answer" },
    { scenario: "scanning-first", hash: "#/live", says: "412 of 1 243" },
    { scenario: "empty", hash: "#/sources", says: "Where every byte went" },
    { scenario: "empty", hash: "#/settings", says: "Settings" },
  ],
  Live: [
    { scenario: "sample", hash: "#/live?pin=infra-245", says: "Pinned · unpin" },
    { scenario: "sample", hash: "#/live?pin=gateway-lab-1", says: "no known price" },
    { scenario: "reading", hash: "#/live", says: "Reading the calls…" },
    { scenario: "offline", hash: "#/live", says: "The engine closed the connection." },
    { scenario: "scanning", hash: "#/live", says: "Claude Code deletes 14" },
  ],
  Sessions: [
    { scenario: "sample", hash: "#/sessions?q=nothing-of-this-name", says: "No session passes this filter." },
    { scenario: "broken", hash: "#/sessions", says: "This page could not be drawn" },
  ],
  "one session": [
    {
      scenario: "sample",
      hash: `${MAIN}?call=${encodeURIComponent("parser-rewrite-1/main/46")}`,
      says: "Copy",
    },
    { scenario: "sample", hash: `${MAIN}?agent=b81d55aa03`, says: "Timeline" },
    { scenario: "huge", hash: "#/session/monorepo-1?calls=100-400", says: "calls 101 to 400" },
    { scenario: "reading", hash: MAIN, says: "Reading the calls…" },
    { scenario: "gone", hash: MAIN, says: "no longer in the store" },
    { scenario: "sample", hash: "#/session/no-such", says: "This session is not known" },
  ],
  "Months and Invalidations": [
    { scenario: "failing", hash: "#/months", says: "The history could not be read" },
    {
      scenario: "sample",
      hash: "#/invalidations?range=all&cause=no-such",
      says: "No event passes this filter.",
    },
    {
      scenario: "sample",
      hash: "#/invalidations?range=days&from=2020-01-01&to=2020-01-02",
      says: "No call in these days",
    },
    { scenario: "waiting", hash: "#/invalidations", says: "Reading the history…" },
    { scenario: "failing", hash: "#/invalidations", says: "Try again" },
  ],
  "Sources and settings": [
    { scenario: "failing", hash: "#/sources", says: "The history could not be read" },
    { scenario: "sample", hash: "#/sources", says: "Both counts agree", act: click("Verify now") },
    { scenario: "failing", hash: "#/settings", says: "The history could not be read" },
    { scenario: "waiting", hash: "#/settings", says: "Settings" },
  ],
};

for (const [page, states] of Object.entries(STATES)) {
  test(`every state of the pages is accessible in both themes: ${page}`, async ({ page: tab }) => {
    const { url, stop } = await serveSamplePage();
    try {
      await tab.clock.setFixedTime(SAMPLE_NOW);
      for (const [place, { scenario, hash, says, act }] of states.entries()) {
        await test.step(`${scenario} ${hash}`, async () => {
          await tab.goto(`${url}/?scenario=${scenario}&state=${place}${hash}`);
          await act?.(tab);
          await expect(tab.getByText(says).filter({ visible: true }).first()).toBeVisible();
          await expectAccessible(tab);
        });
      }
    } finally {
      stop();
    }
  });
}
