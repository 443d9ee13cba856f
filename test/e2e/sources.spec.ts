import type { Page } from "@playwright/test";
import { CORPUS, hasCorpus, NEEDS_CORPUS } from "../corpus.ts";
import { expectAccessible, expectNoSidewaysScroll, SIZES } from "./fits-and-reads.ts";
import { expect, test } from "./host.ts";

test.skip(!hasCorpus, NEEDS_CORPUS);
test.use({ roots: [CORPUS] });

async function open(page: Page): Promise<void> {
  await expect(page.getByText("Watching 266 files")).toBeVisible({ timeout: 30_000 });
  await page.goto(`${page.url().split("#")[0]}#/sources`);
  await expect(page.getByRole("table", { name: "Logs" })).toBeVisible();
}

test("the bytes of each class add up to the size of all logs", async ({ page }) => {
  await open(page);
  const account = page.getByRole("table", { name: "What became of each byte" });
  const numbers = await account.locator("tbody tr td:nth-child(2), tfoot td:nth-child(2)").allTextContents();
  const [all = 0, ...classes] = numbers.map((text) => Number(text.replaceAll(/\D/g, ""))).toReversed();
  expect(classes).toHaveLength(5);
  expect(all).toBeGreaterThan(0);
  expect(classes.reduce((sum, bytes) => sum + bytes, 0)).toBe(all);
  await expect(account).toContainText("The sum is the size, to the byte.");
  await expect(page.getByText("each accounted for to the byte")).toBeVisible();
});

test("the second count agrees with the ledger in every figure", async ({ page }) => {
  await open(page);
  await page.getByRole("button", { name: "Verify now" }).click();
  await expect(page.getByText("Both counts agree to the token, over 266 logs.")).toBeVisible({
    timeout: 30_000,
  });
  const differences = page.getByRole("table", { name: "The ledger and the second count" });
  const last = await differences.locator("tbody td:last-child").allTextContents();
  expect(last.length).toBeGreaterThan(5);
  expect(new Set(last)).toEqual(new Set(["0"]));
});

test("files are sorted and filtered, and the address keeps both", async ({ page }) => {
  await open(page);
  const table = page.getByRole("table", { name: "Logs" });
  await table.getByRole("button", { name: "File" }).click();
  await expect(table.getByRole("columnheader", { name: "File" })).toHaveAttribute("aria-sort", "ascending");
  await page.getByRole("searchbox", { name: "Filter by path" }).fill("subagents");
  await expect(page.getByRole("status").filter({ hasText: "of 266" })).toBeVisible();
  await page.reload();
  await expect(table.getByRole("rowheader").first()).toContainText("subagents");
  await expect(table.getByRole("columnheader", { name: "File" })).toHaveAttribute("aria-sort", "ascending");
});

test("the foot of every page leads here", async ({ page }) => {
  await expect(page.getByText("Watching 266 files")).toBeVisible({ timeout: 30_000 });
  await page.locator(".status-strip > button").click();
  await page.getByRole("link", { name: /why other tools differ/ }).click();
  await expect(page.getByRole("heading", { name: "Why other tools show other numbers" })).toBeVisible();
});

test("Sources of real logs is accessible, and fits at every size", async ({ page }) => {
  await open(page);
  await expectAccessible(page);
  for (const size of [...SIZES, { width: 360, height: 640 }]) {
    await page.setViewportSize(size);
    await expectNoSidewaysScroll(page);
  }
});
