import { crc32, deflateSync, inflateSync } from "node:zlib";

type Pixels = { readonly width: number; readonly height: number; readonly rgb: Uint8Array };

const SIGNATURE = Buffer.from([137, 80, 78, 71, 13, 10, 26, 10]);
const MOST_COLOURS = 256;

/**
 * The same picture with a palette, a third of the size. Colours that differ by a few steps become one, which is far
 * below what the comparison sees.
 */
export function smallPng(png: Buffer): Buffer {
  const { width, height, rgb } = decode(png);
  for (let step = 1; ; step *= 2) {
    const palette = paletteOf(rgb, step);
    if (palette.size > MOST_COLOURS) continue;
    return encode(width, height, rgb, palette, step);
  }
}

type Shade = { readonly place: number; red: number; green: number; blue: number; count: number };

function paletteOf(rgb: Uint8Array, step: number): ReadonlyMap<number, Shade> {
  const shades = new Map<number, Shade>();
  for (let at = 0; at < rgb.length; at += 3) {
    const key = keyAt(rgb, at, step);
    const shade = shades.get(key) ?? { place: shades.size, red: 0, green: 0, blue: 0, count: 0 };
    shade.red += rgb[at] ?? 0;
    shade.green += rgb[at + 1] ?? 0;
    shade.blue += rgb[at + 2] ?? 0;
    shade.count += 1;
    shades.set(key, shade);
    if (shades.size > MOST_COLOURS) break;
  }
  return shades;
}

function keyAt(rgb: Uint8Array, at: number, step: number): number {
  const part = (offset: number) => Math.floor((rgb[at + offset] ?? 0) / step);
  return (part(0) << 16) | (part(1) << 8) | part(2);
}

function encode(
  width: number,
  height: number,
  rgb: Uint8Array,
  palette: ReadonlyMap<number, Shade>,
  step: number,
): Buffer {
  const rows = Buffer.alloc((width + 1) * height);
  for (let y = 0; y < height; y++)
    for (let x = 0; x < width; x++) {
      const key = keyAt(rgb, (y * width + x) * 3, step);
      rows[y * (width + 1) + 1 + x] = palette.get(key)?.place ?? 0;
    }
  const colours = [...palette.values()].flatMap(({ red, green, blue, count }) =>
    [red, green, blue].map((sum) => Math.round(sum / count)),
  );
  const header = Buffer.alloc(13);
  header.writeUInt32BE(width, 0);
  header.writeUInt32BE(height, 4);
  // Eight bits a pixel, by palette.
  header.set([8, 3, 0, 0, 0], 8);
  return Buffer.concat([
    SIGNATURE,
    chunk("IHDR", header),
    chunk("PLTE", Buffer.from(colours)),
    chunk("IDAT", deflateSync(rows, { level: 9, memLevel: 9 })),
    chunk("IEND", Buffer.alloc(0)),
  ]);
}

function chunk(name: string, data: Buffer): Buffer {
  const body = Buffer.concat([Buffer.from(name, "latin1"), data]);
  const [length, sum] = [Buffer.alloc(4), Buffer.alloc(4)];
  length.writeUInt32BE(data.length);
  sum.writeUInt32BE(crc32(body));
  return Buffer.concat([length, body, sum]);
}

/** Eight bits a channel, with or without alpha, as browsers write them. */
function decode(png: Buffer): Pixels {
  const data: Buffer[] = [];
  let [width, height, type] = [0, 0, 0];
  for (let at = 8; at < png.length;) {
    const length = png.readUInt32BE(at);
    const name = png.toString("latin1", at + 4, at + 8);
    const body = png.subarray(at + 8, at + 8 + length);
    if (name === "IHDR") [width, height, type] = [body.readUInt32BE(0), body.readUInt32BE(4), body[9] ?? 0];
    if (name === "IDAT") data.push(body);
    at += length + 12;
  }
  if (type !== 2 && type !== 6) throw new Error(`This reads colours of type 2 and 6, not ${type}`);
  const size = type === 6 ? 4 : 3;
  const bytes = unfiltered(inflateSync(Buffer.concat(data)), width * size, height, size);
  const rgb = new Uint8Array(width * height * 3);
  for (let pixel = 0; pixel < width * height; pixel++)
    for (let part = 0; part < 3; part++) rgb[pixel * 3 + part] = bytes[pixel * size + part] ?? 0;
  return { width, height, rgb };
}

function unfiltered(raw: Buffer, stride: number, height: number, size: number): Uint8Array {
  const out = new Uint8Array(stride * height);
  for (let y = 0; y < height; y++) {
    const filter = raw[y * (stride + 1)] ?? 0;
    for (let x = 0; x < stride; x++) {
      const at = y * stride + x;
      const left = x < size ? 0 : (out[at - size] ?? 0);
      const up = y === 0 ? 0 : (out[at - stride] ?? 0);
      const corner = x < size || y === 0 ? 0 : (out[at - stride - size] ?? 0);
      out[at] = (raw[y * (stride + 1) + 1 + x] ?? 0) + predicted(filter, left, up, corner);
    }
  }
  return out;
}

function predicted(filter: number, left: number, up: number, corner: number): number {
  if (filter === 1) return left;
  if (filter === 2) return up;
  if (filter === 3) return (left + up) >> 1;
  if (filter !== 4) return 0;
  const estimate = left + up - corner;
  const [a, b, c] = [Math.abs(estimate - left), Math.abs(estimate - up), Math.abs(estimate - corner)];
  return a <= b && a <= c ? left : b <= c ? up : corner;
}
