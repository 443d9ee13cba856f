import type { Page } from "@playwright/test";
import { CORPUS, hasCorpus, NEEDS_CORPUS } from "../corpus.ts";
import { groupTitle } from "../../shared/cache/wording.ts";
import { counted, exactCount, exactTokens, exactUsd } from "../../shared/format.ts";
import { expectAccessible, expectNoSidewaysScroll, SIZES } from "./fits-and-reads.ts";
import { expect, test } from "./host.ts";
import { eventFigures } from "./ledger-figures.ts";

test.skip(!hasCorpus, NEEDS_CORPUS);
test.use({ roots: [CORPUS] });

async function openAll(page: Page): Promise<void> {
  await expect(page.getByText("Watching 266 files")).toBeVisible({ timeout: 30_000 });
  await page.goto(`${page.url().split("#")[0]}#/invalidations?range=all&zone=UTC`);
  await expect(page.getByRole("heading", { name: "Invalidations" })).toBeVisible();
  await expect(page.getByRole("table", { name: "Events" })).toBeVisible();
}

/** Names of days under the first chart that run into the one before. */
function touchingDays(page: Page): Promise<readonly string[]> {
  return page
    .getByRole("img", { name: /^Breaks per 100 calls/ })
    .locator("text")
    .filter({ hasText: /[A-Z]/ })
    .evaluateAll((all) =>
      all.flatMap((name, place) => {
        const before = all[place - 1]?.getBoundingClientRect().right ?? 0;
        return name.getBoundingClientRect().left < before ? (name.textContent ?? "") : [];
      }),
    );
}

test("each group has the figures of the command line, and filters the list", async ({ page, dataFolder }) => {
  await openAll(page);
  const ledger = eventFigures(dataFolder, CORPUS);
  await expect(page.getByText(`${exactCount(ledger.length)} events in`)).toBeVisible();
  for (const group of ["yours", "not-yours", "unknown", "expected"] as const) {
    const all = ledger.filter((event) => event.group === group);
    const losses = all.filter(({ lost }) => lost > 0);
    const count = counted(losses.length, group === "expected" ? "rebuild" : "break");
    const lost = losses.reduce((sum, event) => sum + event.lost, 0);
    const cost = losses.reduce((sum, { lostUsd }) => sum + (lostUsd ?? 0), 0);
    const card = page.getByRole("button", { name: `${groupTitle(group)}: ${count}, ${exactTokens(lost)}` });
    expect(await card.getAttribute("aria-label")).toContain(exactUsd(cost));
    await card.click();
    await expect(card).toHaveAttribute("aria-pressed", "true");
    await expect(page.getByText(`${exactCount(all.length)} of ${exactCount(ledger.length)}`)).toBeVisible();
    await card.click();
  }
});

