// AssemblyScript, see json-walk.ts: instants in the one form that Claude Code writes, `2026-08-08T00:31:53.907Z`.

import { isDigit } from "./json-text.ts";

const DAY_MS: f64 = 86_400_000;

/** Written in another form: for the slow reader. */
export const OTHER_FORM: f64 = -1;

let date: u64 = 0;
let day: u16 = 0;
let midnight: f64 = 0;

/** Of the 24 characters at `at`, in epoch milliseconds, from 2023 to 2099. */
export function instantAt(at: usize): f64 {
  const isWritten =
    load<u8>(at, 10) == 0x54 &&
    load<u8>(at, 13) == 0x3a &&
    load<u8>(at, 16) == 0x3a &&
    load<u8>(at, 19) == 0x2e &&
    load<u8>(at, 23) == 0x5a;
  if (!isWritten) return OTHER_FORM;
  // The same over many lines.
  if (load<u64>(at) != date || load<u16>(at, 8) != day) {
    const found = midnightOf(at);
    if (found == OTHER_FORM) return OTHER_FORM;
    midnight = found;
    date = load<u64>(at);
    day = load<u16>(at, 8);
  }
  const hours = digits(at + 11, 2);
  const minutes = digits(at + 14, 2);
  const seconds = digits(at + 17, 2);
  const millis = digits(at + 20, 3);
  if (hours < 0 || minutes < 0 || seconds < 0 || millis < 0) return OTHER_FORM;
  if (hours > 23 || minutes > 59 || seconds > 59) return OTHER_FORM;
  return midnight + (((hours * 60 + minutes) * 60 + seconds) * 1000 + millis);
}

function midnightOf(at: usize): f64 {
  const year = digits(at, 4);
  const month = digits(at + 5, 2);
  const dayOfMonth = digits(at + 8, 2);
  if (load<u8>(at, 4) != 0x2d || load<u8>(at, 7) != 0x2d) return OTHER_FORM;
  // The last days of a month are for who knows how long it is.
  if (
    year < 2023 ||
    year > 2099 ||
    month < 1 ||
    month > 12 ||
    dayOfMonth < 1 ||
    dayOfMonth > lengthOf(year, month)
  )
    return OTHER_FORM;
  // Days since 1970 in the proleptic calendar whose years begin in March.
  const shifted = month <= 2 ? year - 1 : year;
  const inYear = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + dayOfMonth - 1;
  const days = shifted * 365 + shifted / 4 - shifted / 100 + shifted / 400 + inYear - 719_468;
  return (days as f64) * DAY_MS;
}

function lengthOf(year: i32, month: i32): i32 {
  if (month == 2) return year % 4 == 0 ? 29 : 28;
  return month == 4 || month == 6 || month == 9 || month == 11 ? 30 : 31;
}

/** Below 0 when one of them is no digit. */
function digits(at: usize, count: i32): i32 {
  let value: i32 = 0;
  for (let i = 0; i < count; i++) {
    const unit = load<u8>(at + i);
    if (!isDigit(unit)) return -1;
    value = value * 10 + ((unit - 0x30) as i32);
  }
  return value;
}
