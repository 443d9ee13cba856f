import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Page } from "@playwright/test";
import type { Settings } from "../../shared/settings.ts";
import { expect, test } from "./host.ts";
import { writeStory } from "./story.ts";

const root = mkdtempSync(join(tmpdir(), "prefixwatch-effects-"));
const now = Date.now();
test.use({ roots: [root] });
test.beforeAll(() => writeStory(root, now));
test.afterAll(() => rmSync(root, { recursive: true, force: true }));

/** As a file that was there before the start. */
async function withSettings(page: Page, dataFolder: string, settings: Partial<Settings>) {
  mkdirSync(dataFolder, { recursive: true });
  writeFileSync(join(dataFolder, "settings.json"), JSON.stringify(settings));
  // The page that asks for settings has the file read again.
  await page.goto(`${page.url().split("#")[0]}#/settings`);
  await expect(page.getByText("settings.json")).toBeVisible();
  await page.goto(`${page.url().split("#")[0]}#/live`);
  await expect(page.locator(".warm-panel")).toBeVisible();
}

const clockIn = (page: Page) => page.locator(".warm-panel time");

test("the clock and the zone are as set, on pages that were open and on those to come", async ({
  page,
  dataFolder,
}) => {
  await withSettings(page, dataFolder, { clock: "24", timeZone: "UTC" });
  await expect(clockIn(page)).toHaveText(/^\d\d:\d\d$/);
  const utc = await clockIn(page).textContent();
  await withSettings(page, dataFolder, { clock: "12", timeZone: "Asia/Tokyo" });
  await expect(clockIn(page)).toHaveText(/^1?\d:\d\d (?:am|pm)$/i);
  await withSettings(page, dataFolder, { clock: "24", timeZone: "Asia/Tokyo" });
  const hours = (text: string | null) => Number(text?.slice(0, 2));
  await expect.poll(async () => (hours(await clockIn(page).textContent()) - hours(utc) + 24) % 24).toBe(9);
});

test("a countdown runs beside the clock only when it is wanted", async ({ page, dataFolder }) => {
  await withSettings(page, dataFolder, {});
  await expect(page.locator(".warm-left")).toHaveCount(0);
  await withSettings(page, dataFolder, { countdown: true });
  const left = page.locator(".warm-left");
  await expect(left).toHaveText(/^\d+:\d\d left$/);
  const before = await left.textContent();
  await expect(left).not.toHaveText(before ?? "");
  await page.setViewportSize({ width: 420, height: 340 });
  await expect(page.locator(".live-compact-warm")).toContainText(/\d left, then \$/);
});

test("dollars are called API-equivalent, and exports begin with hashed names", async ({
  page,
  dataFolder,
}) => {
  await withSettings(page, dataFolder, { apiEquivalent: true, hideProjects: true });
  await page.goto(`${page.url().split("#")[0]}#/months`);
  await expect(page.getByText("Cost, API-equivalent").first()).toBeVisible();
  await page.getByRole("button", { name: "Export…" }).first().click();
  await expect(page.getByLabel("Hash project names, for sharing")).toBeChecked();
});
