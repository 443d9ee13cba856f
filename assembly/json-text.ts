// AssemblyScript, see json-walk.ts: the smallest parts of JSON, strings, numbers and words, checked and not decoded. A position
// of 0 means that there is no valid one.

import { isHex4 } from "./json-hex.ts";

/** Whether the string read last has escapes. */
export let escaped: bool = false;

export function isBlank(unit: u8): bool {
  return unit == 0x20 || unit == 0x0d || unit == 0x09;
}

export function lineEnd(from: usize): usize {
  const newline = i8x16.splat(0x0a);
  let at = from;
  while (true) {
    const found = i8x16.bitmask(i8x16.eq(v128.load(at), newline));
    if (found != 0) return at + ctz(found);
    at += 16;
  }
}

/** The closing quote of the string that opens before `from`. */
export function stringEnd(from: usize): usize {
  escaped = false;
  // Keys and ids end here.
  const first = specials(v128.load(from));
  if (first != 0) {
    const at = from + ctz(first);
    if (load<u8>(at) == 0x22) return at;
  }
  return longStringEnd(from);
}

/**
 * Bytes to compare with. V8 makes a constant of 16 bytes out of three instructions each time it is used and does not take
 * it out of a loop; to load it is one.
 */
const QUOTES: usize = 256;
const BACKSLASHES: usize = 272;
const BLANKS: usize = 288;
const LOW_HALVES: usize = 304;
/** By its lower half, the letter that is most often escaped: / f n r t, and where there is none a byte of another lower half. */
const LETTERS: usize = 320;
v128.store(QUOTES, i8x16.splat(0x22));
v128.store(BACKSLASHES, i8x16.splat(0x5c));
v128.store(BLANKS, i8x16.splat(0x20));
v128.store(LOW_HALVES, i8x16.splat(0x0f));
v128.store(LETTERS, i8x16(1, 2, 0x72, 1, 0x74, 1, 0x66, 1, 1, 1, 1, 1, 1, 1, 0x6e, 0x2f));

/** Quotes, backslashes and control characters, as one bit for each of 16 bytes. */
function specials(bytes: v128): i32 {
  const quotes = i8x16.eq(bytes, v128.load(QUOTES));
  const backslashes = i8x16.eq(bytes, v128.load(BACKSLASHES));
  return i8x16.bitmask(v128.or(v128.or(quotes, backslashes), i8x16.lt_u(bytes, v128.load(BLANKS))));
}

/**
 * 64 bytes at a time, one bit for each. Which bytes are escaped is worked out for all of them at once, as simdjson does
 * (Langdale and Lemire 2019): text has an escape every twenty bytes, and a branch for each takes half as long again.
 */
function longStringEnd(from: usize): usize {
  const EVEN: u64 = 0x5555555555555555;
  let carry: u64 = 0;
  let at = from;
  while (true) {
    const a = v128.load(at);
    const b = v128.load(at, 16);
    const c = v128.load(at, 32);
    const d = v128.load(at, 48);
    const quotes = equal(a, b, c, d, QUOTES);
    let backslashes = equal(a, b, c, d, BACKSLASHES);
    let found = quotes;
    let letters: u64 = 0;
    if ((backslashes | carry) != 0) {
      const unescaping = backslashes & ~carry;
      const follows = (unescaping << 1) | carry;
      const sums = (unescaping & ~EVEN & ~follows) + unescaping;
      carry = sums < unescaping ? 1 : 0;
      letters = (EVEN ^ (sums << 1)) & follows;
      found = quotes & ~letters;
      letters &= ~(quotes | backslashes | bits(isLetter(a), isLetter(b), isLetter(c), isLetter(d)));
    }
    const end = found == 0 ? 64 : ctz(found);
    const inside: u64 = found == 0 ? ~0 : ((1 as u64) << end) - 1;
    // Not by those behind its end.
    if ((backslashes & inside) != 0) escaped = true;
    const least = i8x16.min_u(i8x16.min_u(a, b), i8x16.min_u(c, d));
    if (v128.any_true(i8x16.lt_u(least, v128.load(BLANKS)))) {
      if ((bits(isControl(a), isControl(b), isControl(c), isControl(d)) & inside) != 0) return 0;
    }
    letters &= inside;
    while (letters != 0) {
      if (!isRareEscape(at + (ctz(letters) as usize))) return 0;
      letters &= letters - 1;
    }
    if (found != 0) return at + (end as usize);
    at += 64;
  }
}

function equal(a: v128, b: v128, c: v128, d: v128, units: usize): u64 {
  return bits(
    i8x16.eq(a, v128.load(units)),
    i8x16.eq(b, v128.load(units)),
    i8x16.eq(c, v128.load(units)),
    i8x16.eq(d, v128.load(units)),
  );
}

function isControl(bytes: v128): v128 {
  return i8x16.lt_u(bytes, v128.load(BLANKS));
}

/** Quotes and backslashes are known already; what is left of the escapes that JSON has is rare. */
function isLetter(bytes: v128): v128 {
  return i8x16.eq(i8x16.swizzle(v128.load(LETTERS), v128.and(bytes, v128.load(LOW_HALVES))), bytes);
}

/** Whether an escape is one of those that are not looked for 64 bytes at a time: `\b`, or `\u` and four digits. */
function isRareEscape(letter: usize): bool {
  const unit = load<u8>(letter);
  return unit == 0x62 || (unit == 0x75 && isHex4(letter + 1));
}

function bits(a: v128, b: v128, c: v128, d: v128): u64 {
  return (
    (i8x16.bitmask(a) as u64) |
    ((i8x16.bitmask(b) as u64) << 16) |
    ((i8x16.bitmask(c) as u64) << 32) |
    ((i8x16.bitmask(d) as u64) << 48)
  );
}

export function isDigit(unit: u8): bool {
  return unit >= 0x30 && unit <= 0x39;
}

/** Just after the number that begins at `from`; 0 when it is none. */
function numberEnd(from: usize): usize {
  let at = from;
  if (load<u8>(at) == 0x2d) at++;
  if (load<u8>(at) == 0x30) at++;
  else {
    const first = at;
    while (isDigit(load<u8>(at))) at++;
    if (at == first) return 0;
  }
  if (load<u8>(at) == 0x2e) {
    const first = ++at;
    while (isDigit(load<u8>(at))) at++;
    if (at == first) return 0;
  }
  if ((load<u8>(at) | 0x20) == 0x65) {
    at++;
    if (load<u8>(at) == 0x2b || load<u8>(at) == 0x2d) at++;
    const first = at;
    while (isDigit(load<u8>(at))) at++;
    if (at == first) return 0;
  }
  return at;
}

/** Just after the number, `true`, `false` or `null` that begins at `at`; 0 when there is none. */
export function scalarEnd(unit: u8, at: usize): usize {
  switch (unit) {
    case 0x74:
      return load<u32>(at) == 0x65757274 /* true */ ? at + 4 : 0;
    case 0x66:
      return load<u32>(at + 1) == 0x65736c61 /* alse */ ? at + 5 : 0;
    case 0x6e:
      return load<u32>(at) == 0x6c6c756e /* null */ ? at + 4 : 0;
    default:
      return numberEnd(at);
  }
}
