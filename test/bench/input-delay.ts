import type { Page } from "@playwright/test";
import { setTimeout as wait } from "node:timers/promises";

const KEYS = ["j", "k", "ArrowDown", "?", "Escape"];

/** Presses keys until told to end, and says how long each waited until the page took it, in milliseconds. */
export async function pressKeys(page: Page, ended: () => boolean): Promise<readonly number[]> {
  await page.evaluate(() => {
    const waited: number[] = [];
    // An event's time is when the browser got it from the system.
    window.addEventListener("keydown", (event) => waited.push(performance.now() - event.timeStamp), {
      capture: true,
    });
    Object.assign(window, { waitedKeys: waited });
  });
  for (let n = 0; !ended(); n++) {
    await page.keyboard.press(KEYS[n % KEYS.length] ?? "j");
    await wait(10 + (n % 7) * 5);
  }
  return page.evaluate(() => (window as unknown as { readonly waitedKeys: number[] }).waitedKeys);
}
