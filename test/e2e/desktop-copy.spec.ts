import { expect, test } from "./host.ts";

test.skip(
  process.env["PREFIXWATCH_HOST"] !== "electron",
  "the desktop window decides by itself what is allowed",
);

test("the window may copy, and may not read what was copied", async ({ page }) => {
  await expect(page.getByRole("main")).toBeVisible();
  const outcome = (what: "readText" | "writeText") =>
    page.evaluate(
      (what) =>
        navigator.clipboard[what]("# Prompt cache").then(
          () => "done",
          (error: Error) => error.name,
        ),
      what,
    );
  // As a click on "Copy" does: the page is in use.
  await page.getByRole("main").click();
  expect(await outcome("writeText")).toBe("done");
  expect(await outcome("readText")).toBe("NotAllowedError");
});
