import { createHash } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { icnsFile, ICNS_KINDS, icoFile, ICO_SIZES, LINUX_SIZES, pngSize } from "./icons/icon-files.ts";

const RESOURCES = join(import.meta.dirname, "../electron/resources");
const read = (name: string) => readFileSync(join(RESOURCES, name));

/** Each picture of a Windows icon with the size that its directory tells, 0 meaning 256. */
function picturesOfIco(file: Buffer): readonly { readonly told: number; readonly png: Buffer }[] {
  return Array.from({ length: file.readUInt16LE(4) }, (_, at) => {
    const entry = 6 + 16 * at;
    const start = file.readUInt32LE(entry + 12);
    const png = file.subarray(start, start + file.readUInt32LE(entry + 8));
    return { told: file.readUInt8(entry) || 256, png };
  });
}

function blocksOfIcns(file: Buffer): readonly { readonly kind: string; readonly png: Buffer }[] {
  const blocks: { kind: string; png: Buffer }[] = [];
  for (let at = 8; at < file.length; at += file.readUInt32BE(at + 4)) {
    const end = at + file.readUInt32BE(at + 4);
    blocks.push({ kind: file.toString("latin1", at, at + 4), png: file.subarray(at + 8, end) });
  }
  return blocks;
}

describe("the icons", () => {
  test("were drawn from icon.svg as it is now", () => {
    const drawnFrom: unknown = JSON.parse(read("drawn-from.json").toString());
    expect(drawnFrom).toEqual({ "icon.svg": createHash("sha256").update(read("icon.svg")).digest("hex") });
  });

  test("for Linux are one PNG for each size", () => {
    const names = readdirSync(join(RESOURCES, "icons")).filter((name) => name.endsWith(".png"));
    expect(names.toSorted()).toEqual(LINUX_SIZES.map((size) => `${size}x${size}.png`).toSorted());
    for (const size of LINUX_SIZES) expect(pngSize(read(`icons/${size}x${size}.png`))).toEqual([size, size]);
  });

  test("for Windows hold every size it shows, under the size that is told", () => {
    const pictures = picturesOfIco(read("icon.ico"));
    expect(pictures.map(({ told }) => told)).toEqual([...ICO_SIZES]);
    for (const { told, png } of pictures) expect(pngSize(png)).toEqual([told, told]);
  });

  test("for macOS hold every kind, of the size of its name", () => {
    const file = read("icon.icns");
    expect([file.toString("latin1", 0, 4), file.readUInt32BE(4)]).toEqual(["icns", file.length]);
    expect(blocksOfIcns(file).map(({ kind, png }) => [kind, pngSize(png)[0]])).toEqual(ICNS_KINDS);
  });

  test("lie where electron-builder looks for them", () => {
    const config = readFileSync(join(RESOURCES, "../../electron-builder.yml"), "utf8");
    expect(config).toMatch(/^ {2}buildResources: electron\/resources$/m);
    expect(readdirSync(RESOURCES)).toEqual(expect.arrayContaining(["icon.icns", "icon.ico", "icons"]));
  });

  test("weigh little", () => {
    const all = [read("icon.ico"), read("icon.icns"), ...LINUX_SIZES.map((n) => read(`icons/${n}x${n}.png`))];
    expect(all.reduce((sum, { length }) => sum + length, 0)).toBeLessThan(200_000);
  });
});

test("what is written into an icon is found there again", () => {
  const [small, large] = [Buffer.from("small"), Buffer.from("larger")];
  const ico = icoFile([
    { size: 16, png: small },
    { size: 256, png: large },
  ]);
  expect(picturesOfIco(ico)).toEqual([
    { told: 16, png: small },
    { told: 256, png: large },
  ]);
  expect(blocksOfIcns(icnsFile([["ic07", small]]))).toEqual([{ kind: "ic07", png: small }]);
});
