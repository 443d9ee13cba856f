import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Page } from "@playwright/test";
import { expectAccessible, expectNoSidewaysScroll, SIZES } from "./fits-and-reads.ts";
import { expect, test } from "./host.ts";

async function open(page: Page): Promise<void> {
  await expect(page.getByRole("main")).toBeVisible();
  await page.goto(`${page.url().split("#")[0]}#/settings`);
  await expect(page.getByText("settings.json")).toBeVisible();
}

/** What the file holds; a first save may be on its way. */
function saved(dataFolder: string): Record<string, unknown> {
  const path = join(dataFolder, "settings.json");
  return existsSync(path) ? (JSON.parse(readFileSync(path, "utf8")) as Record<string, unknown>) : {};
}

test("a change is saved at once, shown as saved, and there after a reload", async ({ page, dataFolder }) => {
  await open(page);
  await page.getByLabel("Countdown").click();
  await expect(page.getByRole("status").filter({ hasText: "Saved" })).toBeVisible();
  const copies = page.getByLabel("Copies to keep");
  await copies.fill("7");
  await copies.press("Enter");
  await expect.poll(() => saved(dataFolder)).toEqual({ countdown: true, keepBackups: 7 });
  await page.reload();
  await expect(page.getByLabel("Countdown")).toBeChecked();
  await expect(copies).toHaveValue("7");
});

test("a bad value is kept in its field with the reason beside it, and Escape brings the old one back", async ({
  page,
  dataFolder,
}) => {
  await open(page);
  const copies = page.getByLabel("Copies to keep");
  await copies.fill("many");
  await copies.press("Tab");
  await expect(copies).toHaveValue("many");
  await expect(copies).toHaveAttribute("aria-invalid", "true");
  await expect(copies).toHaveAccessibleDescription(/A whole number from 1 to 30 copies is wanted/);
  await copies.press("Escape");
  await expect(copies).toHaveValue("3");
  await expect(copies).toHaveAttribute("aria-invalid", "false");
  const from = page.getByLabel("Quiet from");
  await from.fill("21:15");
  await from.press("Enter");
  await expect.poll(() => saved(dataFolder)).toEqual({ quietFrom: "21:15" });
  const folders = page.getByLabel("More folders");
  await folders.fill("/no/such/folder");
  await folders.blur();
  await expect(
    page.getByRole("alert").filter({ hasText: "There is no folder /no/such/folder" }),
  ).toBeVisible();
  expect(saved(dataFolder)).toEqual({ quietFrom: "21:15" });
});

test("every setting is reached with Tab alone, in the order of the page, and has a name and an explanation", async ({
  page,
}) => {
  await open(page);
  const controls = page.locator(".setting-value :is(input, select, textarea)");
  const count = await controls.count();
  expect(count).toBe(22);
  const ids = await controls.evaluateAll((all) => all.map(({ id }) => id));
  await controls.first().focus();
  const reached: string[] = [];
  for (let n = 0; n < 60 && reached.length < count; n++) {
    const id = await page.evaluate(() => document.activeElement?.id ?? "");
    // A field of a time has three stops.
    if (id !== "" && reached.at(-1) !== id) reached.push(id);
    await page.keyboard.press("Tab");
  }
  expect(reached).toEqual(ids);
  for (const control of await controls.all()) {
    await expect(control).toHaveAccessibleName(/./);
    await expect(control).toHaveAccessibleDescription(/.{10}/);
  }
});

test("the command line's folders are said to win over those of the page", async ({ page }) => {
  await open(page);
  await expect(page.getByText(/was started with --root, which wins/)).toBeVisible();
});

test("a file that was broken is told, and a bad value is named at its field", async ({
  page,
  dataFolder,
}) => {
  await open(page);
  writeFileSync(join(dataFolder, "settings.json"), '{"clock": "13"}');
  await page.reload();
  await expect(
    page.getByRole("alert").filter({ hasText: "The value in the file was not taken" }),
  ).toBeVisible();
  writeFileSync(join(dataFolder, "settings.json"), "{");
  await page.reload();
  await expect(page.getByText(/Your settings could not be read/)).toBeVisible();
});

test("Settings is accessible, and fits at every size", async ({ page }) => {
  await open(page);
  await page.getByLabel("Countdown").click();
  await page.getByLabel("Copies to keep").fill("0");
  await page.getByLabel("Copies to keep").press("Enter");
  await expect(page.getByRole("alert").filter({ hasText: "whole number" })).toBeVisible();
  for (const size of [...SIZES, { width: 360, height: 640 }]) {
    await page.setViewportSize(size);
    await expectNoSidewaysScroll(page);
    await expectAccessible(page);
  }
});
