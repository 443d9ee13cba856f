import { expect, test } from "@playwright/test";
import { serveSamplePage } from "../renderer/sample-page/server.ts";
import { SAMPLE_NOW } from "../renderer/sample-lanes.ts";
import { expectAccessible, expectNoSidewaysScroll, SIZES } from "./fits-and-reads.ts";

test.skip(
  process.env["PREFIXWATCH_HOST"] === "electron",
  "needs a browser of its own, not the desktop window",
);

/** What the corpus has not: fourteen months, eight projects, a model without a price, pages that still wait. */
const PAGES = [
  ["sample", "#/months?month=2026-10&open=2026-W41+2026-10-06"],
  ["sample", "#/months?month=2026-11&split=project&heat=cost"],
  ["sample", "#/months?from=2025-10-06&to=2026-11-21&split=model"],
  ["sample", "#/months?month=2026-12"],
  ["waiting", "#/months"],
  ["sample", "#/sources"],
  ["waiting", "#/sources"],
] as const;

for (const size of [...SIZES, { width: 360, height: 640 }]) {
  test(`a long history and its sources are accessible and fit at ${size.width} x ${size.height}`, async ({
    page,
  }) => {
    test.setTimeout(120_000);
    const { url, stop } = await serveSamplePage();
    try {
      await page.setViewportSize(size);
      await page.clock.setFixedTime(SAMPLE_NOW);
      for (const [scenario, hash] of PAGES) {
        await page.goto(`${url}/?scenario=${scenario}${hash}`);
        await page.reload();
        await expect(page.getByRole("main")).toBeVisible();
        if (scenario === "sample") {
          await expect(page.getByRole(hash.startsWith("#/months") ? "grid" : "table").first()).toBeVisible();
        }
        await expectNoSidewaysScroll(page);
        // What is read out differs between wide and narrow, not between narrow and narrower.
        if (size.width !== 360) await expectAccessible(page);
      }
    } finally {
      stop();
    }
  });
}

test("the keyboard walks over the calendar and opens a day", async ({ page }) => {
  const { url, stop } = await serveSamplePage();
  try {
    await page.clock.setFixedTime(SAMPLE_NOW);
    await page.goto(`${url}/?scenario=sample#/months?month=2026-10&zone=UTC`);
    const grid = page.getByRole("grid", { name: "Hit rate of each day" });
    await grid.focus();
    // The first key shows where one is, on the newest day with calls; the next goes to the day before.
    await page.keyboard.press("ArrowUp");
    await page.keyboard.press("ArrowUp");
    const day = (await grid.getAttribute("aria-activedescendant"))?.slice(-"2026-11-19".length) ?? "";
    expect(day).toBe("2026-11-19");
    await page.keyboard.press("Enter");
    // It is of another month than the page was of.
    await expect(page.locator(`#day-${day}`)).toBeVisible();
    await expect(page.locator(`#day-${day} button`)).toBeFocused();
    await expect(page).toHaveURL(new RegExp(`open=.*${day}`));
  } finally {
    stop();
  }
});
