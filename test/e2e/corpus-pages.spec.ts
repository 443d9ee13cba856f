import type { Page } from "@playwright/test";
import { CORPUS, hasCorpus, NEEDS_CORPUS } from "../corpus.ts";
import { exactCount, exactUsd, percent } from "../../shared/format.ts";
import { expectAccessible, expectNoSidewaysScroll, SIZES } from "./fits-and-reads.ts";
import { expect, test } from "./host.ts";
import { promptOf, sessionFigures, type SessionFigures } from "./ledger-figures.ts";

test.skip(!hasCorpus, NEEDS_CORPUS);
test.use({ roots: [CORPUS] });

/** The first scan is over and everything read is on the page. */
async function scanned(page: Page): Promise<void> {
  await expect(page.getByText("Watching 266 files")).toBeVisible({ timeout: 30_000 });
}

async function expectHeadFigures(page: Page, figures: SessionFigures): Promise<void> {
  const head = page.getByRole("region", { name: "Session" });
  const prompt = promptOf(figures);
  const rate = percent(figures.cacheRead / prompt);
  const read = `${exactCount(figures.cacheRead)} of ${exactCount(prompt)} tokens read, ${rate}`;
  await expect(head.getByRole("definition").filter({ hasText: read })).toHaveCount(1);
  await expect(head.getByText(exactUsd(figures.costUsd ?? undefined), { exact: true })).toHaveCount(1);
  await expect(
    head.getByRole("definition").filter({ hasText: `${exactCount(figures.calls)} calls` }),
  ).toHaveCount(1);
}

