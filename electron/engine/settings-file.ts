import {
  closeSync,
  existsSync,
  fsyncSync,
  mkdirSync,
  openSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { usualBackups, type BackupSettings } from "./backup.ts";
import { whyNotWritten } from "./kept-folders.ts";
import { reasonOf } from "./store.ts";
import type { Notice } from "../../shared/feed.ts";
import { isRecord } from "../../shared/log/json-record.ts";
import {
  checkSettings,
  readSettings,
  type Settings,
  type SettingsChanges,
  type SettingsProblem,
} from "../../shared/settings.ts";
import type { EpochMs } from "../../shared/units.ts";

export type SettingsFile = {
  readonly path: string;
  /** As they were when the file was opened: what is fixed for a run, such as the folders, follows these. */
  readonly atStart: Settings;
  readonly current: () => Settings;
  /** Bad values in the file, whose defaults are used. */
  readonly problems: () => readonly SettingsProblem[];
  readonly notices: () => readonly Notice[];
  readonly backups: () => BackupSettings;
  /** Reads the file again, which may have been edited by hand. */
  readonly reread: () => void;
  /** Writes good values into the file; `undefined`, or why it could not be written. */
  readonly save: (changes: Partial<Settings>) => string | undefined;
};

type Access = {
  /** `false` beside another instance: nothing is moved or written. */
  readonly write: boolean;
  readonly now: () => EpochMs;
};

type Read = {
  readonly raw: SettingsChanges;
  readonly settings: Settings;
  readonly problems: readonly SettingsProblem[];
};

/** The settings of a data folder: one JSON object in `settings.json`. */
export function openSettings(dataDir: string, { write, now }: Access): SettingsFile {
  const path = join(dataDir, "settings.json");
  let broken: string | undefined;
  let read = readFile();
  const atStart = read.settings;

  function readFile(): Read {
    const raw = rawSettings();
    return { raw, ...usable(readSettings(raw)) };
  }

  function rawSettings(): SettingsChanges {
    if (!existsSync(path)) return {};
    try {
      const raw: unknown = JSON.parse(readFileSync(path, "utf8"));
      if (isRecord(raw)) return raw;
      putAside("it holds no JSON object");
    } catch (error) {
      putAside(reasonOf(error));
    }
    return {};
  }

  /** The user may want to mend it: it is never overwritten. */
  function putAside(reason: string): void {
    const stamp = new Date(now()).toISOString().slice(0, 19).replaceAll(":", "");
    const aside = join(dataDir, `settings.broken-${stamp}.json`);
    const defaults = "The defaults are used until you change them here.";
    if (!write) return;
    try {
      renameSync(path, aside);
      broken = `Your settings could not be read (${reason}). ${defaults} The file is kept as ${aside}.`;
    } catch (error) {
      broken = `Your settings ${path} could not be read (${reason}; ${reasonOf(error)}). ${defaults}`;
    }
  }

  return {
    path,
    atStart,
    current: () => read.settings,
    problems: () => read.problems,
    notices: () => [
      ...(broken === undefined ? [] : [{ id: "settings-broken", level: "warning", text: broken } as const]),
      ...(read.problems.length === 0
        ? []
        : [{ id: "settings", level: "warning", text: problemsText(path, read.problems) } as const]),
    ],
    backups: () => {
      const usual = usualBackups(dataDir);
      const { backupFolder, keepBackups } = read.settings;
      return { folder: backupFolder === "" ? usual.folder : backupFolder, keep: keepBackups };
    },
    reread: () => {
      read = readFile();
    },
    save: (changes) => {
      // Read anew, lest an edit by hand be lost; what this version does not know stays.
      const raw = { ...rawSettings(), ...checkSettings(changes).changes };
      try {
        writeAtomically(dataDir, path, `${JSON.stringify(raw, undefined, 2)}\n`);
      } catch (error) {
        return `The settings could not be written to ${path} (${reasonOf(error)}).`;
      }
      read = { raw, ...usable(readSettings(raw)) };
      // The user has seen the page and chosen; the file is whole again.
      broken = undefined;
      return undefined;
    },
  };
}

/** A folder for copies that was written into the file by hand is held to the same rule as one from the page. */
function usable({ settings, problems }: Omit<Read, "raw">): Omit<Read, "raw"> {
  const reason = settings.backupFolder === "" ? undefined : whyNotWritten(settings.backupFolder);
  if (reason === undefined) return { settings, problems };
  return {
    settings: { ...settings, backupFolder: "" },
    problems: [...problems, { field: "backupFolder", reason }],
  };
}

function problemsText(path: string, problems: readonly SettingsProblem[]): string {
  const [first] = problems;
  const more = problems.length > 1 ? ` and ${problems.length - 1} more` : "";
  return `In ${path} the value of ${first?.field ?? ""}${more} was not taken. ${first?.reason ?? ""} The default is used instead.`;
}

/** A crash leaves the old file or the new one, never half of it. */
function writeAtomically(dataDir: string, path: string, text: string): void {
  mkdirSync(dataDir, { recursive: true, mode: 0o700 });
  const unfinished = `${path}.${process.pid}.tmp`;
  rmSync(unfinished, { force: true });
  // `wx`: a link that somebody put there is not followed.
  const file = openSync(unfinished, "wx", 0o600);
  try {
    writeFileSync(file, text);
    fsyncSync(file);
  } catch (error) {
    rmSync(unfinished, { force: true });
    throw error;
  } finally {
    closeSync(file);
  }
  renameSync(unfinished, path);
}
