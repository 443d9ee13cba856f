// AssemblyScript, see json-walk.ts: the calls of one log, each joined over its lines: the twin of `joinCalls`
// (shared/usage/api-call.ts) and of the calls of shared/log/transcript.ts. What they decide by the order of texts is not
// decided here: such a log is for the slow reader.

import { blocksSince, callAbove, hang, isAnchored, NO_CALL, requestOf } from "./log-links.ts";
import { CALL, CALLS, MOST_CALLS } from "./log-room.ts";
import { callOfKey, lastOfLane, NO_TEXT, setCallOfKey, setLastOfLane } from "./log-texts.ts";

/** A call is these numbers; electron/engine/log-calls.ts reads them. Texts by their number, calls by theirs. */
export const KEY: usize = 0;
export const MESSAGE_ID: usize = 4;
export const REQUEST_ID: usize = 8;
export const MODEL: usize = 12;
export const SPEED: usize = 16;
export const GEO: usize = 20;
export const TOOLS: usize = 24;
export const SESSION: usize = 28;
export const AGENT: usize = 32;
export const VERSION: usize = 36;
export const EFFORT: usize = 40;
export const STOP_REASON: usize = 44;
/** 0: the log does not say; 1: compared, nothing found; 2: the text behind it says more. */
export const REASON: usize = 48;
export const REASON_TEXT: usize = 52;
export const PRECEDENCE: usize = 56;
export const IS_SUB: usize = 60;
const LANE: usize = 64;
const ABOVE: usize = 68;
const PREDECESSOR: usize = 72;
const BLOCKS_SINCE: usize = 76;
const SEEN_AGENT: usize = 80;
export const UNCACHED: usize = 84;
export const READ: usize = 88;
export const WRITE_5M: usize = 92;
export const WRITE_1H: usize = 96;
export const WRITE_UNKNOWN: usize = 100;
export const OUTPUT: usize = 104;
/** Not a number: no time. */
export const AT: usize = 112;
const ORDER: usize = 120;
const REQUEST_AT: usize = 128;
const ENDED_AT: usize = 136;

/** The line that is read now, in the form of a call. Calls count from 1. */
export const LINE: usize = CALLS;

let count: i32 = 0;
/** Of the lane without a name. */
let lastOfMain: i32 = NO_CALL;

export function forgetCalls(): void {
  count = 0;
  lastOfMain = NO_CALL;
}

/** Where the calls begin, with the line before the first; how many bytes they are. */
export function callsFrom(): usize {
  return CALLS;
}

export function callsSize(): usize {
  return ((count as usize) + 1) * CALL;
}

export function beginCallLine(): void {
  memory.fill(LINE, 0, CALL);
}

/** Takes the line that stands at `LINE`; `false` where it is not for this reader. */
export function takeCallLine(link: i32, parent: i32, order: f64, blocks: i32): bool {
  const at = load<f64>(LINE, AT);
  const key = load<i32>(LINE, KEY);
  const number = callOfKey(key);
  let before = 0;
  if (number == NO_CALL) {
    if (count + 1 >= MOST_CALLS) return false;
    place(++count, parent, order, at);
    setCallOfKey(key, count);
  } else {
    const call = callAt(number);
    if (!join(call)) return false;
    const ended = load<f64>(call, ENDED_AT);
    if (isNaN<f64>(ended) || at > ended) store<f64>(call, at, ENDED_AT);
    if (isAnchored(parent) && callAbove(parent) == number) before = blocksSince(parent);
  }
  hang(link, number == NO_CALL ? count : number, NaN, before + blocks);
  return true;
}

/** A call that is new: its place in the conversation is that of its first line. */
function place(number: i32, parent: i32, order: f64, at: f64): void {
  const call = callAt(number);
  memory.copy(call, LINE, CALL);
  const lane = load<i32>(LINE, AGENT);
  const anchored = isAnchored(parent);
  const above = anchored ? callAbove(parent) : NO_CALL;
  let ancestor = above;
  while (ancestor != NO_CALL && load<i32>(callAt(ancestor), LANE) != lane)
    ancestor = load<i32>(callAt(ancestor), ABOVE);
  const last = lane == NO_TEXT ? lastOfMain : lastOfLane(lane);
  const requestAt = anchored ? requestOf(parent) : NaN;
  store<i32>(call, lane, LANE);
  store<i32>(call, lane, SEEN_AGENT);
  store<i32>(call, above, ABOVE);
  store<i32>(call, ancestor == NO_CALL ? last : ancestor, PREDECESSOR);
  store<i32>(call, anchored ? blocksSince(parent) : 0, BLOCKS_SINCE);
  store<f64>(call, order, ORDER);
  store<f64>(call, isNaN<f64>(requestAt) ? at : requestAt, REQUEST_AT);
  store<f64>(call, at, ENDED_AT);
  if (lane == NO_TEXT) lastOfMain = number;
  else setLastOfLane(lane, number);
}

