/** Figures one after the other, and the texts that some of them stand for. */
export type Packed = { readonly figures: Float64Array<ArrayBuffer>; readonly texts: readonly string[] };

/** Stands for a figure or a text that is not there. No figure that is packed is not a number. */
const NOTHING = Number.NaN;

/** Takes figures and texts, each text once. */
export class PackingTape {
  readonly #figures: number[] = [];
  readonly #texts: string[] = [];
  readonly #places = new Map<string, number>();

  figure(value: number | undefined): void {
    this.#figures.push(value ?? NOTHING);
  }

  text(value: string | undefined): void {
    this.#figures.push(value === undefined ? NOTHING : this.#placeOf(value));
  }

  finish(): Packed {
    return { figures: Float64Array.from(this.#figures), texts: this.#texts };
  }

  #placeOf(text: string): number {
    const known = this.#places.get(text);
    if (known !== undefined) return known;
    const place = this.#texts.push(text) - 1;
    this.#places.set(text, place);
    return place;
  }
}

/** Gives back, in the same order, what a `PackingTape` took. Throws when asked for more, or for something else. */
export class PackedTape {
  readonly #packed: Packed;
  #next = 0;

  constructor(packed: Packed) {
    this.#packed = packed;
  }

  figure(): number | undefined {
    const value = this.#packed.figures[this.#next++];
    if (value === undefined) throw new Error("the tape has come to its end");
    return Number.isNaN(value) ? undefined : value;
  }

  /** A figure that is always there. */
  count(): number {
    const value = this.figure();
    if (value === undefined) throw new Error("a figure is missing on the tape");
    return value;
  }

  text(): string | undefined {
    const place = this.figure();
    return place === undefined ? undefined : this.#packed.texts[place];
  }

  /** A text that is always there. */
  name(): string {
    const text = this.text();
    if (text === undefined) throw new Error("a text is missing on the tape");
    return text;
  }
}
