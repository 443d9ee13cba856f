/** sRGB as fractions of one. */
export type Rgb = readonly [red: number, green: number, blue: number];

type Matrix = readonly [Rgb, Rgb, Rgb];

/** What a full loss of one kind of cone leaves, in linear RGB: Machado, Oliveira and Fernandes 2009, severity 1. */
export const VISIONS: Readonly<Record<"usual" | "protanopia" | "deuteranopia" | "tritanopia", Matrix>> = {
  usual: [
    [1, 0, 0],
    [0, 1, 0],
    [0, 0, 1],
  ],
  protanopia: [
    [0.152286, 1.052583, -0.204868],
    [0.114503, 0.786281, 0.099216],
    [-0.003882, -0.048116, 1.051998],
  ],
  deuteranopia: [
    [0.367322, 0.860646, -0.227968],
    [0.280085, 0.672501, 0.047413],
    [-0.01182, 0.04294, 0.968881],
  ],
  tritanopia: [
    [1.255528, -0.076749, -0.178779],
    [-0.078411, 0.930809, 0.147602],
    [0.004733, 0.691367, 0.3039],
  ],
};
export type Vision = keyof typeof VISIONS;

/** `#0f8d7e`. */
export function rgbOf(hex: string): Rgb {
  const channel = (at: number) => Number.parseInt(hex.slice(at, at + 2), 16) / 255;
  return [channel(1), channel(3), channel(5)];
}

/** How far apart two colours are seen, in OKLab: 0.02 is just noticed side by side. */
export function distance(a: Rgb, b: Rgb, vision: Vision): number {
  const [left, right] = [a, b].map((colour) => okLab(seen(linear(colour), vision)));
  if (left === undefined || right === undefined) throw new Error("two colours have two places");
  return Math.hypot(left[0] - right[0], left[1] - right[1], left[2] - right[2]);
}

/** WCAG's contrast ratio, 1 to 21. */
export function contrast(a: Rgb, b: Rgb): number {
  const [dark = 0, light = 0] = [a, b].map(luminance).toSorted((one, other) => one - other);
  return (light + 0.05) / (dark + 0.05);
}

function luminance(colour: Rgb): number {
  const [red, green, blue] = linear(colour);
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

function linear(colour: Rgb): Rgb {
  const one = (value: number) => (value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4);
  return [one(colour[0]), one(colour[1]), one(colour[2])];
}

function seen(colour: Rgb, vision: Vision): Rgb {
  return times(VISIONS[vision], colour).map((value) => Math.min(1, Math.max(0, value))) as unknown as Rgb;
}

function times(matrix: Matrix, [x, y, z]: Rgb): Rgb {
  const row = (of: Rgb) => of[0] * x + of[1] * y + of[2] * z;
  return [row(matrix[0]), row(matrix[1]), row(matrix[2])];
}

const TO_CONES: Matrix = [
  [0.4122214708, 0.5363325363, 0.0514459929],
  [0.2119034982, 0.6806995451, 0.1073969566],
  [0.0883024619, 0.2817188376, 0.6299787005],
];
const TO_LAB: Matrix = [
  [0.2104542553, 0.793617785, -0.0040720468],
  [1.9779984951, -2.428592205, 0.4505937099],
  [0.0259040371, 0.7827717662, -0.808675766],
];

/** Linear RGB in Ottosson's OKLab. */
function okLab(colour: Rgb): Rgb {
  const [l, m, s] = times(TO_CONES, colour);
  return times(TO_LAB, [Math.cbrt(l), Math.cbrt(m), Math.cbrt(s)]);
}
