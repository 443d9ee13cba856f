/** A record of one log, as others of that log name it. Numbers count from 0 in the order of their first mention. */
export type LinkId = number;

/** Numbers the records of one log. */
export type LinkNumbers = Pick<LinkIds, "ofText" | "ofWords">;

const FIRST_ROOM = 64;
const WORDS = 4;
const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;

/**
 * Numbers the records of one log by their uuids, of which it has one for nearly every line: as texts in a map they would
 * each be decoded, hashed and kept.
 */
export class LinkIds {
  #words = new Int32Array(FIRST_ROOM * WORDS);
  /** Numbers by the hash of their words, one higher; 0 where there is none. */
  #places = new Int32Array(FIRST_ROOM * 2);
  /** Names that are no uuid as Claude Code writes them. */
  readonly #others = new Map<string, LinkId>();
  #count = 0;

  ofText(text: string): LinkId {
    const words = wordsOf(text);
    if (words !== undefined) return this.ofWords(...words);
    const known = this.#others.get(text);
    if (known !== undefined) return known;
    const id = this.#next();
    this.#others.set(text, id);
    return id;
  }

  /** By its 16 bytes as four signed numbers, in their order. */
  ofWords(a: number, b: number, c: number, d: number): LinkId {
    const words = this.#words;
    const mask = this.#places.length - 1;
    let place = hashOf(a, b, c, d) & mask;
    for (;;) {
      const id = (this.#places[place] ?? 0) - 1;
      if (id < 0) break;
      const at = id * WORDS;
      if (words[at] === a && words[at + 1] === b && words[at + 2] === c && words[at + 3] === d) return id;
      place = (place + 1) & mask;
    }
    const id = this.#next();
    this.#words.set([a, b, c, d], id * WORDS);
    this.#place(id);
    return id;
  }

  #next(): LinkId {
    const id = this.#count++;
    if (this.#count * WORDS > this.#words.length) this.#grow();
    return id;
  }

  #grow(): void {
    const before = this.#words;
    this.#words = new Int32Array(before.length * 2);
    this.#words.set(before);
    this.#places = new Int32Array(this.#places.length * 2);
    const named = new Set(this.#others.values());
    for (let id = 0; id < this.#count - 1; id++) if (!named.has(id)) this.#place(id);
  }

  #place(id: LinkId): void {
    const words = this.#words;
    const mask = this.#places.length - 1;
    const at = id * WORDS;
    let place = hashOf(words[at] ?? 0, words[at + 1] ?? 0, words[at + 2] ?? 0, words[at + 3] ?? 0) & mask;
    while (this.#places[place] !== 0) place = (place + 1) & mask;
    this.#places[place] = id + 1;
  }
}

/** The 16 bytes of a uuid as Claude Code writes it; `undefined` for any other name. */
export function wordsOf(text: string): readonly [number, number, number, number] | undefined {
  if (!UUID.test(text)) return undefined;
  const digits = text.replaceAll("-", "");
  const word = (at: number) => Number.parseInt(digits.slice(at, at + 8), 16) | 0;
  return [word(0), word(8), word(16), word(24)];
}

/** Uuids are mostly random, but their version stands in the second word, and in time-ordered ones a clock in the first. */
function hashOf(a: number, b: number, c: number, d: number): number {
  const mixed = Math.imul(a ^ Math.imul(c, 0x9e3779b1), 0x85ebca6b) ^ Math.imul(d ^ b, 0xc2b2ae35);
  return mixed ^ (mixed >>> 15);
}
