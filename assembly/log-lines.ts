// AssemblyScript, see json-walk.ts: takes the lines of a log that hold what nearly all lines hold, so that nobody need look
// at each: calls, and records that say nothing but where they hang. The twin of `readClaudeLine`
// (shared/log/claude-line.ts); what a mark is it does not know, and leaves every line that could be one.

import { cell, flagsOf, linkWords, plainLinks, wordOf } from "./json-fields.ts";
import { decodeUuid } from "./json-hex.ts";
import {
  AGENT,
  AT,
  beginCallLine,
  EFFORT,
  forgetCalls,
  GEO,
  IS_SUB,
  KEY,
  LINE,
  MESSAGE_ID,
  MODEL,
  OUTPUT,
  PRECEDENCE,
  READ,
  REASON,
  REASON_TEXT,
  REQUEST_ID,
  SESSION,
  SPEED,
  STOP_REASON,
  takeCallLine,
  TOOLS,
  UNCACHED,
  VERSION,
  WRITE_1H,
  WRITE_5M,
  WRITE_UNKNOWN,
} from "./log-calls.ts";
import { forgetLinks, linkAt, NO_LINK, NO_ROOM, passOn } from "./log-links.ts";
import { nextLog } from "./log-room.ts";
import {
  forgetTexts,
  isNewFolder,
  isPlainId,
  NO_TEXT,
  numberOfBytes,
  objectOf,
  textOf,
  TOO_MANY,
} from "./log-texts.ts";
import { instantAt, OTHER_FORM } from "./log-time.ts";

/** What became of a line. */
export const LEFT: i32 = 0;
export const TAKEN: i32 = 1;
/** Its call loads tools or a skill, which is a mark too. */
export const TAKEN_WITH_MARK: i32 = 2;
/** The whole log is for the slow reader. */
export const GIVEN_UP: i32 = 3;
/** A person's prompt, which is a mark. */
export const TAKEN_PROMPT: i32 = 4;

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

/** Fields, as the caller numbers them. */
const FIRST_TEXT: u8 = 3;
const CONTENT: u8 = 4;
const TYPE: u8 = 5;
const UUID: u8 = 6;
const PARENT_UUID: u8 = 7;
const LOGICAL_PARENT_UUID: u8 = 8;
const IS_SIDECHAIN: u8 = 9;
const AGENT_ID: u8 = 10;
const TIMESTAMP: u8 = 11;
const CWD: u8 = 12;
const MESSAGE: u8 = 13;
const SESSION_ID: u8 = 14;
const VERSION_FIELD: u8 = 15;
const EFFORT_FIELD: u8 = 16;
const REQUEST: u8 = 17;
const FORKED_FROM: u8 = 18;
const IS_COMPACT_SUMMARY: u8 = 19;
const IS_META: u8 = 20;
const INTERRUPTED: u8 = 21;
const ID: u8 = 23;
const MODEL_FIELD: u8 = 24;
const STOP: u8 = 25;
const DIAGNOSTICS: u8 = 26;
const USAGE: u8 = 27;
const SPEED_FIELD: u8 = 28;
const GEO_FIELD: u8 = 29;
const SERVER_TOOL_USE: u8 = 30;
const SUBTYPE: u8 = 32;
const MODE: u8 = 33;
const ATTACHMENT_TYPE: u8 = 35;
const HOOK_NAME: u8 = 36;
const INPUT_TOKENS: u8 = 40;
const CACHE_READ: u8 = 41;
const CACHE_WRITTEN: u8 = 42;
const WRITTEN_5M: u8 = 43;
const WRITTEN_1H: u8 = 44;
const OUTPUT_TOKENS: u8 = 45;

const LARGEST_PLAUSIBLE: i32 = 200_000_000;
const HAS_TOOL_RESULT: i32 = 1;
const LOADS_TOOLS_OR_SKILL: i32 = 4 | 8;

const SIDECHAIN: usize = 640;
const SIDECHAIN_LENGTH: u32 = 9;

/** Working directories in the order that they were first named in, by their texts, for the caller to judge. */
const FOLDERS: usize = 24_576;
const MOST_FOLDERS: i32 = 512;
let folders: i32 = 0;

/** The text of the last line that told a permission mode. */
let mode: i32 = NO_TEXT;

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

/** Where the caller lays the name of an agent that has none: `sidechain`. */
export function agentWithoutName(): usize {
  return SIDECHAIN;
}

