import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { answerPage, PAGE_ORIGIN } from "../../electron/shell/page.ts";
import { serveBridge, type WireMessage } from "../../shared/wire.ts";
import { GivenBrowser } from "../host/given-browser.ts";

// Security checks S17, S44: docs/security.md.

const PRELOAD = join(import.meta.dirname, "../../dist/preload.cjs");
/** Stands for `app://main`, which only Electron can teach a Chromium. */
const ORIGIN = "https://main.test";

type ElectronInPage = {
  toPage: (message: unknown) => void;
  toEngine: (message: unknown) => Promise<void>;
};

/**
 * The built page and the built preload script as the window loads them, in a real Chromium: the files and headers come
 * from the shell's own handler. Electron's isolated world and its ports are played by a few lines.
 */
describe("the window's page in Chromium", () => {
  const given = new GivenBrowser();

  async function openWindow() {
    const { page, engine } = given;
    const answer = answerPage(given.assets);
    await page.route(`${ORIGIN}/**`, async (route) => {
      const { pathname } = new URL(route.request().url());
      const response = answer(new Request(PAGE_ORIGIN + pathname));
      const body = Buffer.from(await response.arrayBuffer());
      await route.fulfill({ status: response.status, headers: Object.fromEntries(response.headers), body });
    });
    const heard = new Set<(message: unknown) => void>();
    await page.exposeFunction("toEngine", (message: unknown) => {
      for (const listener of heard) listener(message);
    });
    await page.addInitScript({
      content: `(${playElectron.toString()})(${JSON.stringify(await readFile(PRELOAD, "utf8"))})`,
    });
    await page.goto(`${ORIGIN}/`);
    const post = (message: WireMessage) => {
      void page
        .evaluate((sent) => (window as unknown as ElectronInPage).toPage(sent), message)
        .catch(() => undefined);
    };
    return serveBridge(
      {
        post,
        listen: (listener) => {
          heard.add(listener);
          return () => heard.delete(listener);
        },
      },
      engine.bridge,
    );
  }

  test("connects through the preload script and breaks no rule", async () => {
    const stop = await openWindow();
    await given.connected();
    given.engine.call("one");
    await given.shows("engine");
    expect(given.problems).toEqual([]);
    expect(
      await given.page.evaluate(() =>
        Object.keys((window as unknown as { prefixwatch: object }).prefixwatch),
      ),
    ).toEqual(["connect", "ask"]);
    expect(given.host.routes.length).toBeGreaterThan(0);
    stop();
  });

  test("the built preload script needs nothing but Electron", async () => {
    const code = await readFile(PRELOAD, "utf8");
    expect([...code.matchAll(/\brequire\("([^"]+)"\)/g)].map(([, name]) => name)).toEqual(["electron"]);
    expect(code).not.toMatch(/^import |\bimport\(|process\.env/m);
  });
});

/** Runs in the page, before its scripts. */
function playElectron(preload: string) {
  const world = window as unknown as ElectronInPage & Record<string, unknown>;
  const { port1, port2 } = new MessageChannel();
  port1.addEventListener("message", ({ data }) => void world.toEngine(data));
  port1.start();
  world.toPage = (message) => port1.postMessage(message);
  let listener: (event: unknown, message: unknown) => void = () => undefined;
  const electron = {
    contextBridge: { exposeInMainWorld: (name: string, api: unknown) => (world[name] = api) },
    ipcRenderer: {
      on: (_channel: string, heard: typeof listener) => (listener = heard),
      send: () => setTimeout(() => listener({ ports: [port2] }, { kind: "port" }), 0),
    },
  };
  // oxlint-disable-next-line typescript/no-implied-eval, no-new-func -- a preload script is given its `require` this way
  new Function("require", preload)(() => electron);
}
