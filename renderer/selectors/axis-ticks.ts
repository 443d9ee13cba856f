import type { Tokens } from "../../shared/units.ts";

/** Round steps from 0 to just over the largest value: 0, 50k, 100k, 150k. */
export function tokenTicks(most: Tokens, count: number): readonly Tokens[] {
  if (most <= 0) return [0];
  const rough = most / count;
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = ([1, 2, 2.5, 5, 10].find((factor) => factor * power >= rough) ?? 10) * power;
  return Array.from({ length: Math.floor(most / step) + 1 }, (_, place) => place * step);
}

/** At most `count` evenly spaced places, from the first on. */
export function evenPlaces(length: number, count: number): readonly number[] {
  if (length === 0) return [];
  const step = Math.max(1, Math.ceil(length / count));
  return Array.from({ length: Math.ceil(length / step) }, (_, place) => place * step);
}
