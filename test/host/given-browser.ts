import { existsSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { chromium, type Browser, type BrowserContext, type Page } from "@playwright/test";
import { afterAll, afterEach, beforeAll, beforeEach, expect } from "vitest";
import { ensureBuilt } from "../../electron/command/build.ts";
import { startHost, type Host } from "../../electron/host/host.ts";
import { readAssets } from "../../electron/host/read-assets.ts";
import type { Assets } from "../../shared/asset.ts";
import { FakeEngine } from "./fake-engine.ts";
import { listening } from "./surroundings.ts";

const ROOT = join(import.meta.dirname, "../..");
const BROWSER = process.env["PREFIXWATCH_BROWSER"] ?? "/usr/bin/chromium";

/** The browser suite proper (test/e2e) fetches a browser where there is none; these tests need one that is there. */
const hasChromium = existsSync(BROWSER);

/** Chromium with the built page, served by a real host on a fake engine, and a second site beside it. */
export class GivenBrowser {
  assets: Assets = new Map();
  browser!: Browser;
  context!: BrowserContext;
  page!: Page;
  engine = new FakeEngine();
  host!: Host;
  stranger = "";
  /** What the page's console calls an error, and what it threw. */
  readonly problems: string[] = [];

  constructor() {
    beforeEach((context) =>
      context.skip(!hasChromium, `no browser at ${BROWSER}; PREFIXWATCH_BROWSER names another`),
    );
    if (!hasChromium) return;
    const stranger = createServer((_request, response) => {
      response
        .writeHead(200, { "Content-Type": "text/html" })
        .end("<!doctype html><title>stranger</title><body>");
    });
    beforeAll(async () => {
      await ensureBuilt(ROOT);
      this.assets = await readAssets(join(ROOT, "dist", "renderer"));
      const args = ["--no-sandbox", "--host-resolver-rules=MAP evil.test 127.0.0.1"];
      // A browser with fewer guards of its own is the harder case.
      args.push("--disable-features=LocalNetworkAccessChecks");
      this.browser = await chromium.launch({ executablePath: BROWSER, args });
      await new Promise<void>((resolve) => {
        stranger.listen(0, "127.0.0.1", resolve);
      });
      this.stranger = `http://127.0.0.1:${(stranger.address() as AddressInfo).port}`;
    });
    afterAll(async () => {
      await this.browser.close();
      stranger.closeAllConnections();
      stranger.close();
    });
    beforeEach(async () => {
      this.engine = new FakeEngine();
      await this.serve(this.engine);
      this.context = await this.browser.newContext();
      this.page = await this.context.newPage();
      this.problems.length = 0;
      this.page.on("console", (message) => {
        if (message.type() === "error") this.problems.push(message.text());
      });
      this.page.on("pageerror", (error) => this.problems.push(String(error)));
    });
    afterEach(async () => {
      await this.context.close();
      await this.host.stop();
    });
  }

  async serve(engine: FakeEngine, port = 0) {
    this.engine = engine;
    this.host = await listening(startHost({ bridge: engine.bridge, assets: this.assets, port }));
  }

  get token(): string {
    return this.host.url.split("#t=")[1] ?? "";
  }

  async open() {
    await this.page.goto(this.host.url);
    await this.connected();
  }

  connected(): Promise<void> {
    return expect.poll(() => this.engine.listeners, { timeout: 15_000 }).toBe(1);
  }

  shows(text: string, page = this.page): Promise<void> {
    return expect.poll(() => page.locator("body").innerText(), { timeout: 15_000 }).toContain(text);
  }
}
