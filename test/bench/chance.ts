/** Chance that repeats itself: the same seed gives the same numbers on every computer. */
export type Chance = {
  /** From 0 up to, not including, 1. */
  readonly next: () => number;
  /** A whole number from 0 up to, not including, `below`. */
  readonly below: (below: number) => number;
  readonly happens: (share: number) => boolean;
  readonly pick: <T>(list: readonly T[]) => T;
  /** Between the two, each factor as likely as the next: most are near the smaller one. */
  readonly longTail: (least: number, most: number) => number;
  readonly uuid: () => string;
  readonly hex: (digits: number) => string;
  /** An id as the API makes them: a prefix and 22 letters and digits. */
  readonly id: (prefix: string) => string;
};

/** Numbers by the small fast counting generator of Chris Doty-Humphrey (sfc32, public domain). */
export function chanceOf(seed: number): Chance {
  let [a, b, c, counter] = [0x9e3779b9, 0x243f6a88, seed | 0, 1];
  const word = (): number => {
    const sum = (((a + b) | 0) + counter) | 0;
    counter = (counter + 1) | 0;
    a = b ^ (b >>> 9);
    b = (c + (c << 3)) | 0;
    c = (((c << 21) | (c >>> 11)) + sum) | 0;
    return sum >>> 0;
  };
  // Near seeds give near first numbers.
  for (let i = 0; i < 15; i++) word();
  const next = () => word() / 0x100000000;
  const below = (limit: number) => Math.floor(next() * limit);
  const hex8 = () => word().toString(16).padStart(8, "0");
  const hex = (digits: number) => {
    let text = "";
    while (text.length < digits) text += hex8();
    return text.slice(0, digits);
  };
  return {
    next,
    below,
    happens: (share) => next() < share,
    pick: <T>(list: readonly T[]): T => {
      if (list.length === 0) throw new Error("nothing to pick from");
      return list[below(list.length)] as T;
    },
    longTail: (least, most) => Math.floor(least * (most / least) ** next()),
    uuid: () => {
      const [p, q, r] = [hex8(), hex8(), hex8()];
      return `${hex8()}-${p.slice(0, 4)}-4${p.slice(5)}-a${q.slice(5)}-${q.slice(0, 4)}${r}`;
    },
    hex,
    id: (prefix) => {
      let text = "";
      while (text.length < 22) text += word().toString(36).padStart(6, "0").slice(-6);
      return `${prefix}_${text.slice(0, 22)}`;
    },
  };
}
