import type { Bytes, DurationMs, EpochMs, Ratio, Tokens, Usd } from "./units.ts";

/** Where the reader is: a BCP 47 locale for the names of months, an IANA zone for the clock, of 24 hours unless said. */
export type Place = { readonly locale: string; readonly timeZone: string; readonly clock?: "12" | "24" };

/** A figure for large type: the number, and the unit that is set smaller beside it. */
export type FigureText = { readonly value: string; readonly unit: string };

/** Stands for "no data", which is never 0. */
export const NO_DATA = "–";

/** U+202F: keeps a number and its parts on one line. */
const THIN_SPACE = "\u202F";
/** U+2212, as wide as a digit, so signed figures line up. */
const MINUS = "\u2212";

const SECOND = 1000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** Whole number with thin-space thousands: `4 241 579 174`. */
export function exactCount(count: number | undefined): string {
  if (count === undefined) return NO_DATA;
  const digits = String(Math.abs(Math.round(count))).replace(/\B(?=(\d{3})+$)/g, THIN_SPACE);
  return count < 0 ? MINUS + digits : digits;
}

/** `842`, `220.7` `k`, `2.52` `M`, `196.6` `M`, `4.24` `B`. */
export function tokensFigure(tokens: Tokens | undefined): FigureText {
  if (tokens === undefined) return { value: NO_DATA, unit: "" };
  const size = Math.abs(tokens);
  const sign = tokens < 0 ? MINUS : "";
  if (size < 999.5) return { value: sign + String(Math.round(size)), unit: "" };
  if (size < 999_950) return { value: sign + (size / 1e3).toFixed(1), unit: "k" };
  if (size < 999_950_000) return { value: sign + (size / 1e6).toFixed(size < 9_995_000 ? 2 : 1), unit: "M" };
  return { value: sign + (size / 1e9).toFixed(size < 9_995_000_000 ? 2 : 1), unit: "B" };
}

/** `220.7k`, `4.24B`. */
export function compactTokens(tokens: Tokens | undefined): string {
  const { value, unit } = tokensFigure(tokens);
  return value + unit;
}

/** For running text and chart labels: no decimals from 100k on, none where they are zero: `139k`, `17.9k`, `50k`, `1.20M`. */
export function shortTokens(tokens: Tokens | undefined): string {
  if (tokens === undefined) return NO_DATA;
  const size = Math.abs(tokens);
  if (size >= 99_950 && size < 999_500) return `${tokens < 0 ? MINUS : ""}${Math.round(size / 1e3)}k`;
  // What would round to 1000k is a million.
  const { value, unit } = tokensFigure(size >= 999_500 && size < 1e6 ? Math.sign(tokens) * 1e6 : tokens);
  return (unit === "" ? value : value.replace(/\.0+$/, "")) + unit;
}

/** A difference, with its sign: `+3.1k`, `−64.1k`, `±0`. */
export function signedTokens(tokens: Tokens | undefined): string {
  if (tokens === undefined) return NO_DATA;
  if (tokens === 0) return "±0";
  return tokens > 0 ? `+${compactTokens(tokens)}` : compactTokens(tokens);
}

/** `220 713 tokens`, for titles and descriptions. */
export function exactTokens(tokens: Tokens | undefined): string {
  return tokens === undefined ? "no data" : `${exactCount(tokens)} ${plural(tokens, "token")}`;
}

/** One decimal. Only an exact 1 is `100.0`, and only an exact 0 is `0.0`: 99.97 % is a miss somewhere. */
export function percentFigure(ratio: Ratio | undefined): FigureText {
  if (ratio === undefined) return { value: NO_DATA, unit: "" };
  const percent = Math.round(ratio * 1000) / 10;
  if (percent === 100 && ratio < 1) return { value: "99.9", unit: "%" };
  if (percent === 0 && ratio > 0) return { value: "<0.1", unit: "%" };
  return { value: percent.toFixed(1), unit: "%" };
}

/** `98.4 %`. */
export function percent(ratio: Ratio | undefined): string {
  const { value, unit } = percentFigure(ratio);
  return unit === "" ? value : value + THIN_SPACE + unit;
}

/** A difference of two shares in points, with its sign: `+0.8 points`, `−1.2 points`, `±0.0 points`. */
export function pointsText(difference: Ratio | undefined): string {
  if (difference === undefined) return NO_DATA;
  const points = Math.round(difference * 1000) / 10;
  const sign = points === 0 ? "±" : points > 0 ? "+" : MINUS;
  return `${sign}${Math.abs(points).toFixed(1)} points`;
}

/** By how much an amount has changed, with its sign: `+12.4 %`, `−3.0 %`; `undefined` and 0 before have no share. */
export function changeText(now: number | undefined, before: number | undefined): string {
  if (now === undefined || before === undefined || before === 0) return NO_DATA;
  const percent = Math.round((now / before - 1) * 1000) / 10;
  const sign = percent === 0 ? "±" : percent > 0 ? "+" : MINUS;
  return `${sign}${percent >= 1000 ? exactCount(percent) : Math.abs(percent).toFixed(1)}${THIN_SPACE}%`;
}

/** For axes: `75%`. */
export function wholePercent(ratio: Ratio): string {
  return `${Math.round(ratio * 100)}%`;
}

/** Cents below $1000, whole dollars above: `$6.31`, `<$0.01`, `$2 291`. */
export function usd(amount: Usd | undefined): string {
  if (amount === undefined) return NO_DATA;
  const size = Math.abs(amount);
  const sign = amount < 0 ? MINUS : "";
  if (size === 0) return "$0.00";
  if (size < 0.01) return `${sign}<$0.01`;
  return size < 999.995 ? `${sign}$${size.toFixed(2)}` : `${sign}$${exactCount(size)}`;
}

