// AssemblyScript, see json-walk.ts: a line of a call as log-calls.ts takes it: the twin of `callLine` of
// shared/log/claude-line.ts.

import {
  AGENT,
  AT,
  beginCallLine,
  EFFORT,
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
  TOOLS,
  UNCACHED,
  VERSION,
  WRITE_1H,
  WRITE_5M,
  WRITE_UNKNOWN,
} from "./log-calls.ts";
import * as field from "./log-fields.ts";
import { GIVEN_UP, LEFT, TAKEN } from "./log-outcomes.ts";
import { isPlainId, NO_TEXT, numberOfBytes, objectOf, textOf, TOO_MANY } from "./log-texts.ts";

const LARGEST_PLAUSIBLE: i32 = 200_000_000;

const SIDECHAIN: usize = 640;
const SIDECHAIN_LENGTH: u32 = 9;

/** Where the caller lays the name of an agent that has none: `sidechain`. */
export function agentWithoutName(): usize {
  return SIDECHAIN;
}

/** Writes the line to `LINE`. `internal`: 1 in a log of one of Claude Code's internal agents. */
export function readCallLine(at: f64, internal: i32): i32 {
  beginCallLine();
  if (!readFigures() || !readId(field.ID, MESSAGE_ID) || !readId(field.REQUEST, REQUEST_ID)) return LEFT;
  const messageId = load<i32>(LINE, MESSAGE_ID);
  const requestId = load<i32>(LINE, REQUEST_ID);
  const key = messageId == NO_TEXT ? requestId : messageId;
  // Without an id it is known by its text.
  if (key == NO_TEXT) return LEFT;
  store<i32>(LINE, key, KEY);
  store<f64>(LINE, at, AT);
  const read = messageId != TOO_MANY && requestId != TOO_MANY && readPlace(internal) && readWords();
  return read ? TAKEN : GIVEN_UP;
}

/** `usageOf` of shared/log/claude-usage.ts. */
function readFigures(): bool {
  const written = field.countOf(field.CACHE_WRITTEN);
  const written5m = field.countOf(field.WRITTEN_5M);
  const written1h = field.countOf(field.WRITTEN_1H);
  store<i32>(LINE, field.countOf(field.INPUT_TOKENS), UNCACHED);
  store<i32>(LINE, field.countOf(field.CACHE_READ), READ);
  store<i32>(LINE, written5m, WRITE_5M);
  store<i32>(LINE, written1h, WRITE_1H);
  store<i32>(LINE, max(0, written - written5m - written1h), WRITE_UNKNOWN);
  store<i32>(LINE, field.countOf(field.OUTPUT_TOKENS), OUTPUT);
  for (let figure = field.INPUT_TOKENS; figure <= field.OUTPUT_TOKENS; figure++)
    if (field.countOf(figure) > LARGEST_PLAUSIBLE) return false;
  return true;
}

/** `false` where it is a text that may be no id. */
function readId(id: u8, place: usize): bool {
  if (field.kindOf(id) != 0x22 || field.isEmpty(id)) return true;
  if (!isPlainId(id)) return false;
  store<i32>(LINE + place, textOf(id));
  return true;
}

function readPlace(internal: i32): bool {
  const isSub = field.kindOf(field.IS_SIDECHAIN) == 0x74;
  let agent = isSub ? textOf(field.AGENT_ID) : NO_TEXT;
  if (isSub && agent == NO_TEXT) agent = numberOfBytes(SIDECHAIN, SIDECHAIN_LENGTH);
  const isCopied = field.kindOf(field.FORKED_FROM) == 0x7b;
  store<i32>(LINE, agent, AGENT);
  store<i32>(LINE, i32(isSub), IS_SUB);
  store<i32>(LINE, (isCopied ? 4 : 0) + (isSub ? 2 : 0) + internal, PRECEDENCE);
  return (
    agent != TOO_MANY &&
    readText(field.SESSION_ID, SESSION) &&
    readText(field.VERSION_FIELD, VERSION) &&
    readText(field.EFFORT_FIELD, EFFORT)
  );
}

function readWords(): bool {
  const reason = field.kindOf(field.DIAGNOSTICS);
  const text = objectOf(field.DIAGNOSTICS);
  store<i32>(LINE, reason == 0x6e ? 1 : reason == 0x7b ? 2 : 0, REASON);
  store<i32>(LINE, text, REASON_TEXT);
  const tools = objectOf(field.SERVER_TOOL_USE);
  store<i32>(LINE, tools, TOOLS);
  const read =
    readText(field.MODEL_FIELD, MODEL) &&
    readText(field.SPEED_FIELD, SPEED) &&
    readText(field.GEO_FIELD, GEO);
  return read && readText(field.STOP, STOP_REASON) && text != TOO_MANY && tools != TOO_MANY;
}

function readText(name: u8, place: usize): bool {
  const text = textOf(name);
  store<i32>(LINE + place, text);
  return text != TOO_MANY;
}
