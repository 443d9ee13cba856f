import { useCallback, useMemo, useState } from "react";
import type { AnswerTo } from "../shared/question.ts";
import type { SettingsAnswer } from "../shared/settings-answer.ts";
import { checkSettings, type Settings, type SettingsField } from "../shared/settings.ts";
import { useAnswer, useAsk } from "./feed-context.tsx";
import { useSettings } from "./settings.ts";

/** What became of the last change of a field. */
export type FieldState =
  | { readonly kind: "saving" }
  | { readonly kind: "saved" }
  | { readonly kind: "refused"; readonly reason: string };

export type SettingsPageState = {
  readonly settings: Settings;
  /** `undefined` until the first. */
  readonly answer: SettingsAnswer | undefined;
  /** Why the engine could not say, as a sentence. */
  readonly failed: string | undefined;
  readonly states: ReadonlyMap<SettingsField, FieldState>;
  readonly save: (field: SettingsField, value: unknown) => void;
  /** What was refused was taken back. */
  readonly forget: (field: SettingsField) => void;
  readonly askAgain: () => void;
};

/** The answer to a save, and what was known when it was sent. */
type Saved = {
  readonly answer: SettingsAnswer;
  readonly before: string;
  readonly asked: SettingsAnswer | undefined;
};

const QUESTION = { kind: "settings" } as const;

/** The settings with what the user has just done to them: each change is saved by itself, at once. */
export function useSettingsPage(): SettingsPageState {
  const { answer: asked, failed, askAgain } = useAnswer(QUESTION);
  const ask = useAsk();
  const feed = JSON.stringify(useSettings());
  const fromFeed = useMemo(() => JSON.parse(feed) as Settings, [feed]);
  const [saved, setSaved] = useState<Saved>();
  const [states, setStates] = useState<ReadonlyMap<SettingsField, FieldState>>(new Map());

  const save = useCallback(
    (field: SettingsField, value: unknown) => {
      const note = (state: FieldState) => setStates((before) => new Map([...before, [field, state]]));
      const refuse = (reason: string) => note({ kind: "refused", reason });
      const [problem] = checkSettings({ [field]: value }).problems;
      if (problem !== undefined) return refuse(problem.reason);
      note({ kind: "saving" });
      ask({ kind: "save-settings", changes: { [field]: value } })
        .then((answer) => {
          const told = answer as AnswerTo<"save-settings">;
          const reason = told.problems.find((one) => one.field === field)?.reason ?? told.failed;
          setSaved({ answer: told, before: feed, asked });
          if (reason !== undefined) return refuse(reason);
          askAgain();
          return note({ kind: "saved" });
        })
        .catch((error: unknown) => refuse(error instanceof Error ? error.message : String(error)));
      return undefined;
    },
    [ask, askAgain, asked, feed],
  );
  const forget = useCallback(
    (field: SettingsField) => setStates((before) => new Map([...before].filter(([one]) => one !== field))),
    [],
  );
  // Newer than what was saved here: another window's change, or an edit by hand.
  const settings = saved?.before === feed ? saved.answer.settings : fromFeed;
  const answer = saved !== undefined && saved.asked === asked ? saved.answer : asked;
  return { settings, answer, failed, states, save, forget, askAgain };
}
