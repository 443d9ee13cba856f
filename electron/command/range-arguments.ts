import { defaultDataDir } from "../engine/ledger-session.ts";
import { openSettings } from "../engine/settings-file.ts";
import type { DayRange } from "../../shared/question.ts";
import { zoneOf } from "../../shared/settings.ts";
import { isTimeZone } from "../../shared/usage/calendar.ts";

export const RANGE_OPTIONS = {
  from: { type: "string" },
  to: { type: "string" },
  tz: { type: "string" },
  format: { type: "string", default: "table" },
} as const;

export type OutputFormat = "table" | "json" | "csv";

type RangeValues = {
  readonly from?: string;
  readonly to?: string;
  readonly tz?: string;
  /** Whose settings name the zone to use without `--tz`. */
  readonly data?: string;
  readonly format: string;
};

/** The range and format asked for; a number is the exit code after saying what is wrong with them. */
export function readRange(values: RangeValues): (DayRange & { readonly format: OutputFormat }) | number {
  const { from, to, format } = values;
  for (const [name, day] of [
    ["--from", from],
    ["--to", to],
  ] as const) {
    if (day !== undefined && !isDay(day))
      return usageError(`${name} wants a day such as 2026-08-14, not "${day}"`);
  }
  if (from !== undefined && to !== undefined && from > to) return usageError("--from is later than --to");
  const zone = values.tz ?? usualZone(values.data ?? defaultDataDir());
  if (!isTimeZone(zone))
    return usageError(`--tz wants a time zone such as Europe/Lisbon or UTC, not "${zone}"`);
  if (format !== "table" && format !== "json" && format !== "csv") {
    return usageError(`--format wants table, json or csv, not "${format}"`);
  }
  return { from, to, zone, format };
}

function usualZone(dataDir: string): string {
  const { atStart } = openSettings(dataDir, { write: false, now: Date.now });
  return zoneOf(atStart, Intl.DateTimeFormat().resolvedOptions().timeZone);
}

/** Says what is wrong with the arguments; the exit code of misuse. */
export function usageError(text: string): number {
  process.stderr.write(`prefixwatch: ${text}\n`);
  return 2;
}

function isDay(text: string): boolean {
  const at = /^\d{4}-\d{2}-\d{2}$/.test(text) ? Date.parse(`${text}T00:00:00Z`) : Number.NaN;
  return !Number.isNaN(at) && new Date(at).toISOString().startsWith(text);
}