test("the keyboard opens a card, and the card leads to the call in its session", async ({ page }) => {
  await openAll(page);
  await page.getByRole("button", { name: "Costliest" }).click();
  await page.keyboard.press("j");
  await page.keyboard.press("j");
  await page.keyboard.press("Enter");
  const card = page.getByRole("article", { name: "Selected event" });
  await expect(card).toContainText("What to do");
  const title = await card.getByRole("heading", { level: 3 }).textContent();
  await card.getByRole("link", { name: "open in session" }).click();
  await expect(page).toHaveURL(/#\/session\/.*call=/);
  await expect(card.getByRole("heading", { level: 3 })).toHaveText(title ?? "");
  await page.goBack();
  await expect(card).toBeVisible();
  await page.keyboard.press("Escape");
  await expect(card).toHaveCount(0);
});

test("a card that is closed gives the focus back to its row", async ({ page }) => {
  await openAll(page);
  const table = page.getByRole("table", { name: "Events" });
  const close = page.getByRole("button", { name: "Close", exact: true });
  for (let n = 0; n < 3; n++) await page.keyboard.press("j");
  const row = await page.locator(":focus").evaluate((one) => one.closest("[role=row]")?.textContent);
  await page.keyboard.press("Enter");
  await close.focus();
  await page.keyboard.press("Enter");
  await expect(close).toHaveCount(0);
  await expect(table.locator("[role=row]:has(:focus)")).toHaveText(row ?? "");
});

test("a redacted report is copied, and can be copied by hand where the clipboard is refused", async ({
  page,
  dataFolder,
}) => {
  await openAll(page);
  const [newest] = eventFigures(dataFolder, CORPUS);
  if (newest === undefined) throw new Error("The corpus has events");
  await page.getByRole("table", { name: "Events" }).getByRole("button").first().click();
  const card = page.getByRole("article", { name: "Selected event" });
  // The figures of its call arrive with its session.
  await page.waitForTimeout(500);
  await page.evaluate(() => {
    const kept: string[] = [];
    Object.assign(window, { kept });
    navigator.clipboard.writeText = async (text) => void kept.push(text);
  });
  await card.getByRole("button", { name: "Copy redacted report" }).click();
  await expect(card.getByRole("status")).toHaveText("Copied");
  const report = await page.evaluate(() => (window as unknown as { readonly kept: string[] }).kept[0] ?? "");
  expect(report).toContain(`- Message id: \`${newest.messageId}\``);
  expect(report).toContain(`(\`${newest.cause}\`)`);
  expect(report).toMatch(/\| Whole prompt \| [\d\u202f]+ \| [\d\u202f]+ \|/);
  expect(report).not.toMatch(/project-|\/home\/|[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}/);

  await page.evaluate(() => {
    navigator.clipboard.writeText = () => Promise.reject(new DOMException("refused", "NotAllowedError"));
  });
  await card.getByRole("button", { name: "Copy redacted report" }).click();
  const dialog = page.getByRole("dialog", { name: "Redacted report" });
  await expect(dialog.getByRole("textbox", { name: "Report" })).toHaveValue(report);
  await expectAccessible(page);
  await page.keyboard.press("Escape");
  await expect(dialog).toHaveCount(0);
  await expect(card).toBeVisible();
});

test.describe("in a browser", () => {
  test.skip(
    process.env["PREFIXWATCH_HOST"] === "electron",
    "the desktop window decides by itself what is allowed (desktop-copy.spec.ts)",
  );

  test("the clipboard that is allowed holds the report", async ({ page }) => {
    await page.context().grantPermissions(["clipboard-read", "clipboard-write"]);
    await openAll(page);
    await page.getByRole("table", { name: "Events" }).getByRole("button").first().click();
    await page.getByRole("button", { name: "Copy redacted report" }).click();
    await expect(page.getByRole("status").filter({ hasText: "Copied" })).toBeVisible();
    expect(await page.evaluate(() => navigator.clipboard.readText())).toMatch(/^# Prompt cache: /);
  });
});

test("a range without a call says so, and leads to everything", async ({ page }) => {
  await openAll(page);
  await page.goto(`${page.url().split("#")[0]}#/invalidations?range=days&from=2020-01-01&to=2020-01-31`);
  await expect(page.getByRole("heading", { name: "No call in these days" })).toBeVisible();
  await page.getByRole("button", { name: "Look at everything" }).click();
  await expect(page.getByRole("table", { name: "Events" })).toBeVisible();
});

for (const size of SIZES) {
  test(`Invalidations is accessible and fits at ${size.width} x ${size.height}, dark and light`, async ({
    page,
  }) => {
    await page.setViewportSize(SIZES[0]);
    await openAll(page);
    await page.setViewportSize(size);
    await expectNoSidewaysScroll(page);
    await expect.poll(() => touchingDays(page)).toEqual([]);
    await expectAccessible(page);
    await page.keyboard.press("j");
    await page.keyboard.press("Enter");
    await page
      .getByText("What was ruled out")
      .or(page.getByText("What to do"))
      .first()
      .scrollIntoViewIfNeeded();
    await expectNoSidewaysScroll(page);
    await expectAccessible(page);
  });
}
