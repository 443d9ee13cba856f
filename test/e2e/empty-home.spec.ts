import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { drawLog } from "../transcript.ts";
import { expect, test } from "./host.ts";

test("an empty home says where it looks, and shows the first session as soon as there is one", async ({
  page,
  roots,
}) => {
  const [root = ""] = roots;
  await expect(page.getByRole("main")).toContainText(root);
  // Where everything went is worth knowing most when nothing came: it is its own page here too.
  await page.getByRole("link", { name: "Sources", exact: true }).click();
  await expect(page.getByRole("heading", { name: "Where every byte went" })).toBeVisible();
  await page.getByRole("link", { name: "Live", exact: true }).click();
  const project = join(root, "projects", "-home-dev-parser");
  mkdirSync(project, { recursive: true });
  writeFileSync(join(project, "first.jsonl"), drawLog("10:00:00  msg_1  read 0  write1h 20k  out 5"));
  await expect(page.getByRole("heading", { name: "parser" })).toBeVisible();
});

test("the token leaves the address bar, and a reload keeps the page", async ({ page }) => {
  await expect(page.getByRole("main")).toBeVisible();
  expect(page.url()).not.toContain("t=");
  await page.reload();
  await expect(page.getByRole("main")).not.toContainText("address printed in the terminal");
});
