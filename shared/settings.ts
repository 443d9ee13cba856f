import * as v from "valibot";
import { isTimeZone } from "./usage/calendar.ts";
import type { Tokens, Usd } from "./units.ts";

/** What the user can set. Every field has an effect; a field that a newer version knows is kept in the file. */
export type Settings = {
  /** Absolute paths of folders that are read besides Claude Code's own; used from the next start on. */
  readonly extraRoots: readonly string[];
  /** An IANA zone, or `auto` for that of the reader's system. */
  readonly timeZone: string;
  readonly clock: "auto" | "12" | "24";
  readonly theme: "auto" | "light" | "dark";
  /** A running countdown beside the clock time at which the cache expires. */
  readonly countdown: boolean;
  /** Dollars are called API-equivalent, for those who pay a subscription. */
  readonly apiEquivalent: boolean;
  readonly notifyInvalidations: boolean;
  /** An invalidation is told of when it passes either of the two thresholds. */
  readonly notifyAboveUsd: Usd;
  readonly notifyAboveTokens: Tokens;
  readonly notifyRunaway: boolean;
  readonly notifyExpiry: boolean;
  /** Of a warm cache of fewer tokens nothing is said before it expires. */
  readonly expiryTokens: Tokens;
  readonly expiryMinutes: number;
  readonly quietHours: boolean;
  /** `22:00`, by the clock of `timeZone`. */
  readonly quietFrom: string;
  readonly quietTo: string;
  /** Exports begin with hashed project names, and notifications and the tray name none. */
  readonly hideProjects: boolean;
  readonly keepBackups: number;
  /** Absolute path; empty for `backups` in the data folder. */
  readonly backupFolder: string;
  readonly startAtLogin: boolean;
  /** Closing the last window leaves the desktop application running in the tray. */
  readonly keepInTray: boolean;
  readonly compactOnTop: boolean;
};

export type SettingsField = keyof Settings;

/** Why a value is not taken, as a sentence that stands beside its field. */
export type SettingsProblem = { readonly field: SettingsField; readonly reason: string };

/** New values by field, as they come from a page or a file: not checked yet. */
export type SettingsChanges = Readonly<Record<string, unknown>>;

export const DEFAULT_SETTINGS: Settings = {
  extraRoots: [],
  timeZone: "auto",
  clock: "auto",
  theme: "auto",
  countdown: false,
  apiEquivalent: false,
  notifyInvalidations: true,
  notifyAboveUsd: 0.5,
  notifyAboveTokens: 100_000,
  notifyRunaway: true,
  notifyExpiry: false,
  expiryTokens: 100_000,
  expiryMinutes: 2,
  quietHours: false,
  quietFrom: "22:00",
  quietTo: "08:00",
  hideProjects: false,
  keepBackups: 3,
  backupFolder: "",
  startAtLogin: false,
  keepInTray: false,
  compactOnTop: true,
};

const MOST_ROOTS = 32;

const yesOrNo = v.boolean("This is on or off: true or false.");
const time = v.pipe(
  v.string("A time of day such as 22:00 is wanted."),
  v.regex(/^(?:[01]\d|2[0-3]):[0-5]\d$/, "A time of day such as 22:00 is wanted."),
);

function between(least: number, most: number, unit: string, whole = true) {
  const text = `A ${whole ? "whole number" : "number"} from ${least} to ${most} ${unit} is wanted.`;
  return v.pipe(
    v.number(text),
    v.check((value) => value >= least && value <= most && (!whole || Number.isInteger(value)), text),
  );
}

/** `/logs` or `C:\logs`; whether there is such a folder only the engine can tell. */
function isAbsolute(path: string): boolean {
  return /^(?:\/|[A-Za-z]:[/\\]|\\\\)/.test(path);
}

const path = v.pipe(
  v.string("A path is wanted."),
  v.maxLength(1_000, "A path of at most 1,000 characters is wanted."),
  v.check((text) => !text.includes("\0"), "A path has no NUL character."),
);
const folder = v.pipe(path, v.check(isAbsolute, "The whole path is wanted, from / or a drive letter on."));

const FIELDS = {
  extraRoots: v.pipe(
    v.array(folder, "A list of folders is wanted."),
    v.maxLength(MOST_ROOTS, `At most ${MOST_ROOTS} folders can be added.`),
    v.check((paths) => new Set(paths).size === paths.length, "A folder is in the list twice."),
    v.readonly(),
  ),
  timeZone: v.pipe(
    v.string("A time zone is wanted."),
    v.maxLength(64, "No time zone has so long a name."),
    v.check(
      (zone) => zone === "auto" || isTimeZone(zone),
      "There is no such time zone. Names are like Europe/Lisbon or UTC.",
    ),
  ),
  clock: v.picklist(["auto", "12", "24"], "The clock is auto, 12 or 24."),
  theme: v.picklist(["auto", "light", "dark"], "The theme is auto, light or dark."),
  countdown: yesOrNo,
  apiEquivalent: yesOrNo,
  notifyInvalidations: yesOrNo,
  notifyAboveUsd: between(0, 10_000, "dollars", false),
  notifyAboveTokens: between(2_000, 100_000_000, "tokens"),
  notifyRunaway: yesOrNo,
  notifyExpiry: yesOrNo,
  expiryTokens: between(2_000, 100_000_000, "tokens"),
  expiryMinutes: between(1, 55, "minutes"),
  quietHours: yesOrNo,
  quietFrom: time,
  quietTo: time,
  hideProjects: yesOrNo,
  keepBackups: between(1, 30, "copies"),
  backupFolder: v.union(
    [v.literal(""), folder],
    "The whole path of a folder is wanted, from / or a drive letter on, or nothing.",
  ),
  startAtLogin: yesOrNo,
  keepInTray: yesOrNo,
  compactOnTop: yesOrNo,
} satisfies { readonly [Field in SettingsField]: v.GenericSchema<unknown, Settings[Field]> };

export const SETTINGS_FIELDS = Object.keys(DEFAULT_SETTINGS) as readonly SettingsField[];

/** Settings out of a file: a missing or bad value is the default, and the bad ones are named. */
export function readSettings(raw: SettingsChanges): {
  readonly settings: Settings;
  readonly problems: readonly SettingsProblem[];
} {
  const { changes, problems } = checkSettings(raw);
  return { settings: { ...DEFAULT_SETTINGS, ...changes }, problems };
}

/** The good ones of new values, and what is wrong with the others. A field that is not known here is no problem. */
export function checkSettings(raw: SettingsChanges): {
  readonly changes: Partial<Settings>;
  readonly problems: readonly SettingsProblem[];
} {
  const good: [SettingsField, unknown][] = [];
  const problems: SettingsProblem[] = [];
  for (const field of SETTINGS_FIELDS) {
    if (!Object.hasOwn(raw, field)) continue;
    const value = v.safeParse(FIELDS[field], raw[field]);
    if (value.success) good.push([field, value.output]);
    else problems.push({ field, reason: value.issues[0].message });
  }
  return { changes: Object.fromEntries(good), problems };
}

/** The zone to show times in. */
export function zoneOf(settings: Pick<Settings, "timeZone">, own: string): string {
  return settings.timeZone === "auto" ? own : settings.timeZone;
}