/** Four decimals, for titles and descriptions: `$1 680.4312`. */
export function exactUsd(amount: Usd | undefined): string {
  if (amount === undefined) return "no known price";
  const [whole = "0", cents = ""] = Math.abs(amount).toFixed(4).split(".");
  return `${amount < 0 ? MINUS : ""}$${exactCount(Number(whole))}.${cents}`;
}

/** `812 B`, `4.1 kB`, `1.2 GB`: powers of 1000, as file managers on macOS and Linux show them. */
export function bytesText(bytes: Bytes | undefined): string {
  if (bytes === undefined) return NO_DATA;
  if (bytes < 1000) return `${bytes}${THIN_SPACE}B`;
  const units = ["kB", "MB", "GB", "TB"];
  let size = bytes / 1000;
  let unit = 0;
  while (size >= 999.95 && unit < units.length - 1) {
    size /= 1000;
    unit += 1;
  }
  return `${size.toFixed(1)}${THIN_SPACE}${units[unit] ?? ""}`;
}

/** A pause between two calls: `0:41`, `12:03`, `1 h 04 min`, `2 d 3 h`. */
export function gapText(gap: DurationMs | undefined): string {
  if (gap === undefined) return NO_DATA;
  if (gap < HOUR) return `${Math.floor(gap / MINUTE)}:${twoDigits(Math.floor(gap / SECOND) % 60)}`;
  if (gap < DAY) return `${Math.floor(gap / HOUR)} h ${twoDigits(Math.floor(gap / MINUTE) % 60)} min`;
  return `${Math.floor(gap / DAY)} d ${Math.floor(gap / HOUR) % 24} h`;
}

/** `just now`, `41 s ago`, `12 min ago`, `3 h ago`, `2 d ago`. A time in the future (clock skew) is `just now`. */
export function agoText(at: EpochMs | undefined, now: EpochMs): string {
  if (at === undefined) return NO_DATA;
  const age = now - at;
  if (age < 2 * SECOND) return "just now";
  if (age < MINUTE) return `${Math.floor(age / SECOND)} s ago`;
  if (age < HOUR) return `${Math.floor(age / MINUTE)} min ago`;
  if (age < DAY) return `${Math.floor(age / HOUR)} h ago`;
  return `${Math.floor(age / DAY)} d ago`;
}

/** `14:02`. */
export function clockTime(at: EpochMs | undefined, place: Place): string {
  return at === undefined ? NO_DATA : formatter(place, "minute").format(at);
}

/** `14:02:10`. */
export function clockSeconds(at: EpochMs | undefined, place: Place): string {
  return at === undefined ? NO_DATA : formatter(place, "second").format(at);
}

/** The time alone when it is of the same day as `now`, else with the day: `14:02`, `19 Nov 14:02`, `19 Nov 2025 14:02`. */
export function dayAndTime(at: EpochMs | undefined, now: EpochMs, place: Place): string {
  if (at === undefined) return NO_DATA;
  const year = formatter(place, "year").format(at);
  if (year !== formatter(place, "year").format(now)) return `${longDay(at, place)} ${clockTime(at, place)}`;
  const day = formatter(place, "day").format(at);
  return day === formatter(place, "day").format(now)
    ? clockTime(at, place)
    : `${day} ${clockTime(at, place)}`;
}

/** Date, time and zone in full, for titles: `21 Nov 2026 14:02:10 UTC`. */
export function exactTime(at: EpochMs | undefined, place: Place): string {
  return at === undefined ? "time not in the log" : formatter(place, "exact").format(at).replaceAll(",", "");
}

/** `19 Nov 2026`. */
export function longDay(at: EpochMs, place: Place): string {
  return `${formatter(place, "day").format(at)} ${formatter(place, "year").format(at)}`;
}

/** The English plural of a noun that takes an s: `1 call`, `0 calls`. */
export function plural(count: number, noun: string): string {
  return count === 1 ? noun : `${noun}s`;
}

/** `1 call`, `3 180 calls`. */
export function counted(count: number, noun: string): string {
  return `${exactCount(count)} ${plural(count, noun)}`;
}

function twoDigits(value: number): string {
  return String(value).padStart(2, "0");
}

type Pattern = "minute" | "second" | "day" | "year" | "exact";

const PATTERNS: Readonly<Record<Pattern, Intl.DateTimeFormatOptions>> = {
  minute: { hour: "2-digit", minute: "2-digit", hourCycle: "h23" },
  second: { hour: "2-digit", minute: "2-digit", second: "2-digit", hourCycle: "h23" },
  day: { day: "numeric", month: "short" },
  year: { year: "numeric" },
  exact: {
    day: "numeric",
    month: "short",
    year: "numeric",
    hour: "2-digit",
    minute: "2-digit",
    second: "2-digit",
    hourCycle: "h23",
    timeZoneName: "short",
  },
};

const TWELVE_HOURS = { hour: "numeric", hourCycle: "h12" } as const;

// Making an Intl formatter costs about 50 µs, a hundred times its use; tables ask for thousands.
const formatters = new Map<string, Intl.DateTimeFormat>();

function formatter(place: Place, pattern: Pattern): Intl.DateTimeFormat {
  const key = `${place.locale} ${place.timeZone} ${place.clock ?? "24"} ${pattern}`;
  const known = formatters.get(key);
  if (known !== undefined) return known;
  const options = PATTERNS[pattern];
  const hours = place.clock === "12" && options.hour !== undefined ? TWELVE_HOURS : {};
  const made = new Intl.DateTimeFormat(place.locale, { ...options, ...hours, timeZone: place.timeZone });
  formatters.set(key, made);
  return made;
}
