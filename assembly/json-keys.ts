// AssemblyScript, see json-walk.ts: guesses which key comes next. A program writes its records field by field in one order, so
// behind a key stands nearly always one of the two that stood behind it last. A guess is compared whole, quotes and colon
// with it; what was not guessed is read and looked up, and guessed the next time.

import { NO_FIELD } from "./json-fields.ts";

/** A key that was seen: itself as `"key":` in 32 bytes, its mask in 32 more, then what follows. */
const KEYS: usize = 524_288;
const KEY: usize = 96;
const MOST_KEYS: u16 = 400;
const LONGEST: usize = 32;
const LEVEL: usize = 64;
const LENGTH: usize = 65;
const FIELD: usize = 66;
const BELOW: usize = 67;
const NEXT: usize = 68;
const AFTER_NEXT: usize = 70;
/** Numbers of keys by their hash; 0 where there is none. */
const PLACES: usize = KEYS + ((MOST_KEYS as usize) + 1) * KEY;
const PLACE_MASK: usize = 1023;

/** The key read last. Number 0 is none: what stands behind it begins a line. */
let last: usize = KEYS;
let known: u16 = 0;

/** The field that a guessed key stands for, and the level of its value's own fields. */
export let guessedField: u8 = 0;
export let guessedBelow: u8 = 0;

export function beginKeys(): void {
  last = KEYS;
}

/** How many bytes the guessed key and its colon take at `at`; 0 when none of the guesses stands there. */
export function guess(level: u8, at: usize): usize {
  const next = load<u16>(last, NEXT);
  const first = KEYS + (next as usize) * KEY;
  if (stands(first, level, at)) return take(first);
  const other = load<u16>(last, AFTER_NEXT);
  const second = KEYS + (other as usize) * KEY;
  if (!stands(second, level, at)) return 0;
  store<u16>(last, other, NEXT);
  store<u16>(last, next, AFTER_NEXT);
  return take(second);
}

function stands(key: usize, level: u8, at: usize): bool {
  if (load<u8>(key, LEVEL) != level) return false;
  const differs = v128.and(v128.xor(v128.load(at), v128.load(key)), v128.load(key, 32));
  if (v128.any_true(differs)) return false;
  if (load<u8>(key, LENGTH) <= 16) return true;
  return !v128.any_true(v128.and(v128.xor(v128.load(at, 16), v128.load(key, 16)), v128.load(key, 48)));
}

function take(key: usize): usize {
  last = key;
  guessedField = load<u8>(key, FIELD);
  guessedBelow = load<u8>(key, BELOW);
  return load<u8>(key, LENGTH) as usize;
}

/**
 * Remembers the key whose text, with its quotes and its colon, stands at `at`, as the one behind the last. `entry` is
 * what `find` said of it.
 */
export function remember(level: u8, at: usize, length: usize, entry: usize): void {
  if (length > LONGEST) return;
  const key = keyAt(level, at, length, entry);
  if (key == 0) return;
  const number = ((key - KEYS) / KEY) as u16;
  if (load<u16>(last, NEXT) != number) {
    store<u16>(last, load<u16>(last, NEXT), AFTER_NEXT);
    store<u16>(last, number, NEXT);
  }
  last = key;
}

/** Where the key is kept, from now on; 0 when there is no room for more. */
function keyAt(level: u8, at: usize, length: usize, entry: usize): usize {
  const hash =
    (length * 31) ^ ((load<u32>(at, 1) * 0x9e3779b1) >> 12) ^ (load<u16>(at + length - 4) as usize);
  let place = hash & PLACE_MASK;
  while (true) {
    const number = load<u16>(PLACES + place * 2);
    if (number == 0) return add(place, level, at, length, entry);
    const key = KEYS + (number as usize) * KEY;
    if (load<u8>(key, LENGTH) == length && stands(key, level, at)) return key;
    place = (place + 1) & PLACE_MASK;
  }
}

function add(place: usize, level: u8, at: usize, length: usize, entry: usize): usize {
  if (known == MOST_KEYS) return 0;
  store<u16>(PLACES + place * 2, ++known);
  const key = KEYS + (known as usize) * KEY;
  memory.copy(key, at, length);
  memory.fill(key + 32, 0xff, length);
  store<u8>(key, level, LEVEL);
  store<u8>(key, length as u8, LENGTH);
  store<u8>(key, entry == 0 ? NO_FIELD : load<u8>(entry, 1), FIELD);
  store<u8>(key, entry == 0 ? 0 : load<u8>(entry, 2), BELOW);
  return key;
}
