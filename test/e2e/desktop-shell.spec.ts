import { appendFileSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { type ElectronApplication, expect, type Page, test } from "@playwright/test";
import type * as double from "../desktop-double/electron.ts";
import { asLog, drawRecords } from "../transcript.ts";
import { launchDesktop } from "./host.ts";

// The tray, the notifications and the second window. What is looked at and clicked on is the double's: a real tray
// cannot be read by a program.
test.skip(process.env["PREFIXWATCH_STAND_IN"] === undefined, "reads the tray of the double for Electron");

type Double = typeof double;

const SESSION = "5e551011-0000-4000-8000-000000000001";

let folder: string;
let app: ElectronApplication;
let log: string;

test.beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), "prefixwatch-shell-e2e-"));
  log = join(folder, "claude", "projects", "-home-dev-parser", `${SESSION}.jsonl`);
  mkdirSync(dirname(log), { recursive: true });
  writeFileSync(log, calls(1, 2));
  mkdirSync(join(folder, "data"));
  app = await launchDesktop([join(folder, "claude")], join(folder, "data"));
});
test.afterEach(async () => {
  await app.close();
  rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
});

const ROWS = [
  [-60, "msg_1  read 0  write 180k  in 2  out 10"],
  [-40, "msg_2  read 180k  write 2k  in 2  out 10"],
  // All of 182k is lost.
  [0, "msg_3  read 0  write 184k  in 2  out 10"],
  [1, "msg_4  read 184k  write 1k  in 2  out 10"],
] as const;

/** Some of the calls as of now; a call is two records: the request and the answer. */
function calls(from: number, to: number): string {
  const at = (seconds: number) => new Date(Date.now() + seconds * 1000).toISOString();
  const text = ROWS.map(([seconds, row]) => `${at(seconds).slice(11, 19)}  ${row}`).join("\n");
  const drawn = drawRecords(text, { day: at(0).slice(0, 10), session: SESSION, cwd: "/home/dev/parser" });
  return asLog(drawn.slice(2 * (from - 1), 2 * to));
}

async function firstPage(): Promise<Page> {
  const page = await app.firstWindow();
  await page.waitForURL(({ protocol }) => protocol !== "about:");
  await expect(page.getByRole("main")).toBeVisible();
  return page;
}

const toolTip = () => app.evaluate((electron) => (electron as unknown as Double).Tray.all[0]?.toolTip ?? "");
const choose = (label: string) =>
  app.evaluate((electron, wanted) => {
    const item = (electron as unknown as Double).Tray.all[0]?.menu.find((one) =>
      one.label?.startsWith(wanted),
    );
    (item?.click as (() => void) | undefined)?.();
    return item?.label;
  }, label);
const notified = () =>
  app.evaluate((electron) => (electron as unknown as Double).Notification.all.map(({ title }) => title));

test("the tray says how warm the live session is, and leads to it", async () => {
  const page = await firstPage();
  await expect.poll(toolTip).toMatch(/^parser: hit rate \d+\.\d.%, warm until \d\d:\d\d$/u);
  await page.goto(`${page.url().split("#")[0]}#/months`);
  expect(await choose("parser")).toContain("hit rate");
  await expect(page).toHaveURL(/#\/live\?pin=5e551011/);
  await expect(page.getByRole("heading", { name: "parser" }).first()).toBeVisible();
});

test("a break that is logged is told once, and a click on it opens the event's card in the same page", async () => {
  const page = await firstPage();
  await expect.poll(toolTip).toContain("parser");
  // Loaded once: what a click does is no new page.
  await page.evaluate(() => Object.assign(window, { sameDocument: true }));
  appendFileSync(log, calls(3, 3));
  await expect.poll(notified).toHaveLength(1);
  expect((await notified())[0]).toMatch(/^parser: /);
  await app.evaluate((electron) => (electron as unknown as Double).Notification.all[0]?.emit("click"));
  await expect(page).toHaveURL(/#\/session\/5e551011.*call=/);
  await expect(page.locator(".event-card")).toContainText(/182.*k/);
  expect(await page.evaluate(() => "sameDocument" in window)).toBe(true);
  appendFileSync(log, calls(4, 4));
  await expect(page.getByText("4 calls").first()).toBeVisible();
  expect(await notified()).toHaveLength(1);
});

test("the compact window takes the place of the full one and shows the compact page, and back", async () => {
  await firstPage();
  const opened = app.waitForEvent("window");
  await choose("Compact or full window");
  const compact = await opened;
  await compact.waitForURL(({ protocol }) => protocol !== "about:");
  await compact.setViewportSize({ width: 420, height: 340 });
  await expect(compact.locator(".live-compact")).toBeVisible();
  await expect.poll(() => app.windows().length).toBe(1);
  const again = app.waitForEvent("window");
  await choose("Compact or full window");
  await (await again).waitForURL(({ protocol }) => protocol !== "about:");
  await expect.poll(() => app.windows().length).toBe(1);
});

test("an export goes where the user says in the system's dialog", async () => {
  const page = await firstPage();
  const chosen = join(folder, "may.csv");
  await app.evaluate(({ dialog }, filePath) => {
    dialog.showSaveDialog = () => Promise.resolve({ canceled: false, filePath });
  }, chosen);
  await page.goto(`${page.url().split("#")[0]}#/months`);
  await page.getByRole("button", { name: "Export…" }).first().click();
  const dialog = page.getByRole("dialog", { name: "Export" });
  await dialog.getByRole("button", { name: /^(?:Export|Save)/ }).click();
  await expect(dialog.getByText(chosen)).toBeVisible();
  expect(readFileSync(chosen, "utf8")).toContain("-home-dev-parser");
});

test("a setting that is changed in the window reaches the shell, and outlives it", async () => {
  const page = await firstPage();
  await choose("Settings…");
  await expect(page.getByRole("heading", { name: "Settings", level: 1 })).toBeVisible();
  await page.getByLabel("Colours").selectOption("dark");
  await expect
    .poll(() => app.evaluate((electron) => (electron as unknown as Double).nativeTheme.themeSource))
    .toBe("dark");
  await expect(page.locator("html")).toHaveAttribute("data-theme", "dark");
  await app.close();
  app = await launchDesktop([join(folder, "claude")], join(folder, "data"));
  await expect((await firstPage()).locator("html")).toHaveAttribute("data-theme", "dark");
});
