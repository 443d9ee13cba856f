// Run by hand after a change of electron/resources/icon.svg: `node test/icons/draw.ts`. Chromium draws, nothing is installed.
import { createHash } from "node:crypto";
import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { chromium } from "@playwright/test";
import {
  ALL_SIZES,
  type Drawing,
  icnsFile,
  ICNS_KINDS,
  icoFile,
  ICO_SIZES,
  LINUX_SIZES,
} from "./icon-files.ts";

const RESOURCES = join(import.meta.dirname, "../../electron/resources");
const svg = await readFile(join(RESOURCES, "icon.svg"));

const browser = await chromium.launch({
  executablePath: process.env["PREFIXWATCH_BROWSER"] ?? "/usr/bin/chromium",
});
const page = await browser.newPage();
const drawings = new Map<number, Drawing>();
for (const size of ALL_SIZES) {
  await page.setViewportSize({ width: size, height: size });
  await page.setContent(
    `<style>body{margin:0}img{display:block}</style><img width="${size}" height="${size}" src="data:image/svg+xml;base64,${svg.toString("base64")}">`,
  );
  await page.locator("img").evaluate((image: HTMLImageElement) => image.decode());
  drawings.set(size, { size, png: await page.screenshot({ omitBackground: true }) });
}
await browser.close();

function drawn(size: number): Drawing {
  const drawing = drawings.get(size);
  if (drawing === undefined) throw new Error(`No drawing of ${size} pixels.`);
  return drawing;
}

for (const size of LINUX_SIZES)
  await writeFile(join(RESOURCES, "icons", `${size}x${size}.png`), drawn(size).png);
await writeFile(join(RESOURCES, "icon.ico"), icoFile(ICO_SIZES.map(drawn)));
await writeFile(
  join(RESOURCES, "icon.icns"),
  icnsFile(ICNS_KINDS.map(([kind, size]) => [kind, drawn(size).png])),
);
await writeFile(
  join(RESOURCES, "drawn-from.json"),
  `{ "icon.svg": "${createHash("sha256").update(svg).digest("hex")}" }\n`,
);
