import { useEffect, useRef, useState } from "react";
import { createPortal } from "react-dom";
import { useStore } from "zustand";
import { NO_FILTER, type CallFilter, type DayRange, type ExportSubject } from "../../shared/question.ts";
import { useExportPreview } from "../export-preview-answer.ts";
import { isBusy, openExportRuns } from "../export-run.ts";
import { useAsk } from "../feed-context.tsx";
import { PAGE_PACE } from "../page-pace.ts";
import { requestOf, type ExportForm } from "../selectors/export-form.ts";
import { ExportFields } from "./export-fields.tsx";
import { ExportPreview } from "./export-preview.tsx";
import { ExportState } from "./export-state.tsx";
import { HistoryFailed } from "./history-failed.tsx";
import "./export-dialog.css";
import "./verify-panel.css";

/** One for the window: an export goes on while the dialog is closed and another page is shown. */
const RUNS = openExportRuns();

type Props = DayRange & {
  /** What the page is about, chosen at first. */
  readonly subject?: ExportSubject;
  /** By what the page is filtered. */
  readonly filter?: CallFilter;
};

/** Opens the dialog that saves rows of the page's days into a file. */
export function ExportButton({ from, to, zone, subject = "usage", filter = NO_FILTER }: Props) {
  const [open, setOpen] = useState(false);
  const first = { subject, format: "csv", hashProjects: false, filter, from, to, zone } as const;
  return (
    <>
      <button
        type="button"
        className="plain-button export-button"
        aria-haspopup="dialog"
        onClick={() => setOpen(true)}
      >
        Export…
      </button>
      {/* Outside the page, whose styles are not meant for it. */}
      {open && createPortal(<ExportDialog first={first} onClosed={() => setOpen(false)} />, document.body)}
    </>
  );
}

type DialogProps = { readonly first: ExportForm; readonly onClosed: () => void };

function ExportDialog({ first, onClosed }: DialogProps) {
  const dialog = useRef<HTMLDialogElement>(null);
  useEffect(() => {
    if (dialog.current?.open !== false) return;
    dialog.current.showModal();
    dialog.current.querySelector<HTMLElement>("[aria-pressed=true]")?.focus();
  }, []);
  return (
    // It can take the focus itself, so that a click beside its fields does not let keys through to the page.
    <dialog ref={dialog} className="export-dialog" aria-label="Export" tabIndex={-1} onClose={onClosed}>
      <ExportSheet first={first} onClose={() => dialog.current?.close()} />
    </dialog>
  );
}

type SheetProps = { readonly first: ExportForm; readonly onClose: () => void };

function ExportSheet({ first, onClose }: SheetProps) {
  const ask = useAsk();
  const [form, setForm] = useState(first);
  const preview = useExportPreview(form);
  const run = useStore(RUNS.store);
  const running = run?.job?.state === "running" ? run.job.id : undefined;
  useEffect(() => (running === undefined ? undefined : RUNS.follow(ask, PAGE_PACE.later)), [ask, running]);
  const empty = preview.known?.answer.rowCount === 0 && !preview.pending;
  return (
    <>
      <div className="export-body">
        <header className="export-head">
          <h2>Export</h2>
          <p>Into Downloads, on the machine where Prefixwatch runs. Nothing is overwritten or sent.</p>
        </header>
        <ExportFields form={form} onChange={(part) => setForm({ ...form, ...part })} />
        {preview.failed !== undefined && (
          <HistoryFailed
            reason={preview.failed}
            stale={preview.known !== undefined}
            onRetry={preview.askAgain}
          />
        )}
        {preview.known === undefined ? (
          preview.failed === undefined && <p className="export-wait">Reading the first rows…</p>
        ) : (
          <ExportPreview
            subject={preview.known.subject}
            format={form.format}
            answer={preview.known.answer}
            pending={preview.pending}
          />
        )}
      </div>
      <footer className="export-foot">
        {run !== undefined && <ExportState run={run} />}
        <div className="export-actions">
          <button type="button" className="plain-button" onClick={onClose}>
            Close
          </button>
          {isBusy(run) ? (
            <button
              type="button"
              className="plain-button"
              disabled={running === undefined}
              onClick={() => void RUNS.cancel(ask)}
            >
              Cancel export
            </button>
          ) : (
            <button
              type="button"
              className="plain-button export-save"
              disabled={empty}
              onClick={() => void RUNS.start(ask, requestOf(form), form.format)}
            >
              Save to Downloads
            </button>
          )}
        </div>
      </footer>
    </>
  );
}