test("Live shows the session used last, with the ledger's figures", async ({ page, dataFolder }) => {
  await scanned(page);
  await page.setViewportSize(SIZES[0]);
  await page.getByRole("link", { name: "all calls" }).click();
  await expect(page).toHaveURL(/#\/session\//);
  const id = page.url().split("/").at(-1)?.split("?")[0];
  const figures = sessionFigures(dataFolder, CORPUS).find(({ key }) => key === id);
  if (figures === undefined) throw new Error(`The ledger has no session ${id}`);
  await expectHeadFigures(page, figures);
  await page.getByRole("link", { name: "Live", exact: true }).click();
  await expectHeadFigures(page, figures);
});

test("Sessions lists every session of the ledger, and each opens with the ledger's figures", async ({
  page,
  dataFolder,
}) => {
  await scanned(page);
  const ledger = sessionFigures(dataFolder, CORPUS);
  await page.getByRole("link", { name: "Sessions", exact: true }).click();
  await expect(page.getByRole("status").filter({ hasText: String(ledger.length) })).toBeVisible();
  const sample = ledger.filter((_, index) => index % 17 === 0);
  for (const figures of sample) {
    await page.goto(`${page.url().split("#")[0]}#/session/${figures.key}`);
    await expectHeadFigures(page, figures);
  }
});

test("the filter, the sort and the keyboard reach a session", async ({ page }) => {
  await scanned(page);
  await page.getByRole("link", { name: "Sessions", exact: true }).click();
  await page.keyboard.press("/");
  await page.keyboard.type("039fee");
  const rows = page.getByRole("row").filter({ hasText: "project-039fee" });
  await expect(page.getByRole("row").filter({ hasText: "project-d3d482" })).toHaveCount(0);
  await expect(rows.first()).toBeVisible();
  await page.keyboard.press("Escape");
  await page.getByRole("button", { name: "Lost" }).click();
  await page.keyboard.press("j");
  await page.keyboard.press("Enter");
  await expect(page).toHaveURL(/#\/session\//);
  await page.keyboard.press("Escape");
  await expect(page.getByRole("heading", { name: "Sessions" })).toBeVisible();
});

test("a list in another order leaves the focus where it is, and the keys go on from their session", async ({
  page,
}) => {
  await scanned(page);
  await page.getByRole("link", { name: "Sessions", exact: true }).click();
  const rows = page.getByRole("table", { name: "Sessions" }).getByRole("link");
  const addressOf = (place: number) => rows.nth(place).getAttribute("href");
  await page.keyboard.press("j");
  const first = await addressOf(0);
  const order = page.getByRole("button", { name: "Last call" });
  await order.click();
  await expect.poll(() => addressOf(0)).not.toBe(first);
  await expect(order).toBeFocused();
  await order.click();
  await expect.poll(() => addressOf(0)).toBe(first);
  await expect(order).toBeFocused();
  await page.keyboard.press("j");
  await expect(rows.nth(1)).toBeFocused();
});

test("an invalidation opens as a card with its evidence and the server's reason", async ({ page }) => {
  await scanned(page);
  await page.getByRole("link", { name: "Sessions", exact: true }).click();
  await page.getByRole("button", { name: "Breaks" }).click();
  await page.keyboard.press("j");
  await page.keyboard.press("Enter");
  const event = page
    .getByRole("button", { name: /^(Tools changed|System prompt changed|Cache expired)/ })
    .first();
  await event.click();
  const card = page.getByRole("article", { name: "Selected event" });
  await expect(card).toContainText("tokens that could have been read");
  await card.getByRole("button", { name: "Close" }).click();
  await expect(card).toHaveCount(0);
  await expect(event).toBeFocused();
  // Of an address, which was opened from nothing on the page, it goes to the event in the list.
  const selected = page.locator(".happening-selected .happening-title");
  await event.press("Enter");
  const name = await selected.first().textContent();
  await page.reload();
  await card.getByRole("button", { name: "Close" }).focus();
  await page.keyboard.press("Escape");
  await expect(page.locator(".happening-title:focus")).toHaveText(name ?? "");
});

test("the name of a chart tells the hit rate of the calls that it shows", async ({ page }) => {
  await scanned(page);
  await page.goto(`${page.url().split("#")[0]}#/sessions?sort=calls`);
  await page.getByRole("table", { name: "Sessions" }).getByRole("link").first().click();
  await expect(page).toHaveURL(/#\/session\//);
  await page.goto(`${page.url().split("?")[0]}?calls=0-1`);
  const call = page.getByRole("table", { name: "Calls" }).getByRole("row").nth(1);
  const rate = await call.getByRole("cell").nth(7).textContent();
  await expect(page.getByRole("img", { name: `hit rate ${rate}. The calls follow` })).toHaveCount(2);
});

test("at 420 × 340 a cold cache tells since which day", async ({ page }) => {
  await page.setViewportSize(SIZES[0]);
  await scanned(page);
  await page.setViewportSize(SIZES[1]);
  await expect(page.locator(".live-compact-cold p")).toHaveText(/^\d+ [A-Z][a-z]+ (\d{4} )?\d\d:\d\d$/);
});

test.describe("with a clock of twelve hours", () => {
  test.use({ locale: "en-US" });

  test("no time is cut, in the list of sessions and in the calls of one", async ({ page }) => {
    const cutTimes = (selector: string) =>
      page
        .locator(selector)
        .evaluateAll((all) =>
          all.flatMap(({ scrollWidth, clientWidth, textContent }) =>
            scrollWidth > clientWidth ? textContent : [],
          ),
        );
    await scanned(page);
    await page.goto(`${page.url().split("#")[0]}#/sessions?order=up`);
    for (const width of [1440, 900, 720]) {
      await page.setViewportSize({ width, height: 700 });
      await expect(page.locator(".session-table-body .session-table-when").first()).toBeVisible();
      expect(await cutTimes(".session-table-when")).toEqual([]);
    }
    await page.getByRole("table", { name: "Sessions" }).getByRole("link").first().click();
    await expect(page.locator(".calls-table-body [role=row]").first()).toBeVisible();
    expect(await cutTimes(".calls-table [role=row] > :nth-child(2)")).toEqual([]);
  });
});

for (const size of SIZES) {
  test(`every page is accessible and fits at ${size.width} x ${size.height}, dark and light`, async ({
    page,
  }) => {
    await page.setViewportSize(SIZES[0]);
    await scanned(page);
    await page.setViewportSize(size);
    for (const open of ["#/live", "#/sessions"]) {
      await page.goto(`${page.url().split("#")[0]}${open}`);
      await expect(page.getByRole("main")).toBeVisible();
      await expectNoSidewaysScroll(page);
      await expectAccessible(page);
    }
    await page.keyboard.press("j");
    await page.keyboard.press("Enter");
    await expect(page).toHaveURL(/#\/session\//);
    await expectNoSidewaysScroll(page);
    await expectAccessible(page);
  });
}
