import type { Settings, SettingsField, SettingsProblem } from "./settings.ts";

/** The user's own rows over the list prices, from a file beside the settings. */
export type PriceFile = {
  readonly path: string;
  readonly state: "none" | "taken" | "refused";
  /** Why it was refused. */
  readonly reason: string | undefined;
};

export type SettingsAnswer = {
  /** As they hold now, after a save of good values the saved ones. */
  readonly settings: Settings;
  /** Of the values just sent; asked without any, of those in the file. */
  readonly problems: readonly SettingsProblem[];
  /** Why good values could not be written, as a sentence. */
  readonly failed: string | undefined;
  readonly path: string;
  /** Folders given with `--root`, which win over `extraRoots`. */
  readonly commandLineRoots: readonly string[] | undefined;
  /** Fields whose new value is used from the next start on. */
  readonly atNextStart: readonly SettingsField[];
  readonly dataFolder: string;
  readonly priceFile: PriceFile;
};
