import { existsSync } from "node:fs";
import { mkdtemp, readFile, rm, stat } from "node:fs/promises";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { chromium, type Browser, type BrowserContext, type Page } from "@playwright/test";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { ensureBuilt } from "../../electron/command/build.ts";
import { writeOpener } from "../../electron/command/open-browser.ts";
import { startHost, type Host } from "../../electron/host/host.ts";
import { readAssets } from "../../electron/host/read-assets.ts";
import { FakeEngine } from "./fake-engine.ts";
import { listening } from "./surroundings.ts";

const ROOT = join(import.meta.dirname, "../..");
const BROWSER = process.env["PREFIXWATCH_BROWSER"] ?? "/usr/bin/chromium";

// The browser suite proper (test/e2e) fetches a browser where there is none; this one needs a Chromium that is there.
describe.runIf(existsSync(BROWSER))("in a real Chromium", () => {
  let browser: Browser;
  let context: BrowserContext;
  let page: Page;
  let engine: FakeEngine;
  let host: Host;
  let stranger: Server;
  let strangerOrigin: string;
  const problems: string[] = [];

  beforeAll(async () => {
    await ensureBuilt(ROOT);
    const args = ["--no-sandbox", "--host-resolver-rules=MAP evil.test 127.0.0.1"];
    browser = await chromium.launch({ executablePath: BROWSER, args });
    stranger = createServer((_request, response) => {
      response.writeHead(200, { "Content-Type": "text/html" }).end("<!doctype html><title>stranger</title><body>");
    });
    await new Promise<void>((resolve) => stranger.listen(0, "127.0.0.1", resolve));
    strangerOrigin = `http://127.0.0.1:${(stranger.address() as AddressInfo).port}`;
  });
  afterAll(async () => {
    await browser.close();
    stranger.closeAllConnections();
    stranger.close();
  });

  beforeEach(async () => {
    engine = new FakeEngine();
    host = await listening(startHost({ bridge: engine.bridge, assets: await readAssets(join(ROOT, "dist", "renderer")) }));
    context = await browser.newContext();
    page = await context.newPage();
    problems.length = 0;
    page.on("console", (message) => {
      if (message.type() === "error") problems.push(message.text());
    });
    page.on("pageerror", (error) => problems.push(String(error)));
  });
  afterEach(async () => {
    await context.close();
    await host.stop();
  });

  const token = () => host.url.split("#t=")[1] ?? "";
  const connected = () => expect.poll(() => engine.listeners, { timeout: 15_000 }).toBe(1);

  test("the built page runs under the strict policy: it connects, draws, and breaks no rule", async () => {
    await page.addInitScript(() => {
      addEventListener("securitypolicyviolation", (event) => console.error(`CSP ${event.violatedDirective}`));
    });
    await page.goto(host.url);
    await connected();
    engine.call("one");
    await expect.poll(() => page.locator("body").innerText(), { timeout: 10_000 }).not.toBe("");
    for (const link of await page.locator("nav a, nav button").all()) await link.click();
    expect(problems).toEqual([]);
  });

  test("the token leaves the address bar, is in no cookie, and outlives a reload of the tab alone", async () => {
    await page.goto(host.url);
    await connected();
    expect(page.url()).not.toContain(token());
    expect(await page.evaluate(() => [location.hash.includes("t="), document.cookie, document.referrer])).toEqual([false, "", ""]);
    expect(await context.cookies()).toEqual([]);
    await page.reload();
    await connected();
    const other = await context.newPage();
    const refused = other.waitForResponse((response) => response.url().endsWith("/api/feed"));
    await other.goto(host.origin);
    expect((await refused).status()).toBe(401);
    await expect.poll(() => other.locator("body").innerText()).toContain("printed in the terminal");
  });

  test("no text becomes HTML or script", async () => {
    await page.goto(host.url);
    await connected();
    const blocked = await page.evaluate(() => {
      const attempts: Record<string, () => unknown> = {
        innerHTML: () => (document.createElement("div").innerHTML = "<b>x</b>"),
        insertAdjacentHTML: () => document.body.insertAdjacentHTML("beforeend", "<b>x</b>"),
        outerHTML: () => (document.body.appendChild(document.createElement("i")).outerHTML = "<b>x</b>"),
        write: () => document.write("<b>x</b>"),
        parse: () => new DOMParser().parseFromString("<b>x</b>", "text/html"),
        eval: () => (0, eval)("1"),
        Function: () => new Function("return 1")(),
        policy: () =>
          (window as unknown as { trustedTypes: { createPolicy: (name: string, rules: object) => unknown } }).trustedTypes.createPolicy(
            "mine",
            { createHTML: (text: string) => text },
          ),
        src: () => (document.createElement("script").src = "https://evil.test/x.js"),
      };
      return Object.entries(attempts).filter(([, attempt]) => {
        try {
          attempt();
          return true;
        } catch {
          return false;
        }
      });
    });
    expect(blocked).toEqual([]);
    const ran = await page.evaluate(async () => {
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
    await page.goto(host.url);
    await connected();
    const reached = await page.evaluate(async (origin) => {
      const asked = await Promise.allSettled([fetch(origin, { mode: "no-cors" }), fetch("https://example.com", { mode: "no-cors" })]);
      return asked.map(({ status }) => status);
    }, strangerOrigin);
    expect(reached).toEqual(["rejected", "rejected"]);
  });

  test("a page of another port reads nothing, even with the token", async () => {
    await page.goto(strangerOrigin);
    const got = await page.evaluate(
      async ({ origin, token }) => {
        const tried: Record<string, string> = {};
        const headers = { Authorization: `Bearer ${token}`, "Content-Type": "application/json" };
        const requests: Record<string, RequestInit> = {
          page: {},
          opaque: { mode: "no-cors" },
          feed: { method: "POST", headers, body: "{}" },
          simple: { method: "POST", mode: "no-cors", body: "{}" },
        };
        for (const [name, init] of Object.entries(requests))
          tried[name] = await fetch(`${origin}${name === "page" ? "/" : "/api/feed"}`, init).then(
            (response) => `${response.type} ${response.status}`,
            () => "refused",
          );
        tried["script"] = await new Promise<string>((resolve) => {
          const script = document.createElement("script");
          script.src = `${origin}/assets/page.js`;
          script.addEventListener("load", () => resolve("loaded"));
          script.addEventListener("error", () => resolve("refused"));
          document.body.append(script);
        });
        tried["socket"] = await new Promise<string>((resolve) => {
          const socket = new WebSocket(`${origin.replace("http", "ws")}/api/feed`);
          socket.addEventListener("open", () => resolve("open"));
          socket.addEventListener("error", () => resolve("refused"));
        });
        const frame = document.createElement("iframe");
        frame.src = `${origin}/`;
        const loaded = new Promise((resolve) => frame.addEventListener("load", resolve));
        document.body.append(frame);
        await loaded;
        try {
          tried["frame"] = frame.contentDocument === null ? "refused" : "readable";
        } catch {
          tried["frame"] = "refused";
        }
        return tried;
      },
      { origin: host.origin, token: token() },
    );
    // `opaque 0` and the like would still be an answer: these were refused before, by CORP or the missing CORS headers.
    for (const [name, outcome] of Object.entries(got)) expect([name, outcome]).toEqual([name, "refused"]);
    const frames = page.frames().filter((frame) => frame !== page.mainFrame());
    expect(await Promise.all(frames.map((frame) => frame.locator("body").innerText()))).not.toContain("Prefixwatch");
    expect(engine.connects).toBe(0);
  });

  test("a form of another site asks for nothing", async () => {
    await page.goto(strangerOrigin);
    const answer = page.waitForResponse((response) => response.url().includes("/api/"));
    await page.evaluate((origin) => {
      const form = document.createElement("form");
      form.method = "post";
      form.enctype = "text/plain";
      form.action = `${origin}/api/feed`;
      document.body.append(form);
      form.submit();
    }, host.origin);
    expect((await answer).status()).toBe(403);
    expect(engine.connects).toBe(0);
  });

  test("a window opened from another site cannot be reached by it", async () => {
    await page.goto(strangerOrigin);
    const popup = context.waitForEvent("page");
    await page.evaluate((url) => {
      (window as unknown as { opened: Window | null }).opened = window.open(url);
    }, host.url);
    await (await popup).waitForLoadState();
    await connected();
    expect(await page.evaluate(() => (window as unknown as { opened: Window | null }).opened?.closed)).toBe(true);
    expect(await (await popup).evaluate(() => window.opener === null)).toBe(true);
  });

  test("a name that was re-bound to this machine gets nothing", async () => {
    const response = await page.goto(`http://evil.test:${host.port}/`);
    expect([response?.status(), await response?.text()]).toEqual([403, ""]);
    const read = await page.evaluate(
      (token) =>
        fetch("/api/feed", { method: "POST", headers: { Authorization: `Bearer ${token}` } }).then(({ status }) => status),
      token(),
    );
    expect(read).toBe(403);
  });

  test("the file that leads a browser to the page is the user's alone, and works", async () => {
    const folder = await mkdtemp(join(tmpdir(), "prefixwatch-opener-"));
    const file = await writeOpener(folder, host.url);
    if (process.platform !== "win32") expect([(await stat(folder)).mode & 0o77, (await stat(file)).mode & 0o77]).toEqual([0, 0]);
    expect(await readFile(file, "utf8")).toContain(host.url);
    await page.goto(pathToFileURL(file).href);
    await connected();
    expect(page.url()).not.toContain(token());
    await rm(folder, { recursive: true });
  });

  test("a page that lost its host says so, and goes on when the host is back on its port with a new address", async () => {
    await page.goto(host.url);
    await connected();
    const { port } = host;
    await host.stop();
    await expect.poll(() => page.locator("body").innerText(), { timeout: 15_000 }).toContain("does not answer");
    const next = new FakeEngine();
    host = await listening(
      startHost({ bridge: next.bridge, assets: await readAssets(join(ROOT, "dist", "renderer")), port }),
    );
    await expect.poll(() => page.locator("body").innerText(), { timeout: 15_000 }).toContain("printed in the terminal");
    // The address is pasted into the same tab: only its fragment differs, so nothing is loaded anew.
    await page.evaluate((url) => location.assign(url), host.url);
    await expect.poll(() => next.listeners, { timeout: 15_000 }).toBe(1);
    expect(page.url()).not.toContain(token());
  });
});
