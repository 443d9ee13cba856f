// AssemblyScript, see json-walk.ts: the texts of one log, each kept once and known by a number from then on. Two texts of one
// number are equal; two of different numbers may still be the same text, written with other escapes.

import { cell } from "./json-fields.ts";
import { BYTES, BYTES_END, log, MOST_TEXTS, TEXT_MASK, TEXT_SLOTS, TEXTS } from "./log-room.ts";

/** Where it stands, how long it is, and three numbers that others keep beside it. */
const TEXT: usize = 24;
const LENGTH: usize = 4;
const CALL_OF_KEY: usize = 8;
const LAST_OF_LANE: usize = 12;
const IS_FOLDER: usize = 16;

/** No text. */
export const NO_TEXT: i32 = 0;
/** No room for another. */
export const TOO_MANY: i32 = -1;

let count: i32 = 0;
let bytes: usize = BYTES;

/** The number of each field's last text: those of one session stay the same over many lines. */
const LAST: usize = 384;

export function forgetTexts(): void {
  count = 0;
  bytes = BYTES;
  memory.fill(LAST, 0, 48 * 4);
}

/** Of a field: `NO_TEXT` when it is absent, empty or no text. */
export function textOf(field: u8): i32 {
  const at = load<u32>(cell(field)) as usize;
  if (at == 0 || load<u8>(at) != 0x22) return NO_TEXT;
  const length = abs(load<i32>(cell(field), 4)) - 2;
  return length == 0 ? NO_TEXT : numberOf(field, at + 1, length as u32);
}

/** The same for an object: its JSON as it stands there. */
export function objectOf(field: u8): i32 {
  const at = load<u32>(cell(field)) as usize;
  if (at == 0 || load<u8>(at) != 0x7b) return NO_TEXT;
  return numberOf(field, at, load<u32>(cell(field), 4));
}

function numberOf(field: u8, at: usize, length: u32): i32 {
  const place = LAST + (field as usize) * 4;
  const last = load<i32>(place);
  if (last != 0 && holds(last, at, length)) return last;
  const found = numberOfBytes(at, length);
  if (found != TOO_MANY) store<i32>(place, found);
  return found;
}

export function numberOfBytes(at: usize, length: u32): i32 {
  let slot = hash(at, length) & TEXT_MASK;
  while (true) {
    const place = TEXT_SLOTS + (slot as usize) * 8;
    if (load<u32>(place) != log) return add(place, at, length);
    const text = load<i32>(place, 4);
    if (holds(text, at, length)) return text;
    slot = (slot + 1) & TEXT_MASK;
  }
}

function add(place: usize, at: usize, length: u32): i32 {
  if (count + 1 >= MOST_TEXTS || bytes + length + 8 > BYTES_END) return TOO_MANY;
  const entry = TEXTS + (++count as usize) * TEXT;
  memory.copy(bytes, at, length);
  store<u32>(entry, bytes as u32);
  store<u32>(entry, length, LENGTH);
  store<u64>(entry, 0, CALL_OF_KEY);
  store<u64>(entry, 0, IS_FOLDER);
  bytes += length;
  store<u32>(place, log);
  store<i32>(place, count, 4);
  return count;
}

function holds(text: i32, at: usize, length: u32): bool {
  const entry = TEXTS + (text as usize) * TEXT;
  if (load<u32>(entry, LENGTH) != length) return false;
  let known = load<u32>(entry) as usize;
  let other = at;
  const end = at + length;
  while (other + 8 <= end) {
    if (load<u64>(known) != load<u64>(other)) return false;
    known += 8;
    other += 8;
  }
  while (other < end) if (load<u8>(known++) != load<u8>(other++)) return false;
  return true;
}

function hash(at: usize, length: u32): u32 {
  let mixed: u64 = length;
  let from = at;
  const end = at + length;
  while (from + 8 <= end) {
    mixed = rotl<u64>((mixed ^ load<u64>(from)) * 0x9e3779b97f4a7c15, 29);
    from += 8;
  }
  while (from < end) mixed = (mixed ^ (load<u8>(from++) as u64)) * 0x100000001b3;
  mixed ^= mixed >>> 32;
  return (mixed as u32) ^ ((mixed >>> 15) as u32);
}

/** Whether a field's text could be an id that needs no looking at: printable ASCII without escapes, not too long. */
export function isPlainId(field: u8): bool {
  const length = load<i32>(cell(field), 4) - 2;
  if (length < 1 || length > 256) return false;
  const at = (load<u32>(cell(field)) as usize) + 1;
  for (let from = at; from < at + (length as usize); from++) {
    const unit = load<u8>(from);
    if (unit < 0x20 || unit > 0x7e) return false;
  }
  return true;
}

/** Where the texts' places and lengths begin, with one for no text; how many bytes they are. */
export function textsFrom(): usize {
  return TEXTS;
}

export function textsSize(): usize {
  return ((count as usize) + 1) * TEXT;
}

/** The same of what is written in them. */
export function bytesFrom(): usize {
  return BYTES;
}

export function bytesSize(): usize {
  return bytes - BYTES;
}

/** The number of the call that has this key; 0 when none has. */
export function callOfKey(text: i32): i32 {
  return load<i32>(TEXTS + (text as usize) * TEXT, CALL_OF_KEY);
}

export function setCallOfKey(text: i32, call: i32): void {
  store<i32>(TEXTS + (text as usize) * TEXT, call, CALL_OF_KEY);
}

/** The call of this lane that stands last in the log; 0 when there is none. */
export function lastOfLane(text: i32): i32 {
  return load<i32>(TEXTS + (text as usize) * TEXT, LAST_OF_LANE);
}

export function setLastOfLane(text: i32, call: i32): void {
  store<i32>(TEXTS + (text as usize) * TEXT, call, LAST_OF_LANE);
}

/** Whether it was not yet said of this text that it is a working directory. It is said from now on. */
export function isNewFolder(text: i32): bool {
  const entry = TEXTS + (text as usize) * TEXT;
  if (load<i32>(entry, IS_FOLDER) != 0) return false;
  store<i32>(entry, 1, IS_FOLDER);
  return true;
}
