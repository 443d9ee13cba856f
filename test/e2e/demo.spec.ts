import { mkdirSync, mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Page } from "@playwright/test";
import { expectAccessible, expectNoSidewaysScroll } from "./fits-and-reads.ts";
import { expect, startHost, test } from "./host.ts";

const PAGES = ["Live", "Sessions", "Months", "Invalidations", "Sources", "Settings"] as const;
/** A phone, and a screen of 1440 x 900 at 200 % and at 125 %. */
const NARROW = [
  { width: 360, height: 700 },
  { width: 720, height: 450 },
  { width: 1152, height: 720 },
] as const;
const isDesktop = process.env["PREFIXWATCH_HOST"] === "electron";

async function open(page: Page, name: (typeof PAGES)[number]): Promise<void> {
  await page.getByRole("link", { name, exact: true }).click();
  await expect(page.getByRole("link", { name, exact: true })).toHaveAttribute("aria-current", "page");
  await expect(page.locator("main[aria-busy=true]")).toHaveCount(0);
}

const band = (page: Page) => page.getByRole("region", { name: "Demo" });

test("an empty home offers the demo, which is marked on every page and leaves nothing behind", async ({
  page,
}) => {
  test.setTimeout(180_000);
  await expect(page.getByRole("heading", { name: "No session found yet" })).toBeVisible({ timeout: 20_000 });
  await expectAccessible(page);
  await page.getByRole("button", { name: "Try the demo" }).click();
  await expect(band(page)).toBeVisible({ timeout: 20_000 });
  await expect(page.locator(".live-depth-chart .depth-bars").first()).toBeVisible();

  await test.step("the tour has four notes", async () => {
    const tour = page.getByRole("complementary", { name: "Tour" });
    for (const place of ["1 of 4", "2 of 4", "3 of 4"]) {
      await expect(tour).toContainText(place);
      await tour.getByRole("button", { name: "Next" }).click();
    }
    await expect(tour).toContainText("4 of 4");
    await tour.getByRole("button", { name: "Done" }).click();
    await expect(tour).toHaveCount(0);
    await page.reload();
    await expect(page.locator(".live-depth-chart .depth-bars").first()).toBeVisible();
    await expect(tour, "once read, it is gone for ever").toHaveCount(0);
  });

  await test.step("every page is marked, fits a narrow window and zoom", async () => {
    for (const name of PAGES) {
      await open(page, name);
      await expect(band(page)).toBeVisible();
      await expect(page).toHaveTitle(/^Demo: /);
      // The other pages' specs look at them with more to see than a day.
      if (name === "Live" || name === "Settings") await expectAccessible(page);
      for (const size of NARROW) {
        await page.setViewportSize(size);
        await expectNoSidewaysScroll(page);
      }
      await page.setViewportSize({ width: 1280, height: 800 });
    }
  });

  await test.step("the commands and the keys are accessible too", async () => {
    await page.keyboard.press(process.platform === "darwin" ? "Meta+k" : "Control+k");
    await expect(page.getByRole("listbox")).toBeVisible();
    await expectAccessible(page);
    await page.keyboard.type("next invalidation");
    await page.keyboard.press("Enter");
    await expect(page.getByRole("article", { name: "Selected event" })).toBeVisible();
    await page.setViewportSize({ width: 360, height: 700 });
    await expectNoSidewaysScroll(page);
    await page.setViewportSize({ width: 1280, height: 800 });
    await page.keyboard.press("?");
    await expect(page.getByRole("dialog", { name: "Keys" })).toBeVisible();
    await expectAccessible(page);
    await page.keyboard.press("Escape");
  });

  await test.step("left at any time, and then nothing of it is there", async () => {
    await band(page).getByRole("button", { name: "Leave the demo" }).click();
    await expect(page.getByRole("heading", { name: "No session found yet" })).toBeVisible();
    await expect(band(page)).toHaveCount(0);
    await page.getByRole("link", { name: "Sources", exact: true }).click();
    await expect(page).toHaveTitle(/^Sources/);
  });
});

test("serve --demo begins with it; without an engine the page says so and keeps what it shows", async ({
  context,
}) => {
  test.skip(isDesktop, "needs a browser of its own, not the desktop window");
  const folder = mkdtempSync(join(tmpdir(), "prefixwatch-serve-demo-"));
  const data = join(folder, "data");
  mkdirSync(data);
  const host = await startHost([folder], data, ["--demo"]);
  try {
    const page = await context.newPage();
    await page.goto(host.url);
    await expect(band(page)).toBeVisible({ timeout: 20_000 });
    await expect(page.locator(".live-depth-chart .depth-bars").first()).toBeVisible();
    expect(readdirSync(data), "nothing of the demo is written where the history would be").toEqual([]);
    await host.stop();
    await expect(page.getByText("Not connected.")).toBeVisible({ timeout: 20_000 });
    await expect(page.locator(".live-depth-chart .depth-bars").first()).toBeVisible();
    await expectAccessible(page);
    await page.close();
  } finally {
    await host.stop();
    rmSync(folder, { recursive: true, force: true });
  }
});
