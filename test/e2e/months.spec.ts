import type { Page } from "@playwright/test";
import { CORPUS, hasCorpus, NEEDS_CORPUS } from "../corpus.ts";
import { exactCount, exactTokens, exactUsd, percent } from "../../shared/format.ts";
import { expectAccessible, expectNoSidewaysScroll, SIZES } from "./fits-and-reads.ts";
import { expect, test } from "./host.ts";
import { periodFigures, promptOf, type PeriodFigures } from "./ledger-figures.ts";

test.skip(!hasCorpus, NEEDS_CORPUS);
test.use({ roots: [CORPUS] });

async function scanned(page: Page): Promise<void> {
  await expect(page.getByText("Watching 266 files")).toBeVisible({ timeout: 30_000 });
}

async function open(page: Page, query: string): Promise<void> {
  await page.goto(`${page.url().split("#")[0]}#/months?zone=UTC&${query}`);
  await expect(page.locator("main.months-page")).toHaveAttribute("aria-busy", "false");
}

/** The month with the most calls, and its days. */
function busiest(dataFolder: string): {
  readonly month: PeriodFigures;
  readonly days: readonly PeriodFigures[];
} {
  const [month] = periodFigures("month", dataFolder, CORPUS).toSorted((a, b) => b.calls - a.calls);
  if (month === undefined) throw new Error("The ledger has no month");
  const days = periodFigures("day", dataFolder, CORPUS).filter(({ key }) => key.startsWith(month.key));
  return { month, days };
}

test("each month has the figures of the command line", async ({ page, dataFolder }) => {
  await scanned(page);
  for (const month of periodFigures("month", dataFolder, CORPUS)) {
    if (!/^\d{4}-\d{2}$/.test(month.key)) continue;
    await open(page, `month=${month.key}`);
    const prompt = promptOf(month);
    const read = `${exactCount(month.cacheRead)} of ${exactTokens(prompt)} read, ${percent(month.cacheRead / prompt)}`;
    const figures = page.locator(".history-figures").getByRole("definition");
    await expect(figures.filter({ hasText: read })).toHaveCount(1);
    await expect(figures.filter({ hasText: exactTokens(month.output) }).first()).toBeVisible();
    if (month.unpricedCalls === month.calls) {
      await expect(figures.filter({ hasText: "no known price" }).first()).toBeVisible();
      continue;
    }
    await expect(figures.filter({ hasText: exactUsd(month.costUsd ?? undefined) }).first()).toBeVisible();
    await expect(
      figures.filter({ hasText: exactUsd(month.avoidableUsd ?? undefined) }).first(),
    ).toBeVisible();
  }
});

test("each bar is a day of the command line, and days without calls have none", async ({
  page,
  dataFolder,
}) => {
  await scanned(page);
  const { month, days } = busiest(dataFolder);
  await open(page, `month=${month.key}`);
  const rows = page.getByRole("table", { name: /by day$/ }).getByRole("row");
  const shown = await rows.evaluateAll((all) =>
    all.slice(1).map((row) => [...row.querySelectorAll("td")].map((cell) => cell.textContent).at(-4)),
  );
  const byDay = new Map(days.map((figures) => [Number(figures.key.slice(8)), figures]));
  expect(shown).toEqual(
    shown.map((_, place) => {
      const figures = byDay.get(place + 1);
      return figures === undefined ? "–" : exactCount(promptOf(figures));
    }),
  );
});

