// AssemblyScript, see json-walk.ts: takes the lines of a log that hold what nearly all lines hold, so that nobody need look
// at each: calls, and records that say nothing but where they hang. The twin of `readClaudeLine`
// (shared/log/claude-line.ts); what a mark is it does not know, and leaves every line that could be one.

import { cell, flagsOf, linkWords, plainLinks, wordOf } from "./json-fields.ts";
import { decodeUuid } from "./json-hex.ts";
import { readCallLine } from "./log-call-line.ts";
import { forgetCalls, takeCallLine } from "./log-calls.ts";
import * as field from "./log-fields.ts";
import { isAbsentOrPlain, isEmpty, isPlainText, kindOf } from "./log-fields.ts";
import { forgetLinks, linkAt, NO_LINK, NO_ROOM, passOn } from "./log-links.ts";
import { GIVEN_UP, LEFT, TAKEN, TAKEN_PROMPT, TAKEN_WITH_MARK } from "./log-outcomes.ts";
import { nextLog } from "./log-room.ts";
import { forgetTexts, isNewFolder, NO_TEXT, textOf, TOO_MANY } from "./log-texts.ts";
import { instantAt, OTHER_FORM } from "./log-time.ts";

/** Vocabularies of the caller's table, and what their words mean (shared/log/wanted-fields.ts). */
const TYPES: u8 = 9;
const ASSISTANT: u8 = 1;
const USER: u8 = 2;
const ATTACHMENT: u8 = 3;
const SYSTEM: u8 = 4;
const PERMISSION_MODE: u8 = 5;
const TELLING: u8 = 6;
const TELLING_ATTACHMENTS: u8 = 10;
const TELLING_SYSTEM: u8 = 11;
/** An attachment that tells something by the name of its hook. */
const HOOK: u8 = 2;

const HAS_TOOL_RESULT: i32 = 1;
const LOADS_TOOLS_OR_SKILL: i32 = 4 | 8;

/** Working directories in the order that they were first named in, by their texts, for the caller to judge. */
const FOLDERS: usize = 24_576;
const MOST_FOLDERS: i32 = 512;
let folders: i32 = 0;

/** The permission mode that the caller was told last, by its text; and that of the line that is left to it now. */
let mode: i32 = NO_TEXT;
let leftMode: i32 = NO_TEXT;

let internal: i32 = 0;
/** What an address is to be added to for a place in the log. */
let base: f64 = 0;
let countedBytes: f64 = 0;
let otherBytes: f64 = 0;

/** The links of the line. */
let link: i32 = NO_LINK;
let parent: i32 = NO_LINK;

/** Begins a log. `isInternal`: 1 for one of Claude Code's internal agents. */
export function beginLog(isInternal: i32): void {
  nextLog();
  forgetTexts();
  forgetLinks();
  forgetCalls();
  internal = isInternal;
  folders = 0;
  mode = NO_TEXT;
  leftMode = NO_TEXT;
  countedBytes = 0;
  otherBytes = 0;
}

export function setBase(place: f64): void {
  base = place;
}

export function countedSoFar(): f64 {
  return countedBytes;
}

export function otherSoFar(): f64 {
  return otherBytes;
}

/** The text of the nth working directory; 0 behind the last. */
export function folderAt(n: i32): i32 {
  return n < folders ? load<i32>(FOLDERS + (n as usize) * 4) : NO_TEXT;
}

/** Takes the plain line whose fields were noted, if it is one of those. `next`: where the next line begins. */
export function takeLine(line: usize, blocksOfList: i32, next: usize): i32 {
  leftMode = NO_TEXT;
  const type = isPlainText(field.TYPE) ? wordOf(TYPES, field.TYPE) : TELLING;
  if (type == TELLING || !isQuiet(type) || !readLinks()) return link == NO_ROOM ? GIVEN_UP : LEFT;
  const at = instantOf(field.TIMESTAMP);
  if (at == OTHER_FORM) return LEFT;
  const blocks = kindOf(field.CONTENT) == 0x22 ? 1 : blocksOfList;
  const length = (next - line) as f64;
  if (type == ASSISTANT && kindOf(field.MESSAGE) == 0x7b) {
    if (mayBeSynthetic()) return LEFT;
    const usage = kindOf(field.USAGE);
    if (usage == 0x7b) return takeCall(at, blocks, line, length);
    if (usage != 0 && usage != 0x6e) return LEFT;
  }
  if (!noteFolder()) return GIVEN_UP;
  passOn(link, parent, type == USER || type == ATTACHMENT, at, blocks);
  otherBytes += length;
  return type == USER && isPrompt() ? TAKEN_PROMPT : TAKEN;
}

/** A synthetic one is a mark. Some writers escape its first sign. */
function mayBeSynthetic(): bool {
  if (kindOf(field.MODEL_FIELD) != 0x22) return false;
  const first = load<u8>(load<u32>(cell(field.MODEL_FIELD)) as usize, 1);
  return first == 0x3c || first == 0x5c;
}

