import type { SettingsAnswer } from "../../shared/settings-answer.ts";
import { checkSettings, DEFAULT_SETTINGS, type SettingsChanges } from "../../shared/settings.ts";

/** What the sample's engine says of its settings. It forgets them at once, lest one picture change the next. */
export function sampleSettings(values: SettingsChanges = {}): SettingsAnswer {
  const { changes, problems } = checkSettings(values);
  const settings = problems.length === 0 ? { ...DEFAULT_SETTINGS, ...changes } : DEFAULT_SETTINGS;
  return {
    settings,
    problems,
    failed: undefined,
    path: "/home/ada/.local/share/prefixwatch/settings.json",
    commandLineRoots: undefined,
    atNextStart: settings.extraRoots.length > 0 ? ["extraRoots"] : [],
    dataFolder: "/home/ada/.local/share/prefixwatch",
    priceFile: {
      path: "/home/ada/.local/share/prefixwatch/prices.json",
      state: "none",
      reason: undefined,
    },
  };
}

export const SAVED = { kind: "save-settings", ...sampleSettings() } as const;
