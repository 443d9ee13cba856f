import type { Settings, SettingsField } from "../shared/settings.ts";

type FieldsOf<Value> = {
  [Field in SettingsField]: Settings[Field] extends Value ? Field : never;
}[SettingsField];

type Common = {
  readonly label: string;
  /** What it does, in place. */
  readonly help: string;
  /** Without this one switched on it has no effect. */
  readonly needs?: FieldsOf<boolean>;
};

type Choice = { readonly value: string; readonly name: string };

/** One setting as the page shows it. */
export type FormField = Common &
  (
    | { readonly kind: "switch"; readonly field: FieldsOf<boolean> }
    | { readonly kind: "choice"; readonly field: "clock" | "theme"; readonly choices: readonly Choice[] }
    | { readonly kind: "number"; readonly field: FieldsOf<number>; readonly unit: string }
    | { readonly kind: "time"; readonly field: "quietFrom" | "quietTo" }
    | { readonly kind: "path"; readonly field: "backupFolder"; readonly empty: string }
    | { readonly kind: "folders"; readonly field: "extraRoots" }
    | { readonly kind: "zone"; readonly field: "timeZone" }
  );

export type FormGroup = {
  readonly title: string;
  readonly note?: string;
  readonly fields: readonly FormField[];
};

const DESKTOP = "Shown by the desktop window; a browser tab shows none.";

/** All settings, in the order of the page. */
export const SETTINGS_FORM: readonly FormGroup[] = [
  {
    title: "Display",
    fields: [
      {
        kind: "choice",
        field: "theme",
        label: "Colours",
        help: "Auto follows your system.",
        choices: [
          { value: "auto", name: "Auto" },
          { value: "light", name: "Light" },
          { value: "dark", name: "Dark" },
        ],
      },
      {
        kind: "zone",
        field: "timeZone",
        label: "Time zone",
        help: "For all times, days and months, and for reports of the command line; --tz wins over it there.",
      },
      {
        kind: "choice",
        field: "clock",
        label: "Clock",
        help: "Auto is as usual in your language.",
        choices: [
          { value: "auto", name: "Auto" },
          { value: "12", name: "12 h" },
          { value: "24", name: "24 h" },
        ],
      },
      {
        kind: "switch",
        field: "countdown",
        label: "Countdown",
        help: "Beside the time until which the cache is warm, what is left of it, second by second.",
      },
      {
        kind: "switch",
        field: "apiEquivalent",
        label: "Say “API-equivalent”",
        help: "For subscribers: dollars are what the API would charge at list price, not what you pay. All amounts are US dollars.",
      },
    ],
  },
  {
    title: "Notifications",
    note: DESKTOP,
    fields: [
      {
        kind: "switch",
        field: "notifyInvalidations",
        label: "A cache break",
        help: "When a call lost part of its prefix and passes one of the two thresholds. Rebuilds on purpose are never told.",
      },
      {
        kind: "number",
        field: "notifyAboveUsd",
        label: "From an extra cost of",
        unit: "dollars",
        help: "At list price. 0 tells of every break that has a price.",
        needs: "notifyInvalidations",
      },
      {
        kind: "number",
        field: "notifyAboveTokens",
        label: "Or from a loss of",
        unit: "tokens",
        help: "Also where the model has no known price.",
        needs: "notifyInvalidations",
      },
      {
        kind: "switch",
        field: "notifyRunaway",
        label: "A runaway",
        help: "When nearly the whole prefix is written again three times in a row. Told once a run, whatever the thresholds.",
      },
      {
        kind: "switch",
        field: "notifyExpiry",
        label: "A warm cache about to expire",
        help: "Of the main conversation of a session, once after each call.",
      },
      {
        kind: "number",
        field: "expiryTokens",
        label: "If it holds at least",
        unit: "tokens",
        help: "A smaller one is cheap to write again.",
        needs: "notifyExpiry",
      },
      {
        kind: "number",
        field: "expiryMinutes",
        label: "This long before",
        unit: "minutes",
        help: "Before the last moment at which it is warm for sure. Must be less than the lifetime, 5 or 60 minutes.",
        needs: "notifyExpiry",
      },
      {
        kind: "switch",
        field: "quietHours",
        label: "Quiet hours",
        help: "Nothing is told between these two times, and nothing is made up for afterwards.",
      },
      {
        kind: "time",
        field: "quietFrom",
        label: "Quiet from",
        help: "By the time zone above.",
        needs: "quietHours",
      },
      {
        kind: "time",
        field: "quietTo",
        label: "Quiet until",
        help: "Earlier than the start means the next morning.",
        needs: "quietHours",
      },
    ],
  },
  {
    title: "Reading",
    fields: [
      {
        kind: "folders",
        field: "extraRoots",
        label: "More folders",
        help: "One whole path a line: folders with logs, read besides Claude Code's own. Used from the next start on.",
      },
    ],
  },
  {
    title: "Privacy",
    note: "Prompts, replies, tool texts and titles of sessions are never kept, so there is nothing to switch off.",
    fields: [
      {
        kind: "switch",
        field: "hideProjects",
        label: "Hide project names",
        help: "Exports begin with hashed names; notifications and the tray say “a session” instead of the project.",
      },
    ],
  },
  {
    title: "History and backups",
    note: "Counted history is never deleted. A checked copy of it is made once a day.",
    fields: [
      {
        kind: "number",
        field: "keepBackups",
        label: "Copies to keep",
        unit: "copies",
        help: "Older ones are deleted when the next is made.",
      },
      {
        kind: "path",
        field: "backupFolder",
        label: "Folder for copies",
        empty: "in the data folder",
        help: "A whole path, on another disk for example; empty for the data folder. Copies already made stay where they are.",
      },
    ],
  },
  {
    title: "Desktop window",
    note: "Of no effect in a browser tab.",
    fields: [
      {
        kind: "switch",
        field: "compactOnTop",
        label: "Compact window on top",
        help: "The small window stays above all others.",
      },
      {
        kind: "switch",
        field: "keepInTray",
        label: "Go on in the tray",
        help: "Closing the last window leaves Prefixwatch in the tray or menu bar; Quit in its menu ends it.",
      },
      {
        kind: "switch",
        field: "startAtLogin",
        label: "Start at login",
        help: "In the tray, without a window. Of the installed application only, not of a checkout.",
      },
    ],
  },
];

export function labelOf(field: SettingsField | undefined): string {
  const forms = SETTINGS_FORM.flatMap(({ fields }) => fields);
  return forms.find((form) => form.field === field)?.label ?? "";
}
