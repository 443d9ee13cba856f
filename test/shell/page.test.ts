import { describe, expect, test } from "vitest";
import { answerPage } from "../../electron/shell/page.ts";
import { SECURITY_HEADERS } from "../../shared/security-headers.ts";
import { PAGE } from "../host/surroundings.ts";

// Security checks S16, S17, S45: docs/security.md.

describe("the page's own scheme", () => {
  const answer = answerPage(PAGE);
  const ask = (url: string, method = "GET") => answer({ url, method } as Request);

  test("answers with the built files and the strict headers", async () => {
    const page = ask("app://main/");
    expect([page.status, page.headers.get("content-type")]).toEqual([200, "text/html; charset=utf-8"]);
    expect(await page.text()).toContain("<title>Prefixwatch</title>");
    expect(ask("app://main/assets/page.js?x=1#y").status).toBe(200);
    for (const response of [page, ask("app://main/none"), ask("app://evil/"), ask("app://main/", "POST")])
      for (const [name, value] of Object.entries(SECURITY_HEADERS))
        expect(response.headers.get(name)).toBe(value);
  });

  test.each([
    "app://evil/",
    "app://main.evil/",
    "app://evil/index.html",
    "app://main:80/",
    "app://user@main/",
    "app://MAIN/",
    "app://main/..%2f..%2fetc/passwd",
    "app://main/%2e%2e/package.json",
    "app://main/../package.json",
    "app:///",
    "app://main/%00",
    "app://main//index.html",
    "app://main/assets",
    "app://main/assets/",
    "app://main/constructor",
    "file:///etc/passwd",
    "https://main/",
    "http://main/",
    "app:main/",
    "nonsense",
    "",
    "app://main/index.html%20",
  ])("%s is not there", (url) => {
    expect(ask(url).status).toBe(404);
  });

  test.each(["POST", "PUT", "DELETE", "HEAD", "OPTIONS", "get"])("method %s is refused", (method) => {
    expect(ask("app://main/", method).status).toBe(405);
  });
});