test("from the month to a week, a day and a session, with the day's figures", async ({
  page,
  dataFolder,
}) => {
  await scanned(page);
  const { month, days } = busiest(dataFolder);
  const [day] = days.toSorted((a, b) => b.calls - a.calls);
  if (day === undefined) throw new Error("A month with calls has a day with calls");
  await open(page, `month=${month.key}`);
  const table = page.locator(".history-table").last();
  for (const week of await table.locator(".history-level-1 .history-unfold").all()) await week.click();
  const row = page.locator(`#day-${day.key}`);
  await expect(row.locator(".history-calls")).toHaveText(exactCount(day.calls));
  await row.getByRole("button").click();
  const sessions = table.locator(".history-level-3");
  await expect(sessions.getByRole("link").first()).toBeVisible();
  const calls = await sessions.locator(".history-calls").allTextContents();
  expect(calls.reduce((sum, text) => sum + Number(text.replaceAll(/\D/g, "")), 0)).toBe(day.calls);
  // All of it is in the address: a reload finds the same rows open.
  await page.reload();
  await expect(sessions).toHaveCount(calls.length);
  await sessions.getByRole("link").first().click();
  await expect(page).toHaveURL(/#\/session\//);
  await page.goBack();
  await expect(sessions).toHaveCount(calls.length);
});

test("the arrow keys step through the months, and an empty one says where there are calls", async ({
  page,
  dataFolder,
}) => {
  await scanned(page);
  const months = periodFigures("month", dataFolder, CORPUS).filter(({ key }) => /^\d{4}-\d{2}$/.test(key));
  const first = months.map(({ key }) => key).toSorted()[0];
  await open(page, `month=${first}`);
  await page.keyboard.press("ArrowLeft");
  await expect(page.getByRole("status").filter({ hasText: "No calls in" })).toBeVisible();
  await page.getByRole("status").getByRole("button").first().click();
  await expect(page).toHaveURL(new RegExp(`month=${first}`));
  await expect(page.getByRole("table", { name: /by day$/ })).toBeAttached();
});

test("a day is typed digit by digit: the page waits for a year, and the other field keeps its day", async ({
  page,
}) => {
  await scanned(page);
  await open(page, "month=2026-08");
  const title = page.getByRole("heading", { level: 1 });
  const first = page.getByLabel("First day", { exact: true });
  const last = page.getByLabel("Last day", { exact: true });
  const shown = (from: string, to: string) => new RegExp(`from=${from}&to=${to}`);
  await first.focus();
  // The year stands last; day and month are the same number below, since their order is the browser's.
  await page.keyboard.press("Tab");
  await page.keyboard.press("Tab");
  for (const [digit, value] of [
    ["2", "0002-08-01"],
    ["0", "0020-08-01"],
    ["2", "0202-08-01"],
  ] as const) {
    await page.keyboard.press(digit);
    await expect(first).toHaveValue(value);
    await expect(title).toHaveText("August 2026");
  }
  await page.keyboard.press("5");
  await expect(page).toHaveURL(shown("2025-08-01", "2026-08-31"));
  await page.keyboard.press("1");
  await title.click();
  await expect(first).toHaveValue("2025-08-01");

  await open(page, "from=2026-06-05&to=2026-06-20");
  await first.focus();
  await page.keyboard.type("0909");
  await expect(first).toHaveValue("2026-09-09");
  await expect(last).toHaveValue("2026-06-20");
  await expect(title).toHaveText("20 Jun 2026 to 9 Sept 2026");
  await last.focus();
  await page.keyboard.type("1010");
  await expect(page).toHaveURL(shown("2026-09-09", "2026-10-10"));
});

test("in a chart's table the arrow keys scroll, and the month stays", async ({ page, dataFolder }) => {
  await scanned(page);
  const { month } = busiest(dataFolder);
  await page.setViewportSize({ width: 420, height: 500 });
  await open(page, `month=${month.key}&split=project`);
  await page.getByRole("button", { name: /^Show as table/ }).click();
  const table = page.getByRole("region", { name: /as a table$/ });
  await table.focus();
  await page.keyboard.press("ArrowRight");
  await expect.poll(() => table.evaluate((one) => one.scrollLeft)).toBeGreaterThan(0);
  await page.keyboard.press("ArrowLeft");
  await expect(page).toHaveURL(new RegExp(`month=${month.key}`));
});

/** Counted and not timed, so that it says the same on any machine. Made anew, scripts took 58 ms and not 17 (2026-11-21). */
test("another month is drawn in the elements of the one before, few for many bars", async ({
  page,
  dataFolder,
}) => {
  await scanned(page);
  const { month } = busiest(dataFolder);
  await open(page, `month=${month.key}`);
  const chart = page.locator(".months-chart svg.recharts-surface");
  await expect(chart.locator(".history-marks path").first()).toBeAttached();
  // Marks, a name for each day, and what recharts has of its own.
  expect(await chart.locator("*").count()).toBeLessThan(90);
  const elements = page.locator(".months-chart *, .months-page table:has(caption:text('by day')) *");
  await elements.evaluateAll((all) => all.forEach((one) => one.setAttribute("data-before", "")));
  const title = page.getByRole("heading", { level: 1 });
  const before = await title.textContent();
  await page.getByRole("button", { name: "The month before" }).click();
  await expect(title).not.toHaveText(before ?? "");
  await expect(page.locator("main.months-page")).toHaveAttribute("aria-busy", "false");
  const made = await elements.evaluateAll(
    (all) => all.filter((one) => !one.hasAttribute("data-before")).length,
  );
  // One day more has a name in the chart and a row of ten cells in the table.
  expect(made).toBeLessThan(3 * 12);
});

test("a filter leaves the calls of one lane, and both lanes add up", async ({ page, dataFolder }) => {
  await scanned(page);
  const { month } = busiest(dataFolder);
  const callsOf = async (query: string) => {
    await open(page, `month=${month.key}&${query}`);
    const text = await page.locator(".history-table tfoot .history-calls").first().textContent();
    return Number((text ?? "").replaceAll(/\D/g, ""));
  };
  const [main, sub] = [await callsOf("lane=main"), await callsOf("lane=sub")];
  expect(main + sub).toBe(month.calls);
  await page.getByRole("combobox", { name: "Lane" }).selectOption("Main and agents");
  await expect(page.locator(".history-table tfoot .history-calls").first()).toHaveText(
    exactCount(month.calls),
  );
});

test("Months of real logs is accessible, and fits at every size", async ({ page, dataFolder }) => {
  await scanned(page);
  const { month } = busiest(dataFolder);
  await open(page, `month=${month.key}&split=project`);
  await expect(page.getByRole("grid")).toBeVisible();
  await expectAccessible(page);
  for (const size of [...SIZES, { width: 360, height: 640 }]) {
    await page.setViewportSize(size);
    await expectNoSidewaysScroll(page);
  }
});
