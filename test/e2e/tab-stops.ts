import { expect, type Page } from "@playwright/test";

const MOST_STOPS = 400;

/** One stop of the Tab key: what it is, and whether one sees that it has the focus. */
type Stop = { readonly mark: string; readonly name: string; readonly seen: boolean };

/**
 * Tabs once around the page: every control that is shown is reached, and each shows that it has the focus. In a group
 * that the arrow keys walk, one stop stands for all.
 */
export async function expectAllReachable(page: Page): Promise<void> {
  const controls = await page.evaluate(markControls);
  expect(controls.length).toBeGreaterThan(3);
  await page.evaluate(() => {
    (document.activeElement as HTMLElement | null)?.blur();
    // Where the last click was is where Tab goes on; a range at the start of the page is its beginning.
    getSelection()?.collapse(document.body, 0);
  });
  const reached = new Set<string>();
  let last: string | undefined;
  for (let n = 0; n < MOST_STOPS; n++) {
    await page.keyboard.press("Tab");
    const stop = await page.evaluate(readStop);
    // The browser's own bar has its turn, after which the page begins anew.
    if (stop === undefined) continue;
    if (reached.has(stop.mark) && stop.mark !== last) break;
    // A date has three stops of its own.
    if (stop.mark === last) continue;
    last = stop.mark;
    reached.add(stop.mark);
    expect(stop.seen, `${stop.name} shows that it has the focus`).toBe(true);
  }
  const missed = controls.filter(({ mark }) => !reached.has(mark)).map(({ name }) => name);
  expect(missed, "controls that Tab does not reach").toEqual([]);
}

// Runs in the page.
function markControls(): readonly { readonly mark: string; readonly name: string }[] {
  const selector =
    "a[href], button:not(:disabled), input:not(:disabled), select, textarea, summary, [tabindex='0']";
  return [...document.querySelectorAll<HTMLElement>(selector)]
    .filter((control) => control.checkVisibility({ visibilityProperty: true }) && control.tabIndex >= 0)
    .filter((control) => control.getBoundingClientRect().width > 0)
    .map((control, place) => {
      control.dataset["stop"] = String(place);
      return { mark: String(place), name: control.outerHTML.slice(0, 120) };
    });
}

// Runs in the page.
function readStop(): Stop | undefined {
  const at = document.activeElement;
  if (!(at instanceof HTMLElement) || at === document.body) return undefined;
  // A link may show it on its whole row, and a button on what is drawn before it.
  const seen = [at, at.closest("[role=row], li, tr")].some((one) => {
    if (one === null) return false;
    return [undefined, "::before"].some((part) => {
      const { outlineStyle, outlineWidth, boxShadow } = getComputedStyle(one, part);
      return (outlineStyle !== "none" && Number.parseFloat(outlineWidth) >= 1) || boxShadow !== "none";
    });
  });
  const mark = at.dataset["stop"] ?? `other ${at.outerHTML.slice(0, 120)}`;
  return { mark, name: at.outerHTML.slice(0, 120), seen };
}
