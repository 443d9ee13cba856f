import type { Chance } from "../bench/chance.ts";

/** JSON that may hold what `JSON.stringify` never writes: a key twice, numbers in odd forms, any text in between. */
export type Piece =
  | string
  | boolean
  | null
  | { readonly raw: string }
  | { readonly list: readonly Piece[] }
  | { readonly fields: readonly Field[] };
export type Field = readonly [key: string, value: Piece];

/** How one line is written. */
type Hand = {
  readonly chance: Chance;
  readonly shuffles: boolean;
  readonly blanks: boolean;
  readonly escapes: boolean;
};

/** Writes a piece as one line of JSON in a way of its own: order of keys, blanks, and escapes nobody needs. */
export function writePiece(piece: Piece, chance: Chance): string {
  const hand = {
    chance,
    shuffles: chance.happens(0.5),
    blanks: chance.happens(0.2),
    escapes: chance.happens(0.15),
  };
  return write(piece, hand);
}

function write(piece: Piece, hand: Hand): string {
  if (piece === null || typeof piece === "boolean") return String(piece);
  if (typeof piece === "string") return writeText(piece, hand);
  if ("raw" in piece) return piece.raw;
  const comma = `${blank(hand)},${blank(hand)}`;
  if ("list" in piece)
    return `[${blank(hand)}${piece.list.map((item) => write(item, hand)).join(comma)}${blank(hand)}]`;
  const fields = hand.shuffles ? shuffle(piece.fields, hand.chance) : piece.fields;
  const written = fields.map(
    ([key, value]) => `${writeText(key, hand)}${blank(hand)}:${blank(hand)}${write(value, hand)}`,
  );
  // A log line begins with `{"`; what is between may be blank all the same.
  return `{${written.join(comma)}${blank(hand)}}`;
}

function blank({ blanks, chance }: Hand): string {
  return blanks && chance.happens(0.5) ? chance.pick([" ", "  ", "\t", " \t ", "\r"]) : "";
}

/** As JSON text; with escapes, a letter may be written by its number and a slash behind a backslash. */
function writeText(text: string, { escapes, chance }: Hand): string {
  const plain = JSON.stringify(text);
  if (!escapes || text.length > 200) return plain;
  return plain.replace(/\\u[0-9a-f]{4}|\\.|[/a-zA-Z_]/g, (unit) => {
    if (unit.length > 1 || !chance.happens(0.1)) return unit;
    if (unit === "/") return "\\/";
    const number = unit.charCodeAt(0).toString(16).padStart(4, "0");
    return `\\u${chance.happens(0.5) ? number : number.toUpperCase()}`;
  });
}

/** Any order, in which equal keys keep theirs: the last one of them is the one that counts. */
function shuffle(fields: readonly Field[], chance: Chance): readonly Field[] {
  const places = fields.map((_, index) => index);
  for (let i = places.length - 1; i > 0; i--) {
    const j = chance.below(i + 1);
    [places[i], places[j]] = [places[j] ?? 0, places[i] ?? 0];
  }
  const placesOf = Map.groupBy(places.keys(), (at) => fields[places[at] ?? 0]?.[0]);
  const shuffled: Field[] = [];
  for (const [key, taken] of placesOf) {
    const values = fields.filter(([name]) => name === key);
    taken.toSorted((a, b) => a - b).forEach((at, nth) => (shuffled[at] = values[nth] ?? ["", null]));
  }
  return shuffled;
}

/** A whole number in one of the ways that JSON allows. */
export function writeNumber(value: number, chance: Chance): Piece {
  if (!chance.happens(0.1)) return { raw: String(value) };
  if (value === 0) return { raw: chance.pick(["-0", "0.0", "0e5", "-0.0E-3"]) };
  return {
    raw: chance.pick([`${value}.0`, `${value}e0`, `${value}0e-1`, `${value / 10}E+1`, `${value}.000`]),
  };
}
