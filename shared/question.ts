import type { CacheEvent, CauseGroup } from "./cache/event.ts";
import type { SourcesHealth, Totals } from "./feed.ts";
import type { SessionFilter } from "./usage/session-filter.ts";
import type { SettingsAnswer } from "./settings-answer.ts";
import type { SettingsChanges } from "./settings.ts";
import type { Bytes, EpochMs, Tokens, Usd } from "./units.ts";

/** A range of calendar days such as `2026-08-14` in an IANA zone, ends included; an open end is `undefined`. */
export type DayRange = {
  readonly from: string | undefined;
  readonly to: string | undefined;
  readonly zone: string;
};

/** Which calls a question is about; `undefined` is all. */
export type CallFilter = {
  /** Folder name below `projects/`. */
  readonly project: string | undefined;
  readonly model: string | undefined;
  readonly lane: "main" | "sub" | undefined;
};

export const NO_FILTER: CallFilter = { project: undefined, model: undefined, lane: undefined };

/** By what a month is split; `kind` is by kind of token, which every row holds anyway. */
export type MonthSplit = "kind" | "model" | "project" | "lane";

export type MonthsQuestion = DayRange & {
  readonly split: MonthSplit;
  readonly filter: CallFilter;
  /** The day that it is: a range with days still to come is compared with as many days as have come. */
  readonly today: string | undefined;
};

/** What a page may ask of the whole history. */
export type Question =
  | ({ readonly kind: "invalidations" } & DayRange)
  | ({ readonly kind: "months" } & MonthsQuestion)
  /** Only the days with their sums, for a calendar of a year. */
  | ({ readonly kind: "calendar"; readonly filter: CallFilter } & DayRange)
  /** The sessions of one day, for the last level of the table. */
  | { readonly kind: "day"; readonly day: string; readonly zone: string; readonly filter: CallFilter }
  | { readonly kind: "sources" }
  /** Counts all logs again with the naive reader; takes seconds. */
  | { readonly kind: "verify" }
  | ({ readonly kind: "export-preview" } & ExportRequest)
  | { readonly kind: "export-job"; readonly action: ExportAction }
  /** Shows the demo in every window, or the user's own logs again. */
  | { readonly kind: "demo"; readonly play: boolean }
  | { readonly kind: "settings" }
  /** Nothing is saved when one of the values is bad. */
  | { readonly kind: "save-settings"; readonly changes: SettingsChanges };

export type Answer =
  | ({ readonly kind: "invalidations" } & InvalidationsAnswer)
  | ({ readonly kind: "months" } & MonthsAnswer)
  | { readonly kind: "calendar"; readonly days: readonly DayTotals[] }
  | ({ readonly kind: "day" } & DayAnswer)
  | ({ readonly kind: "sources" } & SourcesAnswer)
  | ({ readonly kind: "verify" } & VerifyAnswer)
  | ({ readonly kind: "export-preview" } & ExportPreviewAnswer)
  | ({ readonly kind: "export-job" } & ExportJob)
  | { readonly kind: "demo"; readonly playing: boolean }
  | ({ readonly kind: "settings" } & SettingsAnswer)
  | ({ readonly kind: "save-settings" } & SettingsAnswer);

/** The answer to a question of one kind. */
export type AnswerTo<Kind extends Question["kind"]> = Extract<Answer, { readonly kind: Kind }>;

/** Losses of one group: they are never added up over the groups. */
export type GroupLosses = {
  readonly events: number;
  readonly lost: Tokens;
  /** Of those with a known price. */
  readonly cost: Usd;
  /** How many have no known price. */
  readonly unpriced: number;
};

/** How often the cache broke among the calls of one week, version or project. */
export type TrendRow = {
  /** `2026-W33`, `2.1.224`, or the project's folder name. */
  readonly key: string;
  readonly calls: number;
  readonly losses: { readonly [group in CauseGroup]: GroupLosses };
};

/** Tokens written on one day by lifetime: how the share of one-hour writes drifts. */
export type TierDay = {
  readonly day: string;
  readonly write5m: Tokens;
  readonly write1h: Tokens;
  readonly writeUnknown: Tokens;
};

export type InvalidationsAnswer = {
  /** Losses and notes of the range, newest first, at most 5,000. */
  readonly events: readonly CacheEvent[];
  /** How many there are in all. */
  readonly eventCount: number;
  /** The whole range in one row; its key is empty. */
  readonly all: TrendRow;
  readonly byWeek: readonly TrendRow[];
  readonly byVersion: readonly TrendRow[];
  readonly byProject: readonly TrendRow[];
  readonly tiers: readonly TierDay[];
};

/** One day, or one part of it under the split asked for. */
export type DayTotals = { readonly day: string; readonly totals: Totals };
export type PartTotals = { readonly key: string; readonly totals: Totals };

/** The same number of days before a range (for a calendar month, the month before), as far as the range has come. */
export type PreviousTotals = { readonly from: string; readonly to: string; readonly totals: Totals };

