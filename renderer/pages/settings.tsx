import { useEffect, type ReactNode } from "react";
import type { PriceFile, SettingsAnswer } from "../../shared/settings-answer.ts";
import { HistoryFailed } from "../parts/history-failed.tsx";
import { Panel } from "../parts/panel.tsx";
import { SettingRow } from "../parts/setting-row.tsx";
import { useSettingsPage } from "../settings-desk.ts";
import { SETTINGS_FORM, type FormField } from "../settings-form.ts";
import "./settings.css";

/** Everything that can be set, explained in place; a change is saved as soon as it is made. */
export function SettingsPage() {
  const { settings, answer, failed, states, save, forget, askAgain } = useSettingsPage();
  useEffect(() => {
    document.title = "Settings · Prefixwatch";
  }, []);
  return (
    <main className="settings-page">
      <header className="settings-head">
        <h1>Settings</h1>
        <p>
          Each change is saved as soon as it is made, for every window.
          {answer !== undefined && (
            <>
              {" "}
              Kept in <code>{answer.path}</code>.
            </>
          )}
        </p>
      </header>
      {failed !== undefined && (
        <section className="panel">
          <HistoryFailed reason={failed} stale={answer !== undefined} onRetry={askAgain} />
        </section>
      )}
      {SETTINGS_FORM.map(({ title, note, fields }) => (
        <Panel key={title} title={title} note={note}>
          {fields.map((form) => (
            <SettingRow
              key={form.field}
              form={form}
              settings={settings}
              state={states.get(form.field)}
              problem={answer?.problems.find(({ field }) => field === form.field)?.reason}
              note={answer === undefined ? undefined : noteOf(form, answer)}
              onSave={save}
              onForget={forget}
            />
          ))}
          {title === "History and backups" && answer !== undefined && (
            <Place name="Data folder" path={answer.dataFolder}>
              Another one is named with <code>--data</code> at the start.
            </Place>
          )}
        </Panel>
      ))}
      {answer !== undefined && <Prices file={answer.priceFile} />}
    </main>
  );
}

function noteOf(form: FormField, answer: SettingsAnswer): ReactNode {
  if (form.field !== "extraRoots") return undefined;
  const { commandLineRoots, atNextStart } = answer;
  if (commandLineRoots !== undefined) {
    return `Prefixwatch was started with --root, which wins: only ${commandLineRoots.join(", ")} is read now.`;
  }
  return atNextStart.includes("extraRoots") ? "Saved. It is read from the next start on." : undefined;
}

const PRICE_TEXT: Readonly<Record<PriceFile["state"], string>> = {
  none: "There is no such file, so list prices are used. Rows in it, in the form of the built-in list, win over them from the next start on.",
  taken: "Found at this start and laid over the list prices.",
  refused: "Not taken, so list prices are used.",
};

function Prices({ file }: { readonly file: PriceFile }) {
  return (
    <Panel title="Prices">
      <Place name="Your price file" path={file.path}>
        {PRICE_TEXT[file.state]}
        {file.reason !== undefined && <span className="settings-reason"> {file.reason}</span>}
      </Place>
    </Panel>
  );
}

type PlaceProps = { readonly name: string; readonly path: string; readonly children: ReactNode };

function Place({ name, path, children }: PlaceProps) {
  return (
    <dl className="settings-place">
      <dt>{name}</dt>
      <dd>
        <code>{path}</code>
        <p>{children}</p>
      </dd>
    </dl>
  );
}
