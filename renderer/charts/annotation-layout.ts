import type { Annotation } from "../selectors/depth-series.ts";

/** Where a label stands: pixels from the left, and its row from the top. */
export type PlacedLabel = {
  readonly annotation: Annotation;
  readonly x: number;
  readonly row: number;
  readonly side: "right" | "left" | "middle";
};

/** Mean advance of semibold Inter at 11.5 px, rounded up from the 5.7 of our labels. */
const CHARACTER = 6;
const CLEARANCE = 10;
/** Rows of labels above the plot; a line without a label starts under them. */
export const LABEL_ROWS = 2;

/**
 * Labels that fit without touching, the largest losses first; those that do not fit are left out, their line stays.
 * A label stands right of its line, left where the right edge would cut it; a rebuild's label is centred on its line.
 */
export function placeLabels(
  annotations: readonly Annotation[],
  position: (index: number) => number,
  from: number,
  to: number,
): readonly PlacedLabel[] {
  const taken: Spot[] = [];
  const placed: PlacedLabel[] = [];
  for (const annotation of annotations.toSorted((a, b) => b.weight - a.weight)) {
    const width = annotation.text.length * CHARACTER + CLEARANCE;
    const x = position(annotation.index);
    const spot = spots(annotation, x, width, from, to).find(
      (one) => !taken.some((other) => touch(one, other)),
    );
    if (spot === undefined) continue;
    taken.push(spot);
    placed.push({ annotation, x, row: spot.row, side: spot.side });
  }
  return placed;
}

type Spot = {
  readonly x: number;
  readonly row: number;
  readonly side: PlacedLabel["side"];
  readonly from: number;
  readonly to: number;
};

/** Two labels meet in one row; the line of the upper one runs down through the rows below. */
function touch(a: Spot, b: Spot): boolean {
  if (a.row === b.row) return a.from < b.to && b.from < a.to;
  const [upper, lower] = a.row < b.row ? [a, b] : [b, a];
  return upper.x > lower.from - 2 && upper.x < lower.to + 2;
}

function spots(annotation: Annotation, x: number, width: number, from: number, to: number): readonly Spot[] {
  const sides: readonly PlacedLabel["side"][] =
    annotation.kind === "expected" ? ["middle", "right", "left"] : ["right", "left"];
  return Array.from({ length: LABEL_ROWS }, (_, row) => row).flatMap((row) =>
    sides
      .map((side) => ({ x, side, row, ...reach(side, x, width) }))
      .filter((spot) => spot.from >= from - 2 && spot.to <= to + 2),
  );
}

function reach(side: PlacedLabel["side"], x: number, width: number) {
  if (side === "right") return { from: x - 6, to: x + width };
  if (side === "left") return { from: x - width, to: x + 6 };
  return { from: x - width / 2, to: x + width / 2 };
}