export type MonthsAnswer = {
  /** Days with calls, in order. */
  readonly days: readonly (DayTotals & { readonly parts: readonly PartTotals[] })[];
  readonly totals: Totals;
  /** The whole range under the split, largest prompt first. */
  readonly parts: readonly PartTotals[];
  /** What the range is compared with; `undefined` for an open one. */
  readonly previous: PreviousTotals | undefined;
  /** Calls whose log gives no time; they are in no day. */
  readonly undated: Totals;
  /** For the pickers: everything that occurs in the ledger, whatever the filter. */
  readonly projects: readonly string[];
  readonly models: readonly string[];
  /** First and last day with a call; `undefined` when there is none. */
  readonly firstDay: string | undefined;
  readonly lastDay: string | undefined;
};

export type DayAnswer = {
  readonly sessions: readonly {
    readonly session: string;
    readonly project: string;
    readonly totals: Totals;
  }[];
};

/** Where every byte of one log went: size = counted + other + blank + damaged + pending. */
export type SourceFile = {
  readonly path: string;
  readonly project: string;
  readonly size: Bytes;
  readonly counted: Bytes;
  readonly other: Bytes;
  readonly blank: Bytes;
  readonly damaged: Bytes;
  readonly pending: Bytes;
  readonly damagedRecords: number;
  /** When the log was found to be gone; its figures stay. */
  readonly goneAt: EpochMs | undefined;
};

export type SourcesAnswer = {
  readonly health: SourcesHealth;
  /** Largest first, at most 10,000. */
  readonly files: readonly SourceFile[];
  readonly fileCount: number;
  readonly dataFolder: string;
  readonly ledgerBytes: Bytes;
  /** The newest backup that passed its check; `undefined` before the first. */
  readonly lastBackup: EpochMs | undefined;
  /** When the program was not running, newest first, at most 50. */
  readonly gaps: readonly { readonly from: EpochMs; readonly to: EpochMs }[];
  /** How many sessions Claude Code will delete by age, and within how many days; by its own setting. */
  readonly retention: {
    readonly days: number;
    /** `true`: out of Claude Code's settings file; `false`: its default. */
    readonly fromSettings: boolean;
    readonly sessionsWithin7Days: number;
  };
  /** All calls in scope, for holding the definitions of other tools beside ours. */
  readonly totals: Totals;
};

/** What an export holds one row of: a day's usage, a call, a session, an event. */
export const EXPORT_SUBJECTS = ["usage", "calls", "sessions", "events"] as const;
export type ExportSubject = (typeof EXPORT_SUBJECTS)[number];

export const EXPORT_FORMATS = ["csv", "json", "parquet"] as const;
export type ExportFormat = (typeof EXPORT_FORMATS)[number];

export type ExportRequest = DayRange & {
  readonly subject: ExportSubject;
  /** Projects by a hash instead of their folder name, for files that others will see. */
  readonly hashProjects: boolean;
  /** As on the page, so that the rows are those that it shows. */
  readonly filter: CallFilter;
  /** As on the page of sessions: only these, each with all of its calls. */
  readonly sessions: SessionFilter | undefined;
};

/** The exact text of the first rows, and how many rows the file will have. */
export type ExportPreviewAnswer = {
  readonly columns: readonly string[];
  /** `undefined` where nothing is known. */
  readonly rows: readonly (readonly (string | undefined)[])[];
  readonly rowCount: number;
};

/** Exports run beside everything else; a page starts one, asks how far it is, and may cancel it. */
export type ExportAction =
  | { readonly do: "start"; readonly request: ExportRequest; readonly format: ExportFormat }
  | { readonly do: "status"; readonly id: number }
  /** The one that runs, whoever began it: a page that was loaded again does not know its id. */
  | { readonly do: "find" }
  | { readonly do: "cancel"; readonly id: number };

export type ExportJob = {
  readonly id: number;
  /** What is exported, and as what; `undefined` for an unknown job. */
  readonly of: { readonly subject: ExportSubject; readonly format: ExportFormat } | undefined;
  readonly state: "running" | "done" | "failed" | "cancelled" | "unknown";
  /** Steps done and in all; a step is a call or an event. */
  readonly done: number;
  readonly total: number;
  /** Where the file is being written, on the machine that Prefixwatch runs on; never one that was there before. */
  readonly path: string;
  /** Once done. */
  readonly rows: number | undefined;
  /** Why it failed, in plain words. */
  readonly message: string | undefined;
};

/** One figure by two independent readers. */
export type VerifyRow = { readonly name: string; readonly ledger: number; readonly again: number };

export type VerifyAnswer = {
  readonly equal: boolean;
  readonly rows: readonly VerifyRow[];
  readonly logs: number;
  readonly damagedLines: number;
  /** Calls of the ledger whose lines stand in the logs but were not counted again. They are in the rows. */
  readonly uncounted: number;
  /** Calls of the ledger that were not found in the logs, so that they cannot be counted again. */
  readonly beyond: number;
};
