import { useState } from "react";
import { assertNever } from "../../shared/assert.ts";
import type { Settings } from "../../shared/settings.ts";
import { OWN_ZONE } from "../clock.ts";
import type { FormField } from "../settings-form.ts";

export type ControlProps = {
  readonly id: string;
  readonly form: FormField;
  readonly settings: Settings;
  /** Ids of the sentences that explain it and say what is wrong. */
  readonly describedBy: string;
  readonly invalid: boolean;
  readonly onSave: (value: unknown) => void;
  /** The user takes back what was refused. */
  readonly onForget: () => void;
};

/** The control of one setting. A choice is saved at once, a text when it is left or with Enter. */
export function SettingControl(props: ControlProps) {
  const { id, form, settings, describedBy, onSave } = props;
  switch (form.kind) {
    case "switch":
      return (
        <input
          id={id}
          type="checkbox"
          role="switch"
          className="setting-switch"
          checked={settings[form.field]}
          aria-describedby={describedBy}
          onChange={({ target }) => onSave(target.checked)}
        />
      );
    case "choice":
      return (
        <select
          id={id}
          value={settings[form.field]}
          aria-describedby={describedBy}
          onChange={({ target }) => onSave(target.value)}
        >
          {form.choices.map(({ value, name }) => (
            <option key={value} value={value}>
              {name}
            </option>
          ))}
        </select>
      );
    case "zone":
      return (
        <select
          id={id}
          value={settings[form.field]}
          aria-describedby={describedBy}
          onChange={({ target }) => onSave(target.value)}
        >
          <option value="auto">Auto: {OWN_ZONE.replaceAll("_", " ")}</option>
          {zonesWith(settings[form.field]).map((zone) => (
            <option key={zone} value={zone}>
              {zone.replaceAll("_", " ")}
            </option>
          ))}
        </select>
      );
    case "number":
      return (
        <span className="setting-number">
          <TextControl
            {...props}
            value={String(settings[form.field])}
            read={(text) => (text.trim() === "" ? text : Number(text.replace(",", ".")))}
            inputMode="decimal"
          />
          <span>{form.unit}</span>
        </span>
      );
    case "time":
      return <TextControl {...props} type="time" value={settings[form.field]} read={(text) => text} />;
    case "path":
      return (
        <TextControl
          {...props}
          value={settings[form.field]}
          read={(text) => text.trim()}
          placeholder={form.empty}
          wide
        />
      );
    case "folders":
      return (
        <FoldersControl
          key={settings[form.field].join("\n")}
          {...props}
          value={settings[form.field].join("\n")}
        />
      );
    default:
      return assertNever(form);
  }
}

type TextProps = ControlProps & {
  readonly value: string;
  readonly read: (text: string) => unknown;
  readonly type?: "text" | "time";
  readonly inputMode?: "decimal";
  readonly placeholder?: string;
  readonly wide?: boolean;
};

function TextControl({
  id,
  value,
  read,
  describedBy,
  invalid,
  onSave,
  onForget,
  type = "text",
  inputMode,
  placeholder,
  wide,
}: TextProps) {
  // A draft is of the value it began with: a newer one from another window takes its place.
  const [draft, setDraft] = useState<{ readonly text: string; readonly of: string }>();
  const text = draft?.of === value ? draft.text : value;
  const forget = () => {
    setDraft(undefined);
    onForget();
  };
  const commit = () => {
    // A bad text stays as it is, beside the reason, until it is mended or taken back.
    if (text !== value) onSave(read(text));
    else if (invalid) forget();
  };
  return (
    <input
      id={id}
      type={type}
      className={wide === true ? "setting-wide" : ""}
      inputMode={inputMode}
      placeholder={placeholder}
      spellCheck={false}
      autoComplete="off"
      value={text}
      aria-describedby={describedBy}
      aria-invalid={invalid}
      onChange={({ target }) => setDraft({ text: target.value, of: value })}
      onBlur={commit}
      onKeyDown={(event) => {
        if (event.key === "Enter") commit();
        if (event.key !== "Escape" || (text === value && !invalid)) return;
        event.preventDefault();
        forget();
      }}
    />
  );
}

function FoldersControl({
  id,
  value,
  describedBy,
  invalid,
  onSave,
  onForget,
}: ControlProps & { readonly value: string }) {
  const [draft, setDraft] = useState(value);
  const paths = draft.split("\n").flatMap((line) => (line.trim() === "" ? [] : [line.trim()]));
  return (
    <textarea
      id={id}
      rows={Math.min(6, Math.max(2, draft.split("\n").length))}
      spellCheck={false}
      value={draft}
      aria-describedby={describedBy}
      aria-invalid={invalid}
      onChange={({ target }) => setDraft(target.value)}
      onBlur={() => {
        if (paths.join("\n") !== value) onSave(paths);
        else if (invalid) onForget();
      }}
    />
  );
}

function zonesWith(chosen: string): readonly string[] {
  const zones = new Set(["UTC", ...Intl.supportedValuesOf("timeZone")]);
  if (chosen !== "auto") zones.add(chosen);
  return [...zones];
}
