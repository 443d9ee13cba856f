import { AxeBuilder } from "@axe-core/playwright";
import { expect, type Page } from "@playwright/test";

/** Beside an editor, and a whole screen. */
export const SIZES = [
  { width: 1440, height: 900 },
  { width: 420, height: 340 },
] as const;

const WCAG = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"];
/** What a theme can break; all other rules are of the structure, which both themes share. */
const OF_COLOUR = ["color-contrast", "link-in-text-block"];

/** The page keeps the rules of WCAG 2.2 AA that can be checked by a program, in both themes. */
export async function expectAccessible(page: Page): Promise<void> {
  for (const colorScheme of ["dark", "light"] as const) {
    await page.emulateMedia({ colorScheme, reducedMotion: "reduce" });
    const axe = new AxeBuilder({ page });
    const { violations, passes } = await (
      colorScheme === "dark" ? axe.withTags(WCAG) : axe.withRules(OF_COLOUR)
    ).analyze();
    expect(violations.map(({ id, nodes }) => `${colorScheme} ${id}: ${nodes[0]?.html ?? ""}`)).toEqual([]);
    expect(passes.map(({ id }) => id)).toContain("color-contrast");
  }
}

/** Charts follow a new size of the window one frame later, so this waits for it. */
export async function expectNoSidewaysScroll(page: Page): Promise<void> {
  const overflow = () => page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
  await expect.poll(overflow).toBeLessThanOrEqual(0);
}
