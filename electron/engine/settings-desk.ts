import { existsSync, mkdirSync } from "node:fs";
import { namedRoot, type Root } from "./discover.ts";
import { whyNotWritten } from "./kept-folders.ts";
import { pricesPath } from "./prices-file.ts";
import type { SettingsFile } from "./settings-file.ts";
import { reasonOf } from "./store.ts";
import type { Notice } from "../../shared/feed.ts";
import type { PriceFile, SettingsAnswer } from "../../shared/settings-answer.ts";
import {
  checkSettings,
  type Settings,
  type SettingsChanges,
  type SettingsProblem,
} from "../../shared/settings.ts";

export type SettingsDesk = {
  readonly read: () => SettingsAnswer;
  /** All of the changes or none: a page shows the reason beside each field that is in the way. */
  readonly save: (changes: SettingsChanges) => SettingsAnswer;
};

type Parts = {
  readonly settings: SettingsFile;
  readonly roots: readonly Root[];
  readonly dataDir: string;
  readonly priceProblem: string | undefined;
};

/** Answers a page's questions about settings, and has every window told of a change. */
export function openSettingsDesk(
  { settings, roots, dataDir, priceProblem }: Parts,
  commandLineRoots: readonly string[] | undefined,
  onChange: () => void,
): SettingsDesk {
  const priceFile = priceFileOf(dataDir, priceProblem);

  function answer(problems: readonly SettingsProblem[], failed?: string): SettingsAnswer {
    const current = settings.current();
    const moved = String(current.extraRoots) !== String(settings.atStart.extraRoots);
    return {
      settings: current,
      problems,
      failed,
      path: settings.path,
      commandLineRoots,
      atNextStart: moved && commandLineRoots === undefined ? ["extraRoots"] : [],
      dataFolder: dataDir,
      priceFile,
    };
  }

  /** What only this machine can tell of a value. */
  function problemsHere(changes: Partial<Settings>): readonly SettingsProblem[] {
    const known = new Set(settings.current().extraRoots);
    const missing = (changes.extraRoots ?? [])
      .filter((path) => !known.has(path))
      .find((path) => "problem" in namedRoot(path));
    const folder = changes.backupFolder === "" ? undefined : changes.backupFolder;
    const inTheWay = folder === undefined ? undefined : whyNoBackups(folder, roots);
    return [
      ...(missing === undefined
        ? []
        : [{ field: "extraRoots", reason: `There is no folder ${missing} on this machine.` } as const]),
      ...(inTheWay === undefined ? [] : [{ field: "backupFolder", reason: inTheWay } as const]),
    ];
  }

  return {
    read: () => {
      const told = () => JSON.stringify([settings.current(), settings.notices()]);
      const before = told();
      settings.reread();
      if (told() !== before) onChange();
      return answer(settings.problems());
    },
    save: (values) => {
      const { changes, problems } = checkSettings(values);
      const all = [...problems, ...problemsHere(changes)];
      if (all.length > 0) return answer(all);
      const failed = settings.save(changes);
      onChange();
      return answer([], failed);
    },
  };
}

/** What is wrong with what the user set, apart from the values of one page; `backupProblem` as a sentence. */
export function settingsNotices(
  settings: SettingsFile,
  backupProblem: string | undefined,
): readonly Notice[] {
  const backup =
    backupProblem === undefined ? [] : [{ id: "backup", level: "warning", text: backupProblem } as const];
  return [...settings.notices(), ...backup];
}

function whyNoBackups(folder: string, roots: readonly Root[]): string | undefined {
  const kept = whyNotWritten(
    folder,
    roots.map((root) => root.path),
  );
  if (kept !== undefined) return kept;
  try {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    return undefined;
  } catch (error) {
    return `The folder cannot be made (${reasonOf(error)}).`;
  }
}

function priceFileOf(dataDir: string, reason: string | undefined): PriceFile {
  const path = pricesPath(dataDir);
  if (reason !== undefined) return { path, state: "refused", reason };
  return { path, state: existsSync(path) ? "taken" : "none", reason: undefined };
}
