import { expect, test, type Page } from "@playwright/test";
import { watchForProblems } from "./page-problems.ts";

test.skip(
  process.env["PREFIXWATCH_HOST"] === "electron",
  "needs a browser of its own, not the desktop window",
);

const ORIGIN = "http://127.0.0.1:9";

async function problemsOf(page: Page, body: string) {
  await page.route("**", (route) =>
    route.fulfill({
      status: route.request().url() === `${ORIGIN}/` ? 200 : 404,
      contentType: "text/html",
      headers: {
        "content-security-policy": "default-src 'none'; img-src data:; script-src 'nonce-x'; connect-src *",
      },
      body: `<!doctype html><link rel="icon" href="data:,"><script nonce="x">${body}</script>`,
    }),
  );
  const problems = await watchForProblems(page);
  await page.goto(ORIGIN);
  await page.evaluate(() => new Promise((done) => requestAnimationFrame(done)));
  return problems;
}

test("a page without fault has no problems", async ({ page }) => {
  expect(await problemsOf(page, "console.log('fine'); console.warn('also fine')")).toEqual([]);
});

test("an error on the console is a problem", async ({ page }) => {
  expect(await problemsOf(page, "console.error('broken')")).toEqual(["console: broken"]);
});

test("an uncaught error is a problem", async ({ page }) => {
  expect(await problemsOf(page, "throw new Error('broken')")).toEqual([expect.stringContaining("broken")]);
});

test("an unhandled rejection is a problem", async ({ page }) => {
  expect(await problemsOf(page, "Promise.reject(new Error('broken'))")).toEqual([
    expect.stringContaining("broken"),
  ]);
});

test("a breach of the content security policy is a problem", async ({ page }) => {
  const inline = "const s = document.createElement('script'); s.textContent = '1'; document.head.append(s)";
  expect(await problemsOf(page, inline)).toContainEqual(expect.stringContaining("securitypolicyviolation"));
});

test("a request to another machine is a problem", async ({ page }) => {
  expect(await problemsOf(page, "fetch('http://192.0.2.1/').catch(() => undefined)")).toContainEqual(
    expect.stringContaining("request to another machine: http://192.0.2.1/"),
  );
});