/** Joins the line with what is known of its call; `false` where the order of texts would decide. */
function join(call: usize): bool {
  const sameAgent = load<i32>(call, SEEN_AGENT) == load<i32>(LINE, AGENT);
  if (!sameAgent || load<i32>(call, MESSAGE_ID) != load<i32>(LINE, MESSAGE_ID)) return false;
  if (!joinText(call, REQUEST_ID) || !joinText(call, STOP_REASON)) return false;
  return joinReason(call) && joinFigures(call) && joinPlace(call);
}

function joinText(call: usize, field: usize): bool {
  const known = load<i32>(call + field);
  const other = load<i32>(LINE + field);
  if (known == NO_TEXT) store<i32>(call + field, other);
  return known == NO_TEXT || other == NO_TEXT || known == other;
}

function joinReason(call: usize): bool {
  if (load<u64>(call, REASON) == load<u64>(LINE, REASON)) return true;
  const known = load<i32>(call, REASON);
  const other = load<i32>(LINE, REASON);
  if (known == 2 || other == 2) return false;
  store<i32>(call, max(known, other), REASON);
  return true;
}

function joinFigures(call: usize): bool {
  const larger = compareFigures(call);
  const same =
    load<i32>(call, MODEL) == load<i32>(LINE, MODEL) &&
    load<u64>(call, SPEED) == load<u64>(LINE, SPEED) &&
    load<i32>(call, TOOLS) == load<i32>(LINE, TOOLS);
  if (larger == 0) return same;
  if (larger < 0) {
    memory.copy(call + MODEL, LINE + MODEL, 16);
    memory.copy(call + UNCACHED, LINE + UNCACHED, 24);
  }
  return true;
}

/** Below 0 when the line's are the larger; 0 when they are the same. */
function compareFigures(call: usize): i32 {
  const output = load<i32>(call, OUTPUT) - load<i32>(LINE, OUTPUT);
  if (output != 0) return output;
  const prompt = promptOf(call) - promptOf(LINE);
  if (prompt != 0) return prompt > 0 ? 1 : -1;
  for (let field = UNCACHED; field <= WRITE_1H; field += 4) {
    const figure = load<i32>(call + field) - load<i32>(LINE + field);
    if (figure != 0) return figure;
  }
  return 0;
}

function promptOf(call: usize): i64 {
  let sum: i64 = 0;
  for (let field = UNCACHED; field <= WRITE_UNKNOWN; field += 4) sum += load<i32>(call + field) as i64;
  return sum;
}

function joinPlace(call: usize): bool {
  const order = comparePlaces(call);
  if (order == 0) {
    return (
      load<u64>(call, SESSION) == load<u64>(LINE, SESSION) &&
      load<u64>(call, VERSION) == load<u64>(LINE, VERSION)
    );
  }
  if (order > 0) {
    memory.copy(call + SESSION, LINE + SESSION, 16);
    store<u64>(call, load<u64>(LINE, PRECEDENCE), PRECEDENCE);
    store<f64>(call, load<f64>(LINE, AT), AT);
  }
  return true;
}

/** Below 0 when the call's own is nearer to the original. No time is later than any. */
function comparePlaces(call: usize): i32 {
  const precedence = load<i32>(call, PRECEDENCE) - load<i32>(LINE, PRECEDENCE);
  if (precedence != 0) return precedence;
  const known = load<f64>(call, AT);
  const other = load<f64>(LINE, AT);
  if (isNaN<f64>(known)) return isNaN<f64>(other) ? 0 : 1;
  return isNaN<f64>(other) || known < other ? -1 : i32(known > other);
}

function callAt(number: i32): usize {
  return CALLS + (number as usize) * CALL;
}
