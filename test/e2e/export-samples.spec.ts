import { expect, test, type Page } from "@playwright/test";
import { serveSamplePage } from "../renderer/sample-page/server.ts";
import { SAMPLE_NOW } from "../renderer/sample-lanes.ts";
import { expectAccessible, expectNoSidewaysScroll, SIZES } from "./fits-and-reads.ts";

test.skip(
  process.env["PREFIXWATCH_HOST"] === "electron",
  "needs a browser of its own, not the desktop window",
);

/** Of its parts only the table is wider than the window, and scrolls by itself. */
async function expectFits(page: Page): Promise<void> {
  await expectNoSidewaysScroll(page);
  const overflow = await page
    .locator(".export-dialog, .export-body")
    .evaluateAll((all) => all.map((part) => part.scrollWidth - part.clientWidth));
  expect(overflow).toEqual([0, 0]);
  await expectAccessible(page);
}

for (const size of [...SIZES, { width: 360, height: 640 }]) {
  test(`an export is accessible and fits at ${size.width} x ${size.height} while it is chosen, runs and ends`, async ({
    page,
  }) => {
    test.setTimeout(120_000);
    const { url, stop } = await serveSamplePage();
    try {
      await page.setViewportSize(size);
      await page.goto(`${url}/?scenario=waiting#/sessions`);
      await page.getByRole("button", { name: "Export…" }).click();
      await expect(page.getByText("Reading the first rows…")).toBeVisible();
      await expectFits(page);

      await page.clock.setFixedTime(SAMPLE_NOW);
      await page.goto(`${url}/?scenario=sample#/months?month=2026-10`);
      await page.getByRole("button", { name: "Export…" }).click();
      await expect(page.getByRole("columnheader", { name: "cacheRead" })).toBeAttached();
      await expectFits(page);

      await page.getByRole("button", { name: "Save to Downloads" }).click();
      await expect(page.getByRole("progressbar", { name: "Exported" })).toBeVisible();
      await expect(page.getByText("of 184 201 calls")).toBeVisible();
      await expectFits(page);
      await expect(page.getByRole("status").filter({ hasText: "1 204 rows saved to" })).toBeVisible();
      await expectFits(page);

      await page.getByRole("button", { name: "Events" }).click();
      await page.getByRole("button", { name: "Save to Downloads" }).click();
      await expect(page.getByText("Make room on that disk, then save again.")).toBeVisible();
      await expectFits(page);

      await page.getByRole("dialog").getByLabel("Last day").fill("2020-01-31");
      await page.getByRole("dialog").getByLabel("First day").fill("2020-01-01");
      await expect(page.getByText("No rows: nothing of this kind happened")).toBeVisible();
      await expect(page.getByRole("button", { name: "Save to Downloads" })).toBeDisabled();
      await expectFits(page);
    } finally {
      stop();
    }
  });
}

test("an export goes on while its dialog is closed, and is told on any page when it is opened again", async ({
  page,
}) => {
  const { url, stop } = await serveSamplePage();
  try {
    await page.goto(`${url}/?scenario=sample#/months?month=2026-10`);
    await page.getByRole("button", { name: "Export…" }).click();
    await page.getByRole("button", { name: "Save to Downloads" }).click();
    await expect(page.getByText("of 184 201 calls")).toBeVisible();
    await page.keyboard.press("Escape");
    const busy = page.getByRole("button", { name: "Exporting…" });
    await expect(busy).toBeVisible();
    await page.getByRole("link", { name: "Sessions", exact: true }).click();
    await busy.click();
    await expect(page.getByRole("button", { name: "Cancel export" })).toBeVisible();
    await expect(page.getByRole("status").filter({ hasText: "rows saved to" })).toBeVisible();
  } finally {
    stop();
  }
});