/** Takes the plain line whose fields were noted, if it is one of those. `next`: where the next line begins. */
export function takeLine(line: usize, blocksOfList: i32, next: usize): i32 {
  const type = isPlainText(TYPE) ? wordOf(TYPES, TYPE) : TELLING;
  if (type == TELLING || !isQuiet(type) || !readLinks()) return link == NO_ROOM ? GIVEN_UP : LEFT;
  const at = instantOf(TIMESTAMP);
  if (at == OTHER_FORM) return LEFT;
  const blocks = kindOf(CONTENT) == 0x22 ? 1 : blocksOfList;
  const length = (next - line) as f64;
  if (type == ASSISTANT && kindOf(MESSAGE) == 0x7b) {
    // A synthetic one is a mark.
    if (kindOf(MODEL_FIELD) == 0x22 && load<u8>(load<u32>(cell(MODEL_FIELD)) as usize, 1) == 0x3c)
      return LEFT;
    const usage = kindOf(USAGE);
    if (usage == 0x7b) {
      const taken = takeCall(at, blocks, base + (line as f64));
      if (taken == TAKEN || taken == TAKEN_WITH_MARK) countedBytes += length;
      return taken;
    }
    if (usage != 0 && usage != 0x6e) return LEFT;
  }
  if (!noteFolder()) return GIVEN_UP;
  passOn(link, parent, type == USER || type == ATTACHMENT, at, blocks);
  otherBytes += length;
  return type == USER && isPrompt() ? TAKEN_PROMPT : TAKEN;
}

/** Whether the record surely is no mark but a prompt. */
function isQuiet(type: u8): bool {
  switch (type) {
    case ATTACHMENT: {
      const word = wordOf(TELLING_ATTACHMENTS, ATTACHMENT_TYPE);
      const hook = word == HOOK && isPlainText(HOOK_NAME) && wordOf(TELLING_ATTACHMENTS, HOOK_NAME) == 0;
      return isAbsentOrPlain(ATTACHMENT_TYPE) && (word == 0 || hook);
    }
    case PERMISSION_MODE:
      return isSameMode();
    case SYSTEM:
      return isAbsentOrPlain(SUBTYPE) && wordOf(TELLING_SYSTEM, SUBTYPE) == 0;
    case USER:
      return isPlainUser();
    default:
      return true;
  }
}

/** Repeated by the hundred, and only a change tells something. */
function isSameMode(): bool {
  const before = mode;
  mode = textOf(MODE);
  return mode > NO_TEXT && mode == before;
}

/** Whether a user's record is no mark, or `isPrompt`. */
function isPlainUser(): bool {
  if (kindOf(IS_COMPACT_SUMMARY) == 0x74 || kindOf(INTERRUPTED) == 0x22) return false;
  const field = kindOf(CONTENT) == 0x22 ? CONTENT : FIRST_TEXT;
  if (kindOf(field) != 0x22) return true;
  // A command or an interruption begins with a bracket, perhaps behind blanks.
  const first = load<u8>(load<u32>(cell(field)) as usize, 1);
  return first > 0x20 && first < 0x7f && first != 0x3c && first != 0x5b && first != 0x5c;
}

/** Of a plain user's record: whether a person has written it. */
function isPrompt(): bool {
  return kindOf(IS_META) != 0x74 && (flagsOf() & HAS_TOOL_RESULT) == 0 && kindOf(CONTENT) != 0;
}

/** `false` where a link is no plain uuid, or there is no room for it. */
function readLinks(): bool {
  link = NO_LINK;
  parent = NO_LINK;
  const plain = plainLinks();
  if ((plain & 1) == 0) return kindOf(UUID) != 0x22 || isEmpty(UUID);
  link = linkAt(linkWords(0));
  if (link == NO_ROOM) return false;
  if ((plain & 2) != 0) parent = linkAt(linkWords(1));
  else if (kindOf(PARENT_UUID) == 0x22 && !isEmpty(PARENT_UUID)) return false;
  else if (kindOf(LOGICAL_PARENT_UUID) == 0x22 && !isEmpty(LOGICAL_PARENT_UUID)) {
    const at = load<u32>(cell(LOGICAL_PARENT_UUID)) as usize;
    if (load<i32>(cell(LOGICAL_PARENT_UUID), 4) != 38 || !decodeUuid(at + 1, linkWords(1))) return false;
    parent = linkAt(linkWords(1));
  }
  if (parent == NO_ROOM) link = NO_ROOM;
  return parent != NO_ROOM;
}

/** Not a number when there is none. */
function instantOf(field: u8): f64 {
  if (kindOf(field) != 0x22 || isEmpty(field)) return NaN;
  return load<i32>(cell(field), 4) == 26 ? instantAt((load<u32>(cell(field)) as usize) + 1) : OTHER_FORM;
}

