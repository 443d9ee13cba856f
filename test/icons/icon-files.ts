/** A drawing of the icon at one size, as PNG. */
export type Drawing = { readonly size: number; readonly png: Buffer };

/** Sizes that a Windows program shows: lists, task bar, desktop. */
export const ICO_SIZES = [16, 24, 32, 48, 64, 256] as const;

/** Apple's name of each size. 16 and 32 are left to the system, which scales their doubles. */
export const ICNS_KINDS = [
  ["ic11", 32],
  ["ic12", 64],
  ["ic07", 128],
  ["ic13", 256],
  ["ic08", 256],
  ["ic14", 512],
  ["ic09", 512],
  ["ic10", 1024],
] as const;

/** Sizes of the freedesktop icon theme. */
export const LINUX_SIZES = [16, 32, 48, 64, 128, 256, 512] as const;

export const ALL_SIZES: readonly number[] = [16, 24, 32, 48, 64, 128, 256, 512, 1024];

/** PNGs behind a directory of 16 bytes each; 256 is written as 0. */
export function icoFile(drawings: readonly Drawing[]): Buffer {
  const head = Buffer.alloc(6 + 16 * drawings.length);
  head.writeUInt16LE(1, 2);
  head.writeUInt16LE(drawings.length, 4);
  let offset = head.length;
  drawings.forEach(({ size, png }, at) => {
    const entry = 6 + 16 * at;
    head.writeUInt8(size % 256, entry);
    head.writeUInt8(size % 256, entry + 1);
    head.writeUInt16LE(1, entry + 4);
    head.writeUInt16LE(32, entry + 6);
    head.writeUInt32LE(png.length, entry + 8);
    head.writeUInt32LE(offset, entry + 12);
    offset += png.length;
  });
  return Buffer.concat([head, ...drawings.map(({ png }) => png)]);
}

/** Blocks of a name, a length and a PNG, inside a block of their own. */
export function icnsFile(blocks: readonly (readonly [kind: string, png: Buffer])[]): Buffer {
  const body = Buffer.concat(blocks.map(([kind, png]) => block(kind, png)));
  return block("icns", body);
}

function block(kind: string, body: Buffer): Buffer {
  const head = Buffer.alloc(8);
  head.write(kind, "latin1");
  head.writeUInt32BE(8 + body.length, 4);
  return Buffer.concat([head, body]);
}

/** Width and height out of a PNG's first block. */
export function pngSize(png: Buffer): readonly [width: number, height: number] {
  if (png.subarray(1, 4).toString("latin1") !== "PNG") throw new Error("This is no PNG.");
  return [png.readUInt32BE(16), png.readUInt32BE(20)];
}
