import { describe, expect, test } from "vitest";
import { GivenBrowser } from "./given-browser.ts";

// Security checks S4, S6, S7, S8, S15, S18, S19, S20: docs/security.md.

describe("other sites in the same Chromium", () => {
  const given = new GivenBrowser();

  test("a page of another port reads nothing, even with the token", async () => {
    await given.page.goto(given.stranger);
    const got = await given.page.evaluate(
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
          script.src = `${origin}/assets/given.page.js`;
          script.addEventListener("load", () => resolve("loaded"));
          script.addEventListener("error", () => resolve("refused"));
          document.body.append(script);
        });
        tried["socket"] = await new Promise<string>((resolve) => {
          const socket = new WebSocket(`${origin.replace("http", "ws")}/api/feed`);
          socket.addEventListener("open", () => resolve("open"));
          socket.addEventListener("error", () => resolve("refused"));
        });
        tried["event source"] = await new Promise<string>((resolve) => {
          const source = new EventSource(`${origin}/api/feed`);
          source.addEventListener("open", () => resolve("open"));
          source.addEventListener("error", () => resolve("refused"));
        });
        tried["image"] = await new Promise<string>((resolve) => {
          const image = new Image();
          image.addEventListener("load", () => resolve("loaded"));
          image.addEventListener("error", () => resolve("refused"));
          image.src = `${origin}/api/feed`;
        });
        tried["style"] = await new Promise<string>((resolve) => {
          const style = document.createElement("link");
          style.rel = "stylesheet";
          style.href = `${origin}/api/feed`;
          style.addEventListener("load", () => resolve("loaded"));
          style.addEventListener("error", () => resolve("refused"));
          document.head.append(style);
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
      { origin: given.host.origin, token: given.token },
    );
    // `opaque 0` and the like would still be an answer: these were refused before, by CORP or the missing CORS headers.
    for (const [name, outcome] of Object.entries(got)) expect([name, outcome]).toEqual([name, "refused"]);
    const frames = given.page.frames().filter((frame) => frame !== given.page.mainFrame());
    expect(await Promise.all(frames.map((frame) => frame.locator("body").innerText()))).not.toContain(
      "Prefixwatch",
    );
    expect(given.engine.connects).toBe(0);
  });

  test("a form of another site asks for nothing", async () => {
    await given.page.goto(given.stranger);
    const answer = given.page.waitForResponse((response) => response.url().includes("/api/"));
    await given.page.evaluate((origin) => {
      const form = document.createElement("form");
      form.method = "post";
      form.enctype = "text/plain";
      form.action = `${origin}/api/feed`;
      document.body.append(form);
      form.submit();
    }, given.host.origin);
    expect((await answer).status()).toBe(403);
    expect(given.engine.connects).toBe(0);
  });

  test("a window opened from another site cannot be reached by it", async () => {
    await given.page.goto(given.stranger);
    const popup = given.context.waitForEvent("page");
    await given.page.evaluate((url) => {
      (window as unknown as { opened: Window | null }).opened = window.open(url);
    }, given.host.url);
    await (await popup).waitForLoadState();
    await given.connected();
    expect(
      await given.page.evaluate(() => (window as unknown as { opened: Window | null }).opened?.closed),
    ).toBe(true);
    expect(await (await popup).evaluate(() => window.opener === null)).toBe(true);
  });

  test("a name that was re-bound to this machine gets nothing", async () => {
    const evil = `http://evil.test:${given.host.port}`;
    const answer = given.page.waitForResponse(`${evil}/`);
    await given.page.goto(`${evil}/`).catch(() => undefined);
    expect((await answer).status()).toBe(403);
    // The attacker's own page, loaded before the name was re-bound: to the browser the host is now its own origin.
    await given.page.route(`${evil}/attack`, (route) =>
      route.fulfill({ contentType: "text/html", body: "<!doctype html>" }),
    );
    await given.page.goto(`${evil}/attack`);
    const read = await given.page.evaluate(
      (token) =>
        fetch("/api/feed", {
          method: "POST",
          headers: { Authorization: `Bearer ${token}`, "Content-Type": "application/json" },
          body: "{}",
        }).then(({ status }) => status),
      given.token,
    );
    expect(await given.page.evaluate(() => fetch("/").then(({ status }) => status))).toBe(403);
    expect(read).toBe(403);
  });
});