function takeCall(at: f64, blocks: i32, order: f64): i32 {
  beginCallLine();
  if (!readFigures() || !readId(ID, MESSAGE_ID) || !readId(REQUEST, REQUEST_ID)) return LEFT;
  const messageId = load<i32>(LINE, MESSAGE_ID);
  const key = messageId == NO_TEXT ? load<i32>(LINE, REQUEST_ID) : messageId;
  // Without an id it is known by its text.
  if (key == NO_TEXT) return LEFT;
  store<i32>(LINE, key, KEY);
  store<f64>(LINE, at, AT);
  if (!readPlace() || !readWords() || !noteFolder() || key == TOO_MANY) return GIVEN_UP;
  if (!takeCallLine(link, parent, order, blocks)) return GIVEN_UP;
  return (flagsOf() & LOADS_TOOLS_OR_SKILL) == 0 ? TAKEN : TAKEN_WITH_MARK;
}

/** `usageOf` of shared/log/claude-usage.ts. */
function readFigures(): bool {
  const written = countOf(CACHE_WRITTEN);
  const written5m = countOf(WRITTEN_5M);
  const written1h = countOf(WRITTEN_1H);
  store<i32>(LINE, countOf(INPUT_TOKENS), UNCACHED);
  store<i32>(LINE, countOf(CACHE_READ), READ);
  store<i32>(LINE, written5m, WRITE_5M);
  store<i32>(LINE, written1h, WRITE_1H);
  store<i32>(LINE, max(0, written - written5m - written1h), WRITE_UNKNOWN);
  store<i32>(LINE, countOf(OUTPUT_TOKENS), OUTPUT);
  for (let field = INPUT_TOKENS; field <= OUTPUT_TOKENS; field++)
    if (countOf(field) > LARGEST_PLAUSIBLE) return false;
  return true;
}

/** `false` where it is a text that may be no id. */
function readId(field: u8, place: usize): bool {
  if (kindOf(field) != 0x22 || isEmpty(field)) return true;
  if (!isPlainId(field)) return false;
  store<i32>(LINE + place, textOf(field));
  return true;
}

function readPlace(): bool {
  const isSub = kindOf(IS_SIDECHAIN) == 0x74;
  let agent = isSub ? textOf(AGENT_ID) : NO_TEXT;
  if (isSub && agent == NO_TEXT) agent = numberOfBytes(SIDECHAIN, SIDECHAIN_LENGTH);
  const isCopied = kindOf(FORKED_FROM) == 0x7b;
  store<i32>(LINE, agent, AGENT);
  store<i32>(LINE, i32(isSub), IS_SUB);
  store<i32>(LINE, (isCopied ? 4 : 0) + (isSub ? 2 : 0) + internal, PRECEDENCE);
  return (
    agent != TOO_MANY &&
    readText(SESSION_ID, SESSION) &&
    readText(VERSION_FIELD, VERSION) &&
    readText(EFFORT_FIELD, EFFORT)
  );
}

function readWords(): bool {
  const reason = kindOf(DIAGNOSTICS);
  const text = objectOf(DIAGNOSTICS);
  store<i32>(LINE, reason == 0x6e ? 1 : reason == 0x7b ? 2 : 0, REASON);
  store<i32>(LINE, text, REASON_TEXT);
  const tools = objectOf(SERVER_TOOL_USE);
  store<i32>(LINE, tools, TOOLS);
  const read = readText(MODEL_FIELD, MODEL) && readText(SPEED_FIELD, SPEED) && readText(GEO_FIELD, GEO);
  return read && readText(STOP, STOP_REASON) && text != TOO_MANY && tools != TOO_MANY;
}

function readText(field: u8, place: usize): bool {
  const text = textOf(field);
  store<i32>(LINE + place, text);
  return text != TOO_MANY;
}

function noteFolder(): bool {
  const folder = textOf(CWD);
  if (folder == NO_TEXT || (folder != TOO_MANY && !isNewFolder(folder))) return true;
  if (folder == TOO_MANY || folders == MOST_FOLDERS) return false;
  store<i32>(FOLDERS + (folders as usize) * 4, folder);
  folders++;
  return true;
}

/** The first byte of a field's value; 0 when it is absent. */
function kindOf(field: u8): u8 {
  const at = load<u32>(cell(field)) as usize;
  return at == 0 ? 0 : load<u8>(at);
}

function isEmpty(field: u8): bool {
  return load<i32>(cell(field), 4) == 2;
}

function isPlainText(field: u8): bool {
  return kindOf(field) == 0x22 && load<i32>(cell(field), 4) > 2;
}

function isAbsentOrPlain(field: u8): bool {
  return kindOf(field) != 0x22 || load<i32>(cell(field), 4) > 0;
}

/** A whole number of at most nine digits; 0 when it is absent or null. */
function countOf(field: u8): i32 {
  return load<u32>(cell(field)) == 0 ? 0 : load<i32>(cell(field), 4);
}
