// AssemblyScript, not TypeScript: compiled to WebAssembly by assembly/build.mjs into electron/engine/json-walk-wasm.ts.
//
// Walks lines of JSON without decoding them. Each line is checked against the whole grammar of RFC 8259, strings 16 bytes
// at a time, so that nothing inside a text can be taken for a field; of the fields that were asked for it notes where
// their values stand. Whatever is not plain (a doubled or escaped key, a figure that is no whole number, a line that is
// not one object) is left to `JSON.parse`, which is the twin that tests compare with.

import {
  beginRecord,
  BLOCK_NAME,
  blocksOf,
  cell,
  CONTENT_FIELD,
  countBlock,
  endBlock,
  endRecord,
  find,
  FIRST_NUMBER,
  isOdd,
  markOdd,
  NO_FIELD,
  note,
  noteNumber,
  RECORD,
} from "./json-fields.ts";
import { escaped, isBlank, lineEnd, scalarEnd, stringEnd } from "./json-text.ts";
import { callsFrom, callsSize } from "./log-calls.ts";
import { agentWithoutName } from "./log-call-line.ts";
import { beginLog, countedSoFar, folderAt, modeRead, otherSoFar, setBase, takeLine } from "./log-lines.ts";
import { linkOfWords, newLink, passOn } from "./log-links.ts";
import { LEFT, TAKEN } from "./log-outcomes.ts";
import { bytesFrom, bytesSize, textsFrom, textsSize } from "./log-texts.ts";
import { beginKeys, guess, guessedBelow, guessedField, remember } from "./json-keys.ts";

/** What is open, innermost last: its level, and the field that it is the value of. */
const LEVELS: usize = 20480;
const FIELDS: usize = 22528;
const DEEPEST: i32 = 1000;

/** Levels of objects; the caller's table numbers its keys by them. In an object of level 0 nothing is wanted. */
const ROOT: u8 = 1;
const BLOCK: u8 = 5;
/** Levels of arrays. */
const ARRAY: u8 = 16;
const CONTENT: u8 = 17;

/** Where the walk came to: just after the last line that was recorded or taken. */
let walked: usize = 0;

export function walkedTo(): usize {
  return walked;
}

/**
 * Walks the lines that begin at `from` and end before `to`, where the caller has put a line end as a guard.
 * Writes one record each to `out`, at most `capacity`, and tells how many. A last line without its end has no record.
 */
export function walk(from: usize, to: usize, out: usize, capacity: i32): i32 {
  let count = 0;
  let record = out;
  walked = from;
  while (walked < to && count < capacity && walkLine(walked, to, record)) {
    record += RECORD;
    count++;
  }
  return count;
}

/**
 * The same for a log that is read from its start (`beginLog`), whose lines are taken as far as they can be. Stops behind
 * the first one that is not, or of which there is more to say, and writes its record to `out`; what became of it, and
 * `TAKEN` when there was none.
 */
export function take(from: usize, to: usize, out: usize): i32 {
  walked = from;
  while (walked < to) {
    const line = walked;
    if (!walkLine(line, to, out)) return TAKEN;
    const became = load<i32>(out) == 1 ? takeLine(line, blocksOf(), walked) : LEFT;
    if (became != TAKEN) return became;
  }
  return TAKEN;
}

/** Records one line; `false` when it has no end before `to`. */
function walkLine(line: usize, to: usize, record: usize): bool {
  beginRecord(record);
  let end = walkObject(line);
  let plain = end != 0 && !isOdd();
  if (end != 0) {
    while (isBlank(load<u8>(end))) end++;
    plain = plain && load<u8>(end) == 0x0a;
  }
  if (!plain) end = lineEnd(line);
  if (end >= to) return false;
  endRecord(plain, line, end + 1);
  walked = end + 1;
  return true;
}
const KEY: i32 = 0;
const VALUE: i32 = 1;
const AFTER: i32 = 2;

