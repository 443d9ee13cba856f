import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { contrast, distance, rgbOf, VISIONS, type Vision } from "./colour-vision.ts";

const THEMES = ["light", "dark"] as const;
const css = readFileSync(join(import.meta.dirname, "../../renderer/tokens.css"), "utf8");
const tokens = new Map(
  [...css.matchAll(/--([a-z0-9-]+): light-dark\((#[0-9a-f]{6}), (#[0-9a-f]{6})\)/g)].map(
    ([, name = "", light = "", dark = ""]) => [name, { light, dark }],
  ),
);

function colour(name: string, theme: (typeof THEMES)[number]) {
  const token = tokens.get(name);
  if (token === undefined) throw new Error(`tokens.css has no ${name}`);
  return rgbOf(token[theme]);
}

const TOKEN_COLOURS = ["read", "write-5m", "write-1h", "uncached", "output"] as const;
/** Side by side in a bar: from the ground up, and where the kinds between two are missing. */
const NEIGHBOURS = [
  ["read", "write-5m"],
  ["read", "write-1h"],
  ["read", "uncached"],
  ["write-5m", "write-1h"],
  ["write-5m", "uncached"],
  ["write-1h", "uncached"],
  ["uncached", "output"],
  ...TOKEN_COLOURS.map((name) => [name, "loss"] as const),
] as const;
/** Three times what is just noticed side by side in OKLab. */
const LEAST = 0.06;

describe.each(THEMES)("%s", (theme) => {
  test.each(["ink", "dim", "faint", "loss"])("%s is legible as text on every surface", (name) => {
    for (const surface of ["background", "panel", "hover"])
      expect(contrast(colour(name, theme), colour(surface, theme)), surface).toBeGreaterThanOrEqual(4.5);
  });

  test.each([...TOKEN_COLOURS, "loss", "focus"])("%s stands out as a mark on every surface", (name) => {
    for (const surface of ["background", "panel"])
      expect(contrast(colour(name, theme), colour(surface, theme)), surface).toBeGreaterThanOrEqual(3);
  });

  test.each(Object.keys(VISIONS) as Vision[])("neighbours are told apart with %s vision", (vision) => {
    const near = NEIGHBOURS.map(([a, b]) => ({
      pair: `${a}, ${b}`,
      apart: distance(colour(a, theme), colour(b, theme), vision),
    })).filter(({ apart }) => apart < LEAST);
    expect(near).toEqual([]);
  });
});

test("the measure knows colours that people without green cones confuse", () => {
  // The pair that was in the light theme until November 2026.
  const [read, uncached] = ["#0f8d7e", "#6b7a90"].map(rgbOf);
  if (read === undefined || uncached === undefined) throw new Error("two colours");
  expect(distance(read, uncached, "usual")).toBeGreaterThan(LEAST);
  expect(distance(read, uncached, "deuteranopia")).toBeLessThan(LEAST / 1.5);
  expect(contrast(rgbOf("#000000"), rgbOf("#ffffff"))).toBeCloseTo(21, 5);
});
