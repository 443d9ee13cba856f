import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Page } from "@playwright/test";
import { expect, test } from "./host.ts";
import { writeStory } from "./story.ts";
import { expectAllReachable } from "./tab-stops.ts";

const root = mkdtempSync(join(tmpdir(), "prefixwatch-keyboard-"));
writeStory(root, Date.now());
test.use({ roots: [root] });
test.afterAll(() => rmSync(root, { recursive: true, force: true }));

const COMMANDS = process.platform === "darwin" ? "Meta+k" : "Control+k";

async function command(page: Page, text: string): Promise<void> {
  await page.keyboard.press(COMMANDS);
  await expect(page.getByRole("combobox", { name: "Command, page, session or project" })).toBeFocused();
  await page.keyboard.type(text);
  await expect(
    page.getByRole("listbox", { name: "Found" }).getByRole("option", { selected: true }),
  ).toHaveCount(1);
  await page.keyboard.press("Enter");
  await expect(page.getByRole("dialog", { name: "Commands" })).toHaveCount(0);
}

test("the whole app by keyboard alone", async ({ page }) => {
  await expect(page.getByRole("heading", { name: "parser-rewrite" })).toBeVisible({ timeout: 30_000 });

  await test.step("Live: j walks what happened, Enter opens its call, Esc goes back step by step", async () => {
    await expect(page.locator(".happening-title").first()).toBeVisible();
    await page.keyboard.press("j");
    await expect(page.locator(".happening-title").first()).toBeFocused();
    await page.keyboard.press("j");
    await expect(page.locator(".happening-title:is(button)").nth(1)).toBeFocused();
    await page.keyboard.press("Enter");
    await expect(page).toHaveURL(/#\/session\/.*call=/);
    await page.keyboard.press("Escape");
    await expect(page).toHaveURL(/#\/session\/[^?]*$/);
    await page.keyboard.press("Escape");
    await expect(page.getByRole("heading", { name: "Sessions" })).toBeVisible();
  });

  await test.step("Sessions: the filter takes every letter, and the list opens a row", async () => {
    await page.keyboard.press("/");
    const filter = page.getByRole("searchbox", { name: "Filter by text" });
    await expect(filter).toBeFocused();
    await page.keyboard.type("j/k?");
    await expect(filter).toHaveValue("j/k?");
    await expect(page.getByRole("dialog")).toHaveCount(0);
    for (let n = 0; n < 4; n++) await page.keyboard.press("Backspace");
    await page.keyboard.type("parser");
    await page.keyboard.press("Escape");
    await page.keyboard.press("j");
    await page.keyboard.press("Enter");
    await expect(page).toHaveURL(/#\/session\//);
  });

  await test.step("one session: the timeline's events are walked with the arrow keys", async () => {
    const events = page
      .getByRole("group", { name: "Events of main: the arrow keys walk" })
      .getByRole("button");
    await expect(events.first()).toBeVisible();
    for (let n = 0; n < 60; n++) {
      await page.keyboard.press("Tab");
      if (await events.first().evaluate((one) => one === document.activeElement)) break;
    }
    await expect(events.first()).toBeFocused();
    await page.keyboard.press("ArrowRight");
    await expect(events.nth(1)).toBeFocused();
    await page.keyboard.press("End");
    await expect(events.last()).toBeFocused();
    await page.keyboard.press("Enter");
    await expect(page.getByRole("article", { name: "Selected event" })).toBeVisible();
    await page.keyboard.press("k");
    await expect(page.getByRole("article", { name: "Selected event" })).toHaveCount(0);
  });

  await test.step("commands: the list is a listbox of the field, and the focus comes back", async () => {
    const before = page.locator(":focus");
    const name = await before.evaluate((one) => one.outerHTML);
    await page.keyboard.press(COMMANDS);
    const field = page.getByRole("combobox", { name: "Command, page, session or project" });
    const chosen = page.getByRole("listbox", { name: "Found" }).getByRole("option", { selected: true });
    await expect(chosen).toHaveText(/^Live/);
    await page.keyboard.press("ArrowDown");
    await expect(chosen).toHaveText(/^Sessions/);
    await expect(field).toHaveAttribute("aria-activedescendant", (await chosen.getAttribute("id")) ?? "none");
    await page.keyboard.press("ArrowUp");
    await page.keyboard.press("ArrowUp");
    await expect(page.getByRole("listbox", { name: "Found" }).getByRole("option").last()).toHaveAttribute(
      "aria-selected",
      "true",
    );
    await page.keyboard.press("Escape");
    expect(await page.locator(":focus").evaluate((one) => one.outerHTML)).toBe(name);
    await command(page, "next inval");
    await expect(page.getByRole("article", { name: "Selected event" })).toBeVisible();
    await command(page, "dark col");
    await expect(page.locator("html")).toHaveAttribute("data-theme", "dark");
    await command(page, "infra session");
    await expect(page.getByRole("heading", { name: "infra" })).toBeVisible();
  });

  await test.step("the list of keys", async () => {
    await page.keyboard.press("?");
    await expect(page.getByRole("dialog", { name: "Keys" })).toBeVisible();
    await page.keyboard.press("Escape");
    await expect(page.getByRole("dialog")).toHaveCount(0);
    await expect(page).toHaveURL(/#\/session\//);
  });

  await test.step("Months: export opens from anywhere, and the calendar is walked day by day", async () => {
    await command(page, "export");
    await expect(page.getByRole("dialog", { name: "Export" })).toBeVisible();
    await page.keyboard.press("Escape");
    await expect(page.getByRole("dialog")).toHaveCount(0);
    const calendar = page.getByRole("grid");
    await calendar.focus();
    await page.keyboard.press("ArrowLeft");
    await expect(calendar).toHaveAttribute("aria-activedescendant", /./);
  });

  await test.step("Invalidations: j and Enter open an event, Esc closes it", async () => {
    await command(page, "invalidations");
    await expect(page.getByRole("table", { name: "Events" })).toBeVisible();
    await page.keyboard.press("j");
    await page.keyboard.press("Enter");
    await expect(page.getByRole("article", { name: "Selected event" })).toBeVisible();
    await page.keyboard.press("Escape");
    await expect(page.getByRole("article", { name: "Selected event" })).toHaveCount(0);
  });

  await test.step("Sources: counted again", async () => {
    await command(page, "verify");
    await expect(page.getByText("Both counts agree")).toBeVisible({ timeout: 20_000 });
  });

  await test.step("every control of every page is reached with Tab, and is seen to be", async () => {
    for (const name of ["Live", "Sessions", "Months", "Invalidations", "Sources", "Settings"]) {
      await command(page, name);
      await expect(page.getByRole("link", { name, exact: true })).toHaveAttribute("aria-current", "page");
      await expect(page.locator("main[aria-busy=true]")).toHaveCount(0);
      await page.waitForTimeout(300);
      await expectAllReachable(page);
    }
  });
});