/** Just after the object that begins at `from`; 0 when there is no whole valid one. */
function walkObject(from: usize): usize {
  if (load<u8>(from) != 0x7b) return 0;
  let depth: i32 = 0;
  let level: u8 = ROOT;
  // The value that is read now: the field it belongs to, and the level of its own fields.
  let field = NO_FIELD;
  let below: u8 = 0;
  let mode = KEY;
  let at = from + 1;
  let mayEnd = true;
  store<u8>(LEVELS, ROOT);
  store<u8>(FIELDS, NO_FIELD);
  beginKeys();

  while (true) {
    let unit = load<u8>(at);
    if (unit <= 0x20) while (isBlank(unit)) unit = load<u8>(++at);
    if (mode == KEY) {
      if (unit == 0x22) {
        if (level != 0) {
          const taken = guess(level, at);
          if (taken != 0) {
            field = guessedField;
            below = guessedBelow;
            at += taken;
            mode = VALUE;
            mayEnd = false;
            continue;
          }
        }
        const end = stringEnd(at + 1);
        if (end == 0) return 0;
        field = NO_FIELD;
        below = 0;
        if (level != 0) {
          // An escaped key may spell a wanted one.
          if (escaped) markOdd();
          const entry = end == at + 1 ? (0 as usize) : find(level, at + 1, end - at - 1);
          if (entry != 0) {
            field = load<u8>(entry, 1);
            below = load<u8>(entry, 2);
          }
          if (!escaped && load<u8>(end, 1) == 0x3a) remember(level, at, end + 2 - at, entry);
        }
        at = end + 1;
        while (isBlank(load<u8>(at))) at++;
        if (load<u8>(at) != 0x3a) return 0;
        at++;
        mode = VALUE;
        mayEnd = false;
        continue;
      }
      if (unit != 0x7d || !mayEnd) return 0;
      mode = AFTER;
      continue;
    }
    if (mode == VALUE) {
      if (level == CONTENT && !(mayEnd && unit == 0x5d)) countBlock();
      if (unit == 0x22) {
        const end = stringEnd(at + 1);
        if (end == 0) return 0;
        if (field != NO_FIELD) {
          if (field >= FIRST_NUMBER || (field <= BLOCK_NAME && escaped)) markOdd();
          // A text with escapes has its length below zero.
          note(field, at, (escaped ? -1 : 1) * ((end + 1 - at) as i32));
        }
        at = end + 1;
        mode = AFTER;
      } else if (unit == 0x7b || unit == 0x5b) {
        if (++depth > DEEPEST) return 0;
        if (field != NO_FIELD) {
          if (field >= FIRST_NUMBER) markOdd();
          note(field, at, 0);
        }
        const isObject = unit == 0x7b;
        let next = below;
        if (isObject) {
          if (level == CONTENT) next = BLOCK;
        } else next = field == CONTENT_FIELD ? CONTENT : ARRAY;
        store<u8>(LEVELS + (depth as usize), next);
        store<u8>(FIELDS + (depth as usize), field);
        level = next;
        field = NO_FIELD;
        below = 0;
        at++;
        mode = isObject ? KEY : VALUE;
        mayEnd = true;
      } else if (unit == 0x5d) {
        if (!mayEnd || level < ARRAY) return 0;
        mode = AFTER;
      } else {
        const end = scalarEnd(unit, at);
        if (end == 0) return 0;
        if (field != NO_FIELD) {
          if (field < FIRST_NUMBER) note(field, at, (end - at) as i32);
          // A null figure counts as nothing, and a second figure of that name is still odd.
          else if (unit == 0x6e) note(field, at, 0);
          else noteNumber(field, at, end);
        }
        at = end;
        mode = AFTER;
      }
      continue;
    }
    if (unit == 0x2c) {
      at++;
      mode = level >= ARRAY ? VALUE : KEY;
      field = NO_FIELD;
      below = 0;
      mayEnd = false;
      continue;
    }
    if (unit != (level >= ARRAY ? (0x5d as u8) : (0x7d as u8))) return 0;
    at++;
    if (level == BLOCK) endBlock();
    if (depth == 0) return at;
    const owner = load<u8>(FIELDS + (depth as usize));
    if (owner != NO_FIELD) store<i32>(cell(owner), (at as i32) - load<i32>(cell(owner)), 4);
    level = load<u8>(LEVELS + (--depth as usize));
  }
}

// What the caller asks for of a log, beside its lines. Not as `export ... from`: that compiles the file a second time.
export {
  agentWithoutName,
  beginLog,
  bytesFrom,
  bytesSize,
  callsFrom,
  callsSize,
  countedSoFar,
  folderAt,
  linkOfWords,
  modeRead,
  newLink,
  otherSoFar,
  passOn,
  setBase,
  textsFrom,
  textsSize,
};
