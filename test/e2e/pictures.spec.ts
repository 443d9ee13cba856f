import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "./host.ts";
import { writeHistory } from "./story-history.ts";
import { writeStory } from "./story.ts";

const DOCS = join(import.meta.dirname, "..", "..", "docs");
const root = mkdtempSync(join(tmpdir(), "prefixwatch-story-"));
writeStory(root, Date.now());
writeHistory(root, Date.now());

test.use({ roots: [root] });
test.afterAll(() => rmSync(root, { recursive: true, force: true }));

for (const colorScheme of ["dark", "light"] as const) {
  test(`pictures, ${colorScheme}`, async ({ page }) => {
    await page.emulateMedia({ colorScheme, reducedMotion: "reduce" });
    await page.evaluate(() => localStorage.setItem("prefixwatch.tour", "ended"));
    await page.reload();
    await page.setViewportSize({ width: 1440, height: 900 });
    await expect(page.getByRole("heading", { name: "parser-rewrite" })).toBeVisible();
    await page.waitForTimeout(1_500);
    await page.screenshot({ path: join(DOCS, `live-${colorScheme}.png`) });
    await page.setViewportSize({ width: 420, height: 340 });
    await page.waitForTimeout(500);
    await page.screenshot({ path: join(DOCS, `compact-${colorScheme}.png`) });
    await page.setViewportSize({ width: 1440, height: 900 });
    await page.getByRole("link", { name: "all calls" }).click();
    await page
      .getByRole("complementary", { name: "Events" })
      .getByRole("button", { name: /^Tools changed/ })
      .first()
      .click();
    await page.waitForTimeout(800);
    await page.screenshot({ path: join(DOCS, `session-${colorScheme}.png`) });
    await page.setViewportSize({ width: 420, height: 340 });
    await page.waitForTimeout(500);
    await page.screenshot({ path: join(DOCS, `session-compact-${colorScheme}.png`) });
    await page.setViewportSize({ width: 1440, height: 1420 });
    await page.goto(`${page.url().split("#")[0]}#/invalidations?range=90d`);
    await expect(page.getByRole("table", { name: "Events" })).toBeVisible();
    await page.waitForTimeout(1_500);
    await page.screenshot({ path: join(DOCS, `invalidations-${colorScheme}.png`) });
    await page
      .getByRole("button", { name: /^Likely lost by the server/ })
      .nth(1)
      .click();
    const card = page.getByRole("article", { name: "Selected event" });
    await card.getByText("What was ruled out").click();
    await page.waitForTimeout(500);
    await card.screenshot({ path: join(DOCS, `event-card-${colorScheme}.png`) });
    await page.setViewportSize({ width: 1440, height: 900 });
    for (const name of ["Months", "Sources"]) {
      await page.getByRole("link", { name, exact: true }).click();
      await page.waitForTimeout(2_000);
      await page.screenshot({ path: join(DOCS, `${name.toLowerCase()}-${colorScheme}.png`) });
    }
  });
}
