// AssemblyScript, see json-walk.ts: what was noted of a Claude Code line, as log-lines.ts and log-call-line.ts ask for it.

import { cell } from "./json-fields.ts";

/** Fields, as the caller numbers them. */
export const FIRST_TEXT: u8 = 3;
export const CONTENT: u8 = 4;
export const TYPE: u8 = 5;
export const UUID: u8 = 6;
export const PARENT_UUID: u8 = 7;
export const LOGICAL_PARENT_UUID: u8 = 8;
export const IS_SIDECHAIN: u8 = 9;
export const AGENT_ID: u8 = 10;
export const TIMESTAMP: u8 = 11;
export const CWD: u8 = 12;
export const MESSAGE: u8 = 13;
export const SESSION_ID: u8 = 14;
export const VERSION_FIELD: u8 = 15;
export const EFFORT_FIELD: u8 = 16;
export const REQUEST: u8 = 17;
export const FORKED_FROM: u8 = 18;
export const IS_COMPACT_SUMMARY: u8 = 19;
export const IS_META: u8 = 20;
export const INTERRUPTED: u8 = 21;
export const ID: u8 = 23;
export const MODEL_FIELD: u8 = 24;
export const STOP: u8 = 25;
export const DIAGNOSTICS: u8 = 26;
export const USAGE: u8 = 27;
export const SPEED_FIELD: u8 = 28;
export const GEO_FIELD: u8 = 29;
export const SERVER_TOOL_USE: u8 = 30;
export const SUBTYPE: u8 = 32;
export const MODE: u8 = 33;
export const ATTACHMENT_TYPE: u8 = 35;
export const HOOK_NAME: u8 = 36;
export const INPUT_TOKENS: u8 = 40;
export const CACHE_READ: u8 = 41;
export const CACHE_WRITTEN: u8 = 42;
export const WRITTEN_5M: u8 = 43;
export const WRITTEN_1H: u8 = 44;
export const OUTPUT_TOKENS: u8 = 45;

/** The first byte of a field's value; 0 when it is absent. */
export function kindOf(field: u8): u8 {
  const at = load<u32>(cell(field)) as usize;
  return at == 0 ? 0 : load<u8>(at);
}

export function isEmpty(field: u8): bool {
  return load<i32>(cell(field), 4) == 2;
}

export function isPlainText(field: u8): bool {
  return kindOf(field) == 0x22 && load<i32>(cell(field), 4) > 2;
}

export function isAbsentOrPlain(field: u8): bool {
  return kindOf(field) != 0x22 || load<i32>(cell(field), 4) > 0;
}

/** A whole number of at most nine digits; 0 when it is absent or null. */
export function countOf(field: u8): i32 {
  return load<u32>(cell(field)) == 0 ? 0 : load<i32>(cell(field), 4);
}
