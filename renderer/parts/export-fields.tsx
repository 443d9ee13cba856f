import { useId, type ReactNode } from "react";
import {
  daysNote,
  filterNote,
  FORMAT_CHOICES,
  SUBJECT_CHOICES,
  type ExportForm,
} from "../selectors/export-form.ts";
import { DayField } from "./day-field.tsx";
import "./export-fields.css";
import "./range-picker.css";

type Props = {
  readonly form: ExportForm;
  readonly onChange: (part: Partial<ExportForm>) => void;
};

/** What is exported: which rows, of which days, as what kind of file. */
export function ExportFields({ form, onChange }: Props) {
  const { subject, format, from, to, hashProjects } = form;
  const hashNote = useId();
  return (
    <div className="export-fields">
      <Field
        name="Rows"
        note={SUBJECT_CHOICES.find((choice) => choice.subject === subject)?.rows}
        choices={SUBJECT_CHOICES.map((choice) => ({ value: choice.subject, name: choice.name }))}
        chosen={subject}
        onChoose={(next) => onChange({ subject: next })}
      />
      <Field
        name="Format"
        note={FORMAT_CHOICES.find((choice) => choice.format === format)?.use}
        choices={FORMAT_CHOICES.map((choice) => ({ value: choice.format, name: choice.name }))}
        chosen={format}
        onChoose={(next) => onChange({ format: next })}
      />
      <Line name="Days" note={`${daysNote(form)}${filterNote(form)}`}>
        <span className="export-days">
          <DayField label="First day" value={from} onChange={(day) => onChange({ from: day })} />
          <span aria-hidden="true">to</span>
          <DayField label="Last day" value={to} onChange={(day) => onChange({ to: day })} />
          <button
            type="button"
            className="plain-button"
            disabled={from === undefined && to === undefined}
            onClick={() => onChange({ from: undefined, to: undefined })}
          >
            All days
          </button>
        </span>
      </Line>
      <Line
        name="Names"
        noteId={hashNote}
        note="The same project has the same hash in all your exports. Ids of sessions and calls stay."
      >
        <label className="export-check">
          <input
            type="checkbox"
            checked={hashProjects}
            aria-describedby={hashNote}
            onChange={({ target }) => onChange({ hashProjects: target.checked })}
          />
          Hash project names, for sharing
        </label>
      </Line>
    </div>
  );
}

type FieldProps<Value extends string> = {
  readonly name: string;
  readonly note: string | undefined;
  readonly choices: readonly { readonly value: Value; readonly name: string }[];
  readonly chosen: Value;
  readonly onChoose: (value: Value) => void;
};

function Field<Value extends string>({ name, note, choices, chosen, onChoose }: FieldProps<Value>) {
  return (
    <Line name={name} note={note}>
      <div className="segments" role="group" aria-label={name}>
        {choices.map((choice) => (
          <button
            key={choice.value}
            type="button"
            aria-pressed={choice.value === chosen}
            onClick={() => onChoose(choice.value)}
          >
            {choice.name}
          </button>
        ))}
      </div>
    </Line>
  );
}

type LineProps = {
  readonly name: string;
  readonly note: string | undefined;
  readonly noteId?: string;
  readonly children: ReactNode;
};

function Line({ name, note, noteId, children }: LineProps) {
  return (
    <div className="export-line">
      <span className="export-name" aria-hidden="true">
        {name}
      </span>
      {children}
      <p id={noteId}>{note}</p>
    </div>
  );
}
