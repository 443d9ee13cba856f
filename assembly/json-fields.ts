// AssemblyScript, see json-walk.ts: what is noted of one line.

import { decodeUuid } from "./json-hex.ts";
import { isDigit } from "./json-text.ts";

/** Where the caller lays the table of wanted keys: for each level 64 entries, see `find`. */
const TABLE: usize = 1024;
const ENTRY: usize = 24;
const LEVEL_BYTES: usize = 64 * ENTRY;
/** Levels of words rather than of keys: types of blocks, and names of tools. An entry's field is then what it means. */
const BLOCK_TYPES: u8 = 6;
const TOOL_NAMES: u8 = 7;
const TOOL_RESULT: u8 = 1;
const TEXT: u8 = 2;
const TOOL_USE: u8 = 3;
/** Numbers of fields that mean something here; the caller's list keeps to them. */
export const NO_FIELD: u8 = 0xff;
const BLOCK_TYPE: u8 = 0;
export const BLOCK_NAME: u8 = 1;
const BLOCK_TEXT: u8 = 2;
const FIRST_TEXT: u8 = 3;
export const CONTENT_FIELD: u8 = 4;
/** From here on a field wants a whole number. */
export const FIRST_NUMBER: u8 = 40;

/**
 * One line's record: status, start, start of the next line, blocks, flags, which of its two links are plain uuids, and those
 * (four numbers each); then two numbers for each field.
 */
const HEADER: usize = 14 * 4;
const LINKS: usize = 5 * 4;
const UUID_FIELD: u8 = 6;
const PARENT_FIELD: u8 = 7;
export const RECORD: usize = HEADER + 48 * 8;

/** Flags of a record; an entry of `TOOL_NAMES` gives the flag that it sets. */
const HAS_TOOL_RESULT: i32 = 1;
const HAS_TEXT: i32 = 2;

let record: usize = 0;
/** Whether the line is for `JSON.parse` to judge. */
let odd: bool = false;
let flags: i32 = 0;
let blocks: i32 = 0;

/** Begins the record of a line. */
export function beginRecord(at: usize): void {
  record = at;
  odd = false;
  flags = 0;
  blocks = 0;
  memory.fill(at, 0, RECORD);
}

export function endRecord(plain: bool, line: usize, next: usize): void {
  store<i32>(record, plain ? 1 : 0, 0);
  store<i32>(record, line as i32, 4);
  store<i32>(record, next as i32, 8);
  store<i32>(record, blocks, 12);
  store<i32>(record, flags, 16);
  if (plain)
    store<i32>(record + LINKS, i32(noteLink(UUID_FIELD, 4)) | (i32(noteLink(PARENT_FIELD, 20)) << 1));
}

/** Whether the field is a uuid as programs write it; its numbers are noted then. */
function noteLink(field: u8, place: usize): bool {
  const at = load<u32>(cell(field)) as usize;
  return (
    load<i32>(cell(field), 4) == 38 && load<u8>(at) == 0x22 && decodeUuid(at + 1, record + LINKS + place)
  );
}

/** Which of the two links of the ended record are plain uuids: 1 for its own, 2 for that of the record above. */
export function plainLinks(): i32 {
  return load<i32>(record + LINKS);
}

/** Where the four numbers of one of them stand. */
export function linkWords(place: usize): usize {
  return record + LINKS + 4 + place * 16;
}

export function flagsOf(): i32 {
  return flags;
}

export function blocksOf(): i32 {
  return blocks;
}

export function isOdd(): bool {
  return odd;
}

export function markOdd(): void {
  odd = true;
}

export function countBlock(): void {
  blocks++;
}

/**
 * The wanted field under this key. An entry is: length, field, level of its object, two unused bytes, address of the key,
 * and its first and last eight bytes, which are all of it up to sixteen.
 */
export function find(level: u8, key: usize, length: usize): usize {
  const table = TABLE + (level as usize) * LEVEL_BYTES;
  const first = load<u64>(key) & (length < 8 ? ((1 as u64) << (length << 3)) - 1 : ~(0 as u64));
  let slot = (length ^ ((first as usize) << 1) ^ ((load<u8>(key + length - 1) as usize) << 3)) & 63;
  while (true) {
    const entry = table + slot * ENTRY;
    const wanted = load<u8>(entry) as usize;
    if (wanted == 0) return 0;
    if (
      wanted == length &&
      load<u64>(entry, 8) == first &&
      (length <= 8 || load<u64>(entry, 16) == load<u64>(key + length - 8)) &&
      (length <= 16 || memory.compare(load<u32>(entry, 4) as usize, key, length) == 0)
    )
      return entry;
    slot = (slot + 1) & 63;
  }
}

export function cell(field: u8): usize {
  return record + HEADER + (field as usize) * 8;
}

/** Notes where a field's value stands, once: the second of two equal keys is for `JSON.parse` to judge. */
export function note(field: u8, from: usize, length: i32): void {
  const at = cell(field);
  if (load<i32>(at) != 0) odd = true;
  store<i32>(at, from as i32);
  store<i32>(at, length, 4);
}

export function noteNumber(field: u8, from: usize, to: usize): void {
  let value: i32 = 0;
  if (to - from > 9) odd = true;
  for (let at = from; at < to; at++) {
    const unit = load<u8>(at);
    if (!isDigit(unit)) {
      odd = true;
      return;
    }
    value = value * 10 + ((unit - 0x30) as i32);
  }
  note(field, from, value);
}

/** A block of the content has ended: what kind it was decides what of it matters. */
export function endBlock(): void {
  switch (wordOf(BLOCK_TYPES, BLOCK_TYPE)) {
    case TOOL_RESULT:
      flags |= HAS_TOOL_RESULT;
      break;
    case TEXT:
      if ((flags & HAS_TEXT) == 0) {
        flags |= HAS_TEXT;
        store<u64>(cell(FIRST_TEXT), load<u64>(cell(BLOCK_TEXT)));
      }
      break;
    case TOOL_USE:
      flags |= wordOf(TOOL_NAMES, BLOCK_NAME) as i32;
      break;
  }
  store<u64>(cell(BLOCK_TYPE), 0);
  store<u64>(cell(BLOCK_NAME), 0);
  store<u64>(cell(BLOCK_TEXT), 0);
}

/** What a text means out of a vocabulary; 0 when it is none of its words. */
export function wordOf(words: u8, field: u8): u8 {
  const at = load<u32>(cell(field)) as usize;
  const length = load<u32>(cell(field), 4) as usize;
  if (at == 0 || length <= 2 || load<u8>(at) != 0x22) return 0;
  const entry = find(words, at + 1, length - 2);
  return entry == 0 ? 0 : load<u8>(entry, 1);
}
