import { memo, useId, type ReactNode } from "react";
import type { Settings, SettingsField } from "../../shared/settings.ts";
import { labelOf, type FormField } from "../settings-form.ts";
import type { FieldState } from "../settings-desk.ts";
import { SettingControl } from "./setting-control.tsx";
import "./setting-row.css";

type Props = {
  readonly form: FormField;
  readonly settings: Settings;
  readonly state: FieldState | undefined;
  /** Why the value in the file was not taken. */
  readonly problem: string | undefined;
  /** What else is to be said of it here and now. */
  readonly note?: ReactNode;
  readonly onSave: (field: SettingsField, value: unknown) => void;
  readonly onForget: (field: SettingsField) => void;
};

/** A setting with its name, its control, what it does, and what became of the last change. */
export const SettingRow = memo(function SettingRow({
  form,
  settings,
  state,
  problem,
  note,
  onSave,
  onForget,
}: Props) {
  const id = useId();
  const reason =
    state?.kind === "refused"
      ? state.reason
      : state === undefined && problem !== undefined
        ? `The value in the file was not taken. ${problem}`
        : undefined;
  const idle = form.needs !== undefined && !settings[form.needs];
  return (
    <div className={idle ? "setting-row setting-idle" : "setting-row"}>
      <label htmlFor={id}>{form.label}</label>
      <div className="setting-value">
        <SettingControl
          id={id}
          form={form}
          settings={settings}
          describedBy={`${id}-help ${id}-problem`}
          invalid={reason !== undefined}
          onSave={(value) => onSave(form.field, value)}
          onForget={() => onForget(form.field)}
        />
        <span className="setting-saved" role="status">
          {state?.kind === "saved" && "Saved"}
          {state?.kind === "saving" && "Saving…"}
        </span>
      </div>
      <p id={`${id}-help`} className="setting-help">
        {form.help}
        {idle && ` Of no effect while “${labelOf(form.needs)}” is off.`}
      </p>
      <p id={`${id}-problem`} className="setting-problem" role="alert">
        {reason}
      </p>
      {note !== undefined && <p className="setting-note">{note}</p>}
    </div>
  );
});
