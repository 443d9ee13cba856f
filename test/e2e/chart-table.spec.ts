import { expect, test, type Page } from "@playwright/test";
import { serveSamplePage } from "../renderer/sample-page/server.ts";
import { SAMPLE_NOW } from "../renderer/sample-lanes.ts";
import { expectAccessible, expectNoSidewaysScroll } from "./fits-and-reads.ts";

test.skip(
  process.env["PREFIXWATCH_HOST"] === "electron",
  "needs a browser of its own, not the desktop window",
);

/** Of each page the charts with a table behind them, and words that only the table has. */
const PAGES = [
  ["#/live", ["Prefix depth per call"], "The calls in the charts, in tokens, newest first"],
  ["#/months?month=2026-10", ["Tokens and hit rate per day"], "Tokens, hit rate, cost and breaks by day"],
  [
    "#/invalidations?range=all",
    ["Breaks per 100 calls, by week", "Lifetime of what is written, by day"],
    "Written tokens by lifetime",
  ],
] as const;

/** Where the panels stand below the first: nothing may move when a chart becomes a table. */
async function places(page: Page): Promise<readonly unknown[]> {
  return page.locator(".panel").evaluateAll((all) => {
    const top = all[0]?.getBoundingClientRect().y ?? 0;
    return all.map((panel) => {
      const { x, y, width, height } = panel.getBoundingClientRect();
      return [x, y - top, width, height].map(Math.round);
    });
  });
}

for (const width of [1440, 360]) {
  test(`by keyboard a chart becomes a table and a chart again, in the same room, ${width} wide`, async ({
    page,
  }) => {
    const { url, stop } = await serveSamplePage();
    try {
      await page.setViewportSize({ width, height: 900 });
      await page.clock.setFixedTime(SAMPLE_NOW);
      for (const [place, [hash, charts, caption]] of PAGES.entries()) {
        await page.goto(`${url}/?scenario=sample&page=${place}${hash}`);
        await page.evaluate(() => document.fonts.ready);
        await expect(page.getByRole("img", { name: /same figures follow as a table/ })).toHaveCount(
          charts.length + (hash === "#/live" ? 1 : 0),
        );
        const before = await places(page);
        for (const chart of charts) {
          await page.getByRole("button", { name: `Show as table: ${chart}` }).focus();
          await page.keyboard.press("Enter");
          await expect(page.getByRole("button", { name: `Show as chart: ${chart}` })).toBeFocused();
          const table = page.getByRole("region", { name: `${chart}, as a table` });
          expect(await table.getByRole("row").count()).toBeGreaterThan(5);
          await expect(table.getByRole("row").nth(1)).toBeInViewport();
          // More rows than room: the keys scroll it, and its head stays.
          await table.focus();
          await page.keyboard.press("End");
          await expect(table.getByRole("columnheader").first()).toBeVisible();
        }
        await expect(page.getByRole("table", { name: caption })).toBeVisible();
        expect(await places(page)).toEqual(before);
        await expectNoSidewaysScroll(page);
        if (width === 1440) await expectAccessible(page);
        for (const chart of charts)
          await page.getByRole("button", { name: `Show as chart: ${chart}` }).click();
        await expect(page.locator(".recharts-surface").first()).toBeVisible();
        expect(await places(page)).toEqual(before);
        await expect(page.getByRole("table", { name: caption })).toBeAttached();
      }
    } finally {
      stop();
    }
  });
}

test("the bar under the pointer tells its figures, and they are those of the table", async ({ page }) => {
  const { url, stop } = await serveSamplePage();
  try {
    await page.setViewportSize({ width: 1440, height: 900 });
    await page.clock.setFixedTime(SAMPLE_NOW);
    await page.goto(`${url}/?scenario=sample#/live`);
    const bars = page.locator(".live-depth-chart .depth-bars");
    await expect(bars).toBeVisible();
    const box = await bars.boundingBox();
    if (box === null) throw new Error("the bars have a place");
    await page.mouse.move(box.x + box.width - 4, box.y + box.height - 10);
    const told = page.locator(".live-depth-chart .call-tooltip");
    await expect(told).toContainText("Call 55 14:01:27");
    await expect(told).toContainText("96.7");
    await page.mouse.move(box.x + 4, box.y + box.height - 10);
    await expect(told).toContainText("Call 1 ");
    await page.getByRole("button", { name: "Show as table: Prefix depth per call" }).click();
    await expect(page.getByRole("row", { name: /^55 14:01:27/ })).toContainText("96.7");
  } finally {
    stop();
  }
});
