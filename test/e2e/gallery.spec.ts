import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test, type Page } from "@playwright/test";
import { buildGallery } from "../gallery/build.ts";
import { serveSamplePage } from "../renderer/sample-page/server.ts";
import { SAMPLE_NOW } from "../renderer/sample-lanes.ts";
import { expectAccessible, expectNoSidewaysScroll } from "./fits-and-reads.ts";

/** Which system and browser drew the pictures in `gallery-pictures`: letters and curves are drawn otherwise elsewhere. */
const MADE_BY: unknown = JSON.parse(
  readFileSync(join(import.meta.dirname, "gallery-pictures", "made-by.json"), "utf8"),
);
const WIDTHS = [360, 900, 1440] as const;
const SCHEMES = ["light", "dark"] as const;

test.skip(
  process.env["PREFIXWATCH_HOST"] === "electron",
  "needs a browser of its own, not the desktop window",
);

let gallery: { readonly url: string; readonly stop: () => void } | undefined;
test.beforeAll(async () => {
  const { folder, remove } = await buildGallery();
  const { url, stop } = await serveSamplePage(0, folder);
  gallery = {
    url,
    stop: () => {
      stop();
      remove();
    },
  };
});
test.afterAll(() => gallery?.stop());

async function openGallery(page: Page): Promise<readonly string[]> {
  await page.clock.setFixedTime(SAMPLE_NOW);
  await page.emulateMedia({ reducedMotion: "reduce", colorScheme: "light" });
  await page.goto(gallery?.url ?? "");
  await page.evaluate(() => document.fonts.ready);
  const exhibits = await page
    .locator("[data-exhibit]")
    .evaluateAll((all) => all.map((one) => one.getAttribute("data-exhibit") ?? ""));
  expect(exhibits.length).toBeGreaterThan(10);
  return exhibits;
}

/** Charts follow a new width one frame later. */
async function settled(page: Page): Promise<void> {
  await page.evaluate(
    () =>
      new Promise((done) =>
        requestAnimationFrame(() => requestAnimationFrame(() => requestAnimationFrame(done))),
      ),
  );
  await page.waitForTimeout(150);
}

for (const width of WIDTHS) {
  test(`every chart and state looks as it did, ${width} wide, light and dark`, async ({ page, browser }) => {
    test.setTimeout(180_000);
    const here = { platform: process.platform, chromium: browser.version().split(".")[0] };
    const isSame = JSON.stringify(here) === JSON.stringify(MADE_BY);
    test.skip(
      !isSame,
      `needs what drew the stored pictures, ${JSON.stringify(MADE_BY)}, not ${JSON.stringify(here)}`,
    );
    await page.setViewportSize({ width, height: 900 });
    const exhibits = await openGallery(page);
    for (const colorScheme of SCHEMES) {
      await page.emulateMedia({ colorScheme, reducedMotion: "reduce" });
      await settled(page);
      for (const exhibit of exhibits) {
        const shown = page.locator(`[data-exhibit="${exhibit}"]`);
        const name = `${exhibit.replaceAll(" ", "-")}-${width}-${colorScheme}.png`;
        await expect.soft(shown, exhibit).toHaveScreenshot(name, {
          // The smaller of the two holds.
          maxDiffPixelRatio: 1,
          maxDiffPixels: 60,
        });
      }
    }
  });
}

test("every chart and state is accessible in both themes, and nothing is wider than a narrow window", async ({
  page,
}) => {
  test.setTimeout(120_000);
  for (const width of [1440, 720, 360]) {
    await page.setViewportSize({ width, height: 800 });
    await openGallery(page);
    await settled(page);
    await expectNoSidewaysScroll(page);
    if (width === 1440) await expectAccessible(page);
  }
});

test("a page that cannot be drawn says so, and the others are still there", async ({ page }) => {
  const { url, stop } = await serveSamplePage();
  try {
    await page.goto(`${url}/?scenario=broken`);
    await expect(page.getByRole("heading", { name: "This page could not be drawn" })).toBeVisible();
    await page.getByRole("link", { name: "Sources", exact: true }).click();
    await expect(page.getByRole("heading", { name: "Where every byte went" })).toBeVisible();
    await page.getByRole("link", { name: "Sessions", exact: true }).click();
    await expect(page.getByRole("alert")).toContainText("your history is not touched by it");
  } finally {
    stop();
  }
});
