import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { deflateSync, inflateSync } from "node:zlib";
import { expect, test } from "vitest";
import { smallPng } from "./small-png.ts";

const PICTURES = join(import.meta.dirname, "../e2e/gallery-pictures");
const MOST_BYTES = 3_000_000;

function chunk(name: string, data: Buffer): Buffer {
  const length = Buffer.alloc(4);
  length.writeUInt32BE(data.length);
  return Buffer.concat([length, Buffer.from(name, "latin1"), data, Buffer.alloc(4)]);
}

/** As a browser writes it: eight bits a channel with alpha, each row with its filter before it. */
function png(width: number, rows: readonly (readonly number[])[]): Buffer {
  const header = Buffer.alloc(13);
  header.writeUInt32BE(width, 0);
  header.writeUInt32BE(rows.length, 4);
  header.set([8, 6, 0, 0, 0], 8);
  const data = deflateSync(Buffer.from(rows.flat()));
  return Buffer.concat([Buffer.alloc(8), chunk("IHDR", header), chunk("IDAT", data)]);
}

function part(small: Buffer, name: string): Buffer {
  const at = small.indexOf(name, 0, "latin1");
  return small.subarray(at + 4, at + 4 + small.readUInt32BE(at - 4));
}

test("a picture of few colours keeps each of them, whatever filters its rows have", () => {
  const red = [200, 30, 20, 255];
  const teal = [15, 141, 126, 255];
  const small = smallPng(
    png(2, [
      [0, ...red, ...teal],
      // The second row is the difference to the first: none, and from teal to red.
      [2, 0, 0, 0, 0, 185, 145, 150, 0],
    ]),
  );
  expect([...part(small, "PLTE")]).toEqual([...red.slice(0, 3), ...teal.slice(0, 3)]);
  expect([...inflateSync(part(small, "IDAT"))]).toEqual([0, 0, 1, 0, 0, 0]);
});

test("of many colours the nearest become one", () => {
  const row = Array.from({ length: 600 }, (_, n) => [n % 256, (n * 7) % 256, (n * 13) % 256, 255]).flat();
  const small = smallPng(png(600, [[0, ...row]]));
  const colours = part(small, "PLTE").length / 3;
  expect(colours).toBeGreaterThan(30);
  expect(colours).toBeLessThanOrEqual(256);
});

test("the stored pictures of the gallery have a palette and are small together", () => {
  const pictures = readdirSync(PICTURES).filter((name) => name.endsWith(".png"));
  expect(pictures.length).toBeGreaterThan(50);
  const files = pictures.map((name) => ({ name, bytes: readFileSync(join(PICTURES, name)) }));
  // Colour type 3: `npx node test/gallery/shrink.ts` was run.
  expect(files.filter(({ bytes }) => bytes[25] !== 3).map(({ name }) => name)).toEqual([]);
  expect(files.reduce((sum, { bytes }) => sum + bytes.length, 0)).toBeLessThan(MOST_BYTES);
});
