import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Page } from "@playwright/test";
import { HOSTILE, writeHostileLogs } from "./hostile-strings.ts";
import { expect, test } from "./host.ts";

// Security checks S25, S27 and S32.

const root = mkdtempSync(join(tmpdir(), "prefixwatch-hostile-"));
writeHostileLogs(root, Date.now());
test.use({ roots: [root] });
test.afterAll(() => rmSync(root, { recursive: true, force: true }));

/** What only markup out of a log could have made, and links that lead out of the page. */
async function foreignElements(page: Page): Promise<readonly string[]> {
  return page.evaluate(() => {
    const made = document.querySelectorAll(
      "script:not([src]), iframe, object, embed, base, meta[http-equiv], img[src='x'], math, form:not([method='dialog']), body [style*='evil'], a:not([href^='#'])",
    );
    const wired = [...document.querySelectorAll("*")].filter((element) =>
      element.getAttributeNames().some((name) => name.startsWith("on")),
    );
    return [...made, ...wired].map((element) => element.outerHTML.slice(0, 200));
  });
}

async function isUntouched(page: Page): Promise<void> {
  expect(await foreignElements(page)).toEqual([]);
  const touched = await page.evaluate(() => [
    (window as unknown as { readonly pwn?: unknown }).pwn,
    // Not the empty object's own: these would be inherited by everything.
    ...Object.keys(Object.prototype),
  ]);
  expect(touched).toEqual([undefined]);
}

/** All text of the page as it is, also what only a pointer or a screen reader brings out. */
async function wholeText(page: Page): Promise<string> {
  return page.evaluate(() =>
    [
      document.body.textContent,
      ...[...document.querySelectorAll("[title], [aria-label], option, input")].flatMap((element) => [
        element.getAttribute("title"),
        element.getAttribute("aria-label"),
        element.getAttribute("value"),
      ]),
    ].join("\n"),
  );
}

test("texts of a log are texts on every page: nothing runs, nothing is loaded, nothing is lost", async ({
  page,
}) => {
  const dialogs: string[] = [];
  page.on("dialog", (dialog) => {
    dialogs.push(dialog.message());
    void dialog.dismiss();
  });
  test.setTimeout(180_000);
  await expect(page.getByRole("link", { name: "Sessions", exact: true })).toBeVisible();
  const seen: string[] = [];
  const look = async () => {
    await page.waitForTimeout(400);
    await isUntouched(page);
    seen.push(await wholeText(page));
  };
  await look();
  const base = page.url().split("#")[0] ?? "";
  for (const name of ["live", "sessions", "invalidations?range=90d", "months", "sources", "settings"]) {
    await page.goto(`${base}#/${name}`);
    await look();
  }
  // The list shows only the rows that fit; each session has a page of its own.
  for (const { session } of HOSTILE) {
    await page.goto(`${base}#/session/${session}`);
    await expect(page.getByRole("main")).toContainText(session);
    await page.waitForTimeout(60);
    await isUntouched(page);
    seen.push(await wholeText(page));
  }
  expect(dialogs).toEqual([]);
  expect(page.context().pages()).toHaveLength(1);
  // Ids hold no control character, so what had one is not shown as a model; its folder is shown anyway.
  const all = seen.join("\n");
  const lost = HOSTILE.filter(({ text }) => !/\p{Cc}/u.test(text) && !all.includes(text));
  expect(lost.map(({ text }) => text)).toEqual([]);
  for (const [at] of HOSTILE.entries()) expect([at, all.includes(`~${at}~`)]).toEqual([at, true]);
});

test("what is opened, typed and hovered stays text too", async ({ page }) => {
  const base = page.url().split("#")[0] ?? "";
  await page.goto(`${base}#/invalidations?range=90d`);
  await page
    .getByRole("button", { name: /^Tools changed/ })
    .first()
    .click();
  await isUntouched(page);
  await page.goto(`${base}#/sessions`);
  const typed = page.getByRole("searchbox").or(page.getByRole("textbox")).first();
  await typed.fill("<img src=x onerror=window.pwn=1>");
  await page.waitForTimeout(300);
  await isUntouched(page);
  await typed.fill("");
  await page.getByRole("button", { name: "Export" }).click();
  await expect(page.getByRole("dialog")).toContainText("~");
  await isUntouched(page);
  await page.keyboard.press("Escape");
  await page.keyboard.press("ControlOrMeta+k");
  await page.keyboard.type("img src");
  await expect(page.getByRole("dialog")).toContainText("<img src=x onerror=window.pwn=1>");
  await isUntouched(page);
  await page.keyboard.press("Escape");
  for (const { text } of HOSTILE.slice(0, 30)) {
    await page.goto(`${base}#/session/${encodeURIComponent(text)}?agent=${encodeURIComponent(text)}`);
    await isUntouched(page);
  }
  for (const hash of [
    "#/<img src=x onerror=window.pwn=1>",
    "#javascript:window.pwn=1",
    "#/months?model=<svg onload=window.pwn=1>",
  ]) {
    await page.goto(`${base}${hash}`);
    await isUntouched(page);
  }
});
