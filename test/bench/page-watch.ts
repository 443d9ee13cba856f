import { existsSync } from "node:fs";
import { chromium, type Browser, type Page } from "@playwright/test";
import { LIVE_PROJECT } from "./live-tree.ts";
import { ALL_SESSIONS, viewHash } from "../../renderer/view-state.ts";

const BROWSER = process.env["PREFIXWATCH_BROWSER"] ?? "/usr/bin/chromium";

/** Chromium on the page that `serve` shows. */
export async function openPage(url: string): Promise<{ readonly browser: Browser; readonly page: Page }> {
  if (!existsSync(BROWSER) && process.env["PREFIXWATCH_BROWSER"] !== undefined)
    throw new Error(`PREFIXWATCH_BROWSER names ${BROWSER}, which does not exist.`);
  const isRoot = process.getuid?.() === 0;
  const browser = await chromium.launch({
    ...(existsSync(BROWSER) ? { executablePath: BROWSER } : {}),
    // Chromium's sandbox refuses to start for root, as in a container.
    args: isRoot ? ["--no-sandbox"] : [],
  });
  const page = await browser.newPage({ viewport: { width: 1280, height: 1000 }, timezoneId: "UTC" });
  await page.goto(url);
  return { browser, page };
}

/** How many calls the page showed of a session, each time that changed, in this process's time. */
export type Shown = readonly { readonly at: number; readonly session: string; readonly calls: number }[];

/** Follows what the list of the live sessions shows, from now until it is asked. */
export async function followShownCalls(page: Page): Promise<() => Promise<Shown>> {
  const list = viewHash({ ...ALL_SESSIONS, project: LIVE_PROJECT });
  await page.evaluate((hash) => {
    location.hash = hash;
  }, list);
  await page.locator(".session-table-body .session-table-calls").first().waitFor();
  await page.evaluate(() => {
    const shown: { at: number; session: string; calls: number }[] = [];
    const last = new Map<string, number>();
    const look = () => {
      const at = performance.timeOrigin + performance.now();
      for (const row of document.querySelectorAll(".session-table-body .session-table-row")) {
        const session =
          row
            .querySelector("a")
            ?.getAttribute("href")
            ?.replace(/^.*session\//, "") ?? "";
        const calls = Number(
          (row.querySelector(".session-table-calls")?.textContent ?? "").replace(/\D/g, ""),
        );
        if (last.get(session) !== calls) shown.push({ at, session, calls });
        last.set(session, calls);
      }
    };
    look();
    new MutationObserver(look).observe(document.body, {
      subtree: true,
      childList: true,
      characterData: true,
    });
    Object.assign(window, { shownCalls: shown });
  });
  return async () => {
    const shown = await page.evaluate(
      () =>
        (window as unknown as { readonly shownCalls: { at: number; session: string; calls: number }[] })
          .shownCalls,
    );
    // Both clocks are the system's: their origins are what is between them.
    return shown.map((one) => ({ ...one, at: one.at - performance.timeOrigin }));
  };
}