function takeCall(at: f64, blocks: i32, line: usize, length: f64): i32 {
  const read = readCallLine(at, internal);
  if (read != TAKEN) return read;
  if (!noteFolder() || !takeCallLine(link, parent, base + (line as f64), blocks)) return GIVEN_UP;
  countedBytes += length;
  return (flagsOf() & LOADS_TOOLS_OR_SKILL) == 0 ? TAKEN : TAKEN_WITH_MARK;
}

/** Whether the record surely is no mark but a prompt. */
function isQuiet(type: u8): bool {
  switch (type) {
    case ATTACHMENT: {
      const word = wordOf(TELLING_ATTACHMENTS, field.ATTACHMENT_TYPE);
      const hook =
        word == HOOK && isPlainText(field.HOOK_NAME) && wordOf(TELLING_ATTACHMENTS, field.HOOK_NAME) == 0;
      return isAbsentOrPlain(field.ATTACHMENT_TYPE) && (word == 0 || hook);
    }
    case PERMISSION_MODE:
      return isSameMode();
    case SYSTEM:
      return isAbsentOrPlain(field.SUBTYPE) && wordOf(TELLING_SYSTEM, field.SUBTYPE) == 0;
    case USER:
      return isPlainUser();
    default:
      return true;
  }
}

/** Repeated by the hundred, and only a change tells something. */
function isSameMode(): bool {
  const told = textOf(field.MODE);
  if (told > NO_TEXT && told == mode) return true;
  leftMode = told;
  return false;
}

/** The caller has read a permission mode: of the line that was left to it, or of one that was not seen here. */
export function modeRead(): void {
  mode = leftMode;
  leftMode = NO_TEXT;
}

/** Whether a user's record is no mark, or `isPrompt`. */
function isPlainUser(): bool {
  if (kindOf(field.IS_COMPACT_SUMMARY) == 0x74 || kindOf(field.INTERRUPTED) == 0x22) return false;
  const text = kindOf(field.CONTENT) == 0x22 ? field.CONTENT : field.FIRST_TEXT;
  if (kindOf(text) != 0x22) return true;
  return isNoCommand(load<u32>(cell(text)) as usize);
}

/**
 * Whether the text surely is no command, which begins with a bracket, perhaps behind blanks, and no interruption, which
 * begins with another one. What could be a blank of another script is for the caller to look at.
 */
function isNoCommand(quote: usize): bool {
  let at = quote + 1;
  while (true) {
    if (load<u8>(at) == 0x20) at++;
    else if (load<u8>(at) == 0x5c && isBlankEscape(load<u8>(at, 1))) at += 2;
    else break;
  }
  const first = load<u8>(at);
  if (first == 0x5b) return at != quote + 1;
  // A quote, a slash or a backslash.
  if (first == 0x5c) return load<u8>(at, 1) <= 0x5c;
  // In UTF-8 the blanks that are not ASCII begin with one of these bytes.
  if (first == 0xc2 || (first >= 0xe1 && first <= 0xe3) || first == 0xef) return false;
  return first > 0x20 && first != 0x3c;
}

/** `\t`, `\n`, `\f` and `\r`. */
function isBlankEscape(letter: u8): bool {
  return letter == 0x74 || letter == 0x6e || letter == 0x66 || letter == 0x72;
}

/** Of a plain user's record: whether a person has written it. */
function isPrompt(): bool {
  return kindOf(field.IS_META) != 0x74 && (flagsOf() & HAS_TOOL_RESULT) == 0 && kindOf(field.CONTENT) != 0;
}

/** `false` where a link is no plain uuid, or there is no room for it. */
function readLinks(): bool {
  link = NO_LINK;
  parent = NO_LINK;
  const plain = plainLinks();
  if ((plain & 1) == 0) return kindOf(field.UUID) != 0x22 || isEmpty(field.UUID);
  link = linkAt(linkWords(0));
  if (link == NO_ROOM) return false;
  if ((plain & 2) != 0) parent = linkAt(linkWords(1));
  else if (kindOf(field.PARENT_UUID) == 0x22 && !isEmpty(field.PARENT_UUID)) return false;
  else if (kindOf(field.LOGICAL_PARENT_UUID) == 0x22 && !isEmpty(field.LOGICAL_PARENT_UUID)) {
    const at = load<u32>(cell(field.LOGICAL_PARENT_UUID)) as usize;
    if (load<i32>(cell(field.LOGICAL_PARENT_UUID), 4) != 38 || !decodeUuid(at + 1, linkWords(1)))
      return false;
    parent = linkAt(linkWords(1));
  }
  if (parent == NO_ROOM) link = NO_ROOM;
  return parent != NO_ROOM;
}

/** Not a number when there is none. */
function instantOf(time: u8): f64 {
  if (kindOf(time) != 0x22 || isEmpty(time)) return NaN;
  return load<i32>(cell(time), 4) == 26 ? instantAt((load<u32>(cell(time)) as usize) + 1) : OTHER_FORM;
}

function noteFolder(): bool {
  const folder = textOf(field.CWD);
  if (folder == NO_TEXT || (folder != TOO_MANY && !isNewFolder(folder))) return true;
  if (folder == TOO_MANY || folders == MOST_FOLDERS) return false;
  store<i32>(FOLDERS + (folders as usize) * 4, folder);
  folders++;
  return true;
}
