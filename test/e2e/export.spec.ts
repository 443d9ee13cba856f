import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Locator, Page } from "@playwright/test";
import { CORPUS, hasCorpus, NEEDS_CORPUS } from "../corpus.ts";
import { runCommand } from "../command/run-command.ts";
import { parseCsv } from "../engine/export-reading.ts";
import { exactCount } from "../../shared/format.ts";
import { expect, test } from "./host.ts";
import { periodFigures, type PeriodFigures } from "./ledger-figures.ts";

test.skip(!hasCorpus, NEEDS_CORPUS);
test.use({ roots: [CORPUS] });

// The host under test inherits it: no test writes into the developer's own downloads.
const home = mkdtempSync(join(tmpdir(), "prefixwatch-home-"));
const downloads = join(home, "Downloads");
const before = { HOME: process.env["HOME"], USERPROFILE: process.env["USERPROFILE"] };

test.beforeEach(() => {
  rmSync(downloads, { recursive: true, force: true });
  mkdirSync(downloads);
  Object.assign(process.env, { HOME: home, USERPROFILE: home });
});
test.afterAll(() => {
  for (const [name, value] of Object.entries(before)) {
    if (value === undefined) delete process.env[name];
    else process.env[name] = value;
  }
  rmSync(home, { recursive: true, force: true, maxRetries: 5 });
});

async function scanned(page: Page): Promise<void> {
  await expect(page.getByText("Watching 266 files")).toBeVisible({ timeout: 30_000 });
}

function busiest(dataFolder: string): PeriodFigures {
  const [month] = periodFigures("month", dataFolder, CORPUS).toSorted((a, b) => b.calls - a.calls);
  if (month === undefined) throw new Error("The ledger has no month");
  return month;
}

/** The dialog over the Months page of one month. */
async function openExport(page: Page, month: string): Promise<Locator> {
  await page.goto(`${page.url().split("#")[0]}#/months?zone=UTC&month=${month}`);
  await page.getByRole("button", { name: "Export…" }).click();
  return page.getByRole("dialog", { name: "Export" });
}

/** The same by the command line, as the text of the file. */
function commandExport(what: string, month: string, dataFolder: string): string {
  const out = join(home, `${what}.csv`);
  const last = new Date(Date.UTC(Number(month.slice(0, 4)), Number(month.slice(5)), 0));
  const range = [`--from=${month}-01`, `--to=${last.toISOString().slice(0, 10)}`, "--tz=UTC"];
  const where = [`--data=${dataFolder}`, `--root=${CORPUS}`, `--out=${out}`, "--overwrite"];
  const { code, stderr } = runCommand(["export", `--what=${what}`, "--format=csv", ...range, ...where]);
  expect(stderr, stderr).not.toContain("cannot");
  expect(code).toBe(0);
  return readFileSync(out, "utf8");
}

function sum(rows: readonly (readonly string[])[], column: string): number {
  const at = rows[0]?.indexOf(column) ?? -1;
  return rows.slice(1).reduce((total, row) => total + Number(row[at]), 0);
}

test("what is previewed is saved, and adds up to the page", async ({ page, dataFolder }) => {
  await scanned(page);
  const month = busiest(dataFolder);
  const dialog = await openExport(page, month.key);
  const engine = commandExport("usage", month.key, dataFolder);
  const [head = [], ...rows] = parseCsv(engine);
  const table = dialog.getByRole("table");
  await expect(dialog.getByText(`${exactCount(rows.length)} rows, ${head.length} columns`)).toBeVisible();
  expect(await table.getByRole("columnheader").allTextContents()).toEqual(head);
  const shown = await table
    .locator("tbody tr")
    .evaluateAll((all) =>
      all.map((row) =>
        [...row.querySelectorAll("td")].map((cell) =>
          cell.querySelector("i") === null ? (cell.textContent ?? "") : "",
        ),
      ),
    );
  expect(shown).toEqual(rows.slice(0, 20));

  await dialog.getByRole("button", { name: "Save to Downloads" }).click();
  await expect(dialog.getByText(`${exactCount(rows.length)} rows saved to`)).toBeVisible();
  const [name = "", ...others] = readdirSync(downloads);
  expect([name, others]).toEqual([expect.stringContaining(`usage-${month.key}-01-to-${month.key}-`), []]);
  await expect(dialog.locator("code")).toHaveText(join(downloads, name));
  const saved = readFileSync(join(downloads, name), "utf8");
  expect(saved).toBe(engine);
  const lines = parseCsv(saved);
  for (const column of ["calls", "uncachedInput", "cacheRead", "cacheWrite5m", "output"] as const) {
    expect(sum(lines, column), column).toBe(month[column]);
  }
  expect(sum(lines, "costUsd")).toBeCloseTo(month.costUsd ?? 0, 6);
});

test("project names are hashed in the preview and in the file, and nothing is overwritten", async ({
  page,
  dataFolder,
}) => {
  await scanned(page);
  const dialog = await openExport(page, busiest(dataFolder).key);
  await expect(dialog.getByRole("cell", { name: /project-/ }).first()).toBeVisible();
  await dialog.getByRole("checkbox", { name: "Hash project names" }).check();
  await expect(dialog.getByRole("cell", { name: /project-/ })).toHaveCount(0);
  for (const files of [1, 2]) {
    await dialog.getByRole("button", { name: "Save to Downloads" }).click();
    await expect(dialog.getByRole("button", { name: "Copy path" })).toBeVisible();
    await expect.poll(() => readdirSync(downloads).length).toBe(files);
  }
  for (const name of readdirSync(downloads)) {
    expect(readFileSync(join(downloads, name), "utf8")).not.toContain("project-");
  }
});

test("a cancelled export leaves no file", async ({ page, dataFolder }) => {
  await scanned(page);
  const dialog = await openExport(page, busiest(dataFolder).key);
  await dialog.getByRole("button", { name: "Calls" }).click();
  await dialog.getByRole("button", { name: "All days" }).click();
  await expect(dialog.getByText("calls without a time in the log too")).toBeVisible();
  // Sooner than a hand could: the corpus is exported in a moment.
  await page.evaluate(() => {
    new MutationObserver((_, observer) => {
      const buttons = [...document.querySelectorAll<HTMLButtonElement>("dialog button:enabled")];
      const cancel = buttons.find(({ textContent }) => textContent === "Cancel export");
      if (cancel === undefined) return;
      observer.disconnect();
      cancel.click();
    }).observe(document.body, { subtree: true, childList: true, attributes: true });
  });
  await dialog.getByRole("button", { name: "Save to Downloads" }).click();
  await expect(dialog.getByRole("status").filter({ hasText: "Cancelled. No file was left." })).toBeVisible();
  expect(readdirSync(downloads)).toEqual([]);
});

test("the dialog begins with what the page is about, and Escape gives the focus back", async ({ page }) => {
  await scanned(page);
  for (const [hash, subject] of [
    ["#/sessions", "Sessions"],
    ["#/invalidations?range=all", "Events"],
    ["#/months", "Usage per day"],
  ] as const) {
    await page.goto(`${page.url().split("#")[0]}${hash}`);
    const button = page.getByRole("button", { name: "Export…" });
    await button.press("Enter");
    const dialog = page.getByRole("dialog", { name: "Export" });
    await expect(dialog.getByRole("button", { name: subject })).toBeFocused();
    await expect(dialog.getByRole("button", { name: subject })).toHaveAttribute("aria-pressed", "true");
    await page.keyboard.press("Escape");
    await expect(dialog).toHaveCount(0);
    await expect(button).toBeFocused();
  }
});
