import type Electron from "electron";
import type { TrayColour } from "../../shared/tray-face.ts";
import type { ElectronModule } from "./electron.ts";

/** The token colours of the dark theme, which stand on light and dark bars alike (renderer/tokens.css). */
const COLOURS: Readonly<Record<TrayColour, readonly [red: number, green: number, blue: number]>> = {
  warm: [0x35, 0xb8, 0xa5],
  expiring: [0xe0, 0xb3, 0x41],
  broken: [0xea, 0x5a, 0x52],
  cold: [0x87, 0x96, 0xad],
  away: [0x87, 0x96, 0xad],
};

/** Which of the three bars are filled: the state can be told without its colour too. */
const FILLED: Readonly<Record<TrayColour, readonly [boolean, boolean, boolean]>> = {
  warm: [true, true, true],
  expiring: [true, true, false],
  broken: [true, false, false],
  cold: [false, false, false],
  away: [false, false, false],
};

/** Three calls of a growing prefix, as in the page's logo; lengths and places in sixteenths of the icon. */
const BARS = [
  { top: 2, length: 14 },
  { top: 7, length: 11 },
  { top: 12, length: 8 },
] as const;
const LEFT = 1;
const HEIGHT = 3;

/** Blue, green, red, alpha for each pixel, row by row. */
export function drawIcon(colour: TrayColour, size: number): Buffer {
  const pixels = Buffer.alloc(size * size * 4);
  const unit = size / 16;
  const [red, green, blue] = COLOURS[colour];
  BARS.forEach(({ top, length }, bar) => {
    const box = {
      left: Math.round(LEFT * unit),
      right: Math.round((LEFT + length) * unit),
      top: Math.round(top * unit),
      bottom: Math.round((top + HEIGHT) * unit),
    };
    const edge = Math.max(1, Math.round(unit * 0.8));
    for (let y = box.top; y < box.bottom; y++) {
      for (let x = box.left; x < box.right; x++) {
        const inside =
          x >= box.left + edge && x < box.right - edge && y >= box.top + edge && y < box.bottom - edge;
        if (FILLED[colour][bar] === true || !inside) pixels.set([blue, green, red, 0xff], (y * size + x) * 4);
      }
    }
  });
  return pixels;
}

/** For screens of one and of two pixels a point. */
export function trayIcon({ nativeImage }: ElectronModule, colour: TrayColour): Electron.NativeImage {
  const image = nativeImage.createFromBitmap(drawIcon(colour, 16), { width: 16, height: 16, scaleFactor: 1 });
  image.addRepresentation({ scaleFactor: 2, width: 32, height: 32, buffer: drawIcon(colour, 32) });
  return image;
}
