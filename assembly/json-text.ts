// AssemblyScript, see json-walk.ts: the smallest parts of JSON, strings, numbers and words, checked and not decoded. A position
// of 0 means that there is no valid one.

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

/** Quotes, backslashes and control characters, as one bit for each of 16 bytes. */
function specials(bytes: v128): i32 {
  const quotes = i8x16.eq(bytes, i8x16.splat(0x22));
  const backslashes = i8x16.eq(bytes, i8x16.splat(0x5c));
  return i8x16.bitmask(v128.or(v128.or(quotes, backslashes), i8x16.lt_u(bytes, i8x16.splat(0x20))));
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
    const quotes = equal(a, b, c, d, 0x22);
    let backslashes = equal(a, b, c, d, 0x5c);
    let wrong = bits(controls(a), controls(b), controls(c), controls(d));
    let found = quotes;
    let unicode: u64 = 0;
    if ((backslashes | carry) != 0) {
      escaped = true;
      backslashes &= ~carry;
      const follows = (backslashes << 1) | carry;
      const sums = (backslashes & ~EVEN & ~follows) + backslashes;
      carry = sums < backslashes ? 1 : 0;
      const letters = (EVEN ^ (sums << 1)) & follows;
      found = quotes & ~letters;
      wrong |= letters & ~bits(escapable(a), escapable(b), escapable(c), escapable(d));
      unicode = letters & equal(a, b, c, d, 0x75);
    }
    const end = found == 0 ? 64 : ctz(found);
    const inside: u64 = found == 0 ? ~0 : ((1 as u64) << end) - 1;
    if ((wrong & inside) != 0) return 0;
    unicode &= inside;
    while (unicode != 0) {
      if (!isHex4(at + (ctz(unicode) as usize) + 1)) return 0;
      unicode &= unicode - 1;
    }
    if (found != 0) return at + (end as usize);
    at += 64;
  }
}

function equal(a: v128, b: v128, c: v128, d: v128, unit: u8): u64 {
  const units = i8x16.splat(unit);
  return bits(i8x16.eq(a, units), i8x16.eq(b, units), i8x16.eq(c, units), i8x16.eq(d, units));
}

function controls(bytes: v128): v128 {
  return i8x16.lt_u(bytes, i8x16.splat(0x20));
}

/** The bytes that may stand behind a backslash, " / \ b f n r t u, told by both halves of the byte. */
function escapable(bytes: v128): v128 {
  const low = v128.and(bytes, i8x16.splat(0x0f));
  const high = i8x16.shr_u(bytes, 4);
  // A bit for each upper half: 1 for 2x, 2 for 5x, 4 for 6x, 8 for 7x.
  const lows = i8x16.swizzle(i8x16(0, 0, 13, 0, 8, 8, 4, 0, 0, 0, 0, 0, 2, 0, 4, 1), low);
  const highs = i8x16.swizzle(i8x16(0, 0, 1, 0, 0, 2, 4, 8, 0, 0, 0, 0, 0, 0, 0, 0), high);
  return i8x16.ne(v128.and(lows, highs), i8x16.splat(0));
}

function bits(a: v128, b: v128, c: v128, d: v128): u64 {
  return (
    (i8x16.bitmask(a) as u64) |
    ((i8x16.bitmask(b) as u64) << 16) |
    ((i8x16.bitmask(c) as u64) << 32) |
    ((i8x16.bitmask(d) as u64) << 48)
  );
}

function isHex4(at: usize): bool {
  return isHex(load<u8>(at)) && isHex(load<u8>(at + 1)) && isHex(load<u8>(at + 2)) && isHex(load<u8>(at + 3));
}

function isHex(unit: u8): bool {
  return (unit >= 0x30 && unit <= 0x39) || ((unit | 0x20) >= 0x61 && (unit | 0x20) <= 0x66);
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
