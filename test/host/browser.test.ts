import { mkdtemp, readFile, rm, stat } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { describe, expect, test } from "vitest";
import { writeOpener } from "../../electron/command/open-browser.ts";
import { FakeEngine } from "./fake-engine.ts";
import { GivenBrowser } from "./given-browser.ts";

// Security checks S9, S17: docs/security.md.

describe("the page in Chromium", () => {
  const given = new GivenBrowser();

  test("the built page runs under the strict policy: it connects, draws, and breaks no rule", async () => {
    await given.page.addInitScript(() => {
      addEventListener("securitypolicyviolation", (event) => {
        throw new Error(`Policy violated: ${event.violatedDirective}`);
      });
    });
    await given.open();
    given.engine.call("one");
    await expect.poll(() => given.page.locator("body").innerText(), { timeout: 10_000 }).not.toBe("");
    // Counted anew: a page may have links of its own.
    const links = given.page.locator("nav a, nav button");
    for (let n = 0; n < (await links.count()); n += 1) await links.nth(n).click();
    // The fake engine does not know every answer, which the page has to bear.
    expect(given.problems.filter((problem) => !problem.includes("status of 500"))).toEqual([]);
  });

  test("the token leaves the address bar, is in no cookie, and outlives a reload of the tab alone", async () => {
    await given.open();
    expect(given.page.url()).not.toContain(given.token);
    expect(
      await given.page.evaluate(() => [location.hash.includes("t="), document.cookie, document.referrer]),
    ).toEqual([false, "", ""]);
    expect(await given.context.cookies()).toEqual([]);
    await given.page.reload();
    await given.connected();
    const other = await given.context.newPage();
    const refused = other.waitForResponse((response) => response.url().endsWith("/api/feed"));
    await other.goto(given.host.origin);
    expect((await refused).status()).toBe(401);
    await given.shows("printed in the terminal", other);
  });

  test("no text becomes HTML or script", async () => {
    await given.open();
    const allowed = await given.page.evaluate(() => {
      const attempts: Record<string, () => unknown> = {
        innerHTML: () => (document.createElement("div").innerHTML = "<b>x</b>"),
        insertAdjacentHTML: () => document.body.insertAdjacentHTML("beforeend", "<b>x</b>"),
        outerHTML: () => (document.body.appendChild(document.createElement("i")).outerHTML = "<b>x</b>"),
        write: () => document.write("<b>x</b>"),
        parse: () => new DOMParser().parseFromString("<b>x</b>", "text/html"),
        // oxlint-disable-next-line no-eval -- that it fails is the point
        eval: () => (0, eval)("1"),
        // oxlint-disable-next-line typescript/no-implied-eval, no-new-func -- that it fails is the point
        Function: () => new Function("return 1")(),
        policy: () =>
          (
            window as unknown as { trustedTypes: { createPolicy: (name: string, rules: object) => unknown } }
          ).trustedTypes.createPolicy("mine", { createHTML: (text: string) => text }),
        src: () => (document.createElement("script").src = "https://evil.test/x.js"),
      };
      const succeeds = ([, attempt]: [string, () => unknown]) => {
        try {
          attempt();
          return true;
        } catch {
          return false;
        }
      };
      // In a turn of its own: what the debugger evaluates may use `eval` whatever the page's policy says.
      return new Promise<readonly string[]>((resolve) => {
        setTimeout(
          () =>
            resolve(
              Object.entries(attempts)
                .filter(succeeds)
                .map(([name]) => name),
            ),
          0,
        );
      });
    });
    expect(allowed).toEqual([]);
    const ran = await given.page.evaluate(async () => {
      const link = document.createElement("a");
      link.setAttribute("href", "javascript:window.pwn=1");
      document.body.append(link);
      link.click();
      const image = document.createElement("img");
      image.setAttribute("src", "x:");
      try {
        image.setAttribute("onerror", "window.pwn=2");
      } catch {
        // Trusted Types refuse the attribute where the policy alone would only refuse to run it.
      }
      document.body.append(image);
      await new Promise((resolve) => setTimeout(resolve, 200));
      return (window as unknown as { pwn?: number }).pwn;
    });
    expect(ran).toBeUndefined();
  });

  test("the page can speak to nobody else", async () => {
    await given.open();
    const reached = await given.page.evaluate(async (origin) => {
      const asked = await Promise.allSettled([
        fetch(origin, { mode: "no-cors" }),
        fetch("https://example.com", { mode: "no-cors" }),
      ]);
      return asked.map(({ status }) => status);
    }, given.stranger);
    expect(reached).toEqual(["rejected", "rejected"]);
  });

  test("the file that leads a browser to the page is the user's alone, and works", async () => {
    const folder = await mkdtemp(join(tmpdir(), "prefixwatch-opener-"));
    const file = await writeOpener(folder, given.host.url);
    if (process.platform !== "win32")
      expect([(await stat(folder)).mode & 0o77, (await stat(file)).mode & 0o77]).toEqual([0, 0]);
    expect(await readFile(file, "utf8")).toContain(given.host.url);
    await given.page.goto(pathToFileURL(file).href);
    await given.connected();
    expect(await given.page.evaluate(() => location.href)).toBe(`${given.host.origin}/`);
    await rm(folder, { recursive: true });
  });

  test("a page that lost its host says so, and goes on when the host is back on its port with a new address", async () => {
    await given.open();
    const { port } = given.host;
    await given.host.stop();
    await given.shows("does not answer");
    const next = new FakeEngine();
    await given.serve(next, port);
    await given.shows("printed in the terminal");
    // The address is pasted into the same tab: only its fragment differs, so nothing is loaded anew.
    await given.page.evaluate((url) => location.assign(url), given.host.url);
    await expect.poll(() => next.listeners, { timeout: 15_000 }).toBe(1);
    await expect.poll(() => given.page.url()).not.toContain(given.token);
  });
});
