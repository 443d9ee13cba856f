import { useCallback, useEffect, useRef, useState } from "react";
import { createPortal } from "react-dom";
import { useStore } from "zustand";
import { NO_FILTER, type CallFilter, type DayRange, type ExportSubject } from "../../shared/question.ts";
import type { SessionFilter } from "../../shared/usage/session-filter.ts";
import { useWish } from "../desk.ts";
import { useExportPreview } from "../export-preview-answer.ts";
import { exportPlace } from "../export-place.ts";
import { isBusy, openExportRuns } from "../export-run.ts";
import { useAsk } from "../feed-context.tsx";
import { PAGE_PACE } from "../page-pace.ts";
import { useSettings } from "../settings.ts";
import { requestOf, type ExportForm } from "../selectors/export-form.ts";
import { ExportFields } from "./export-fields.tsx";
import { ExportPreview } from "./export-preview.tsx";
import { ExportState } from "./export-state.tsx";
import { HistoryFailed } from "./history-failed.tsx";
import "./export-dialog.css";
import "./verify-panel.css";

const PLACE_TEXT = exportPlace(location.protocol);

/** One for the window: an export goes on while the dialog is closed and another page is shown. */
const RUNS = openExportRuns();

type Props = DayRange & {
  /** What the page is about, chosen at first. */
  readonly subject?: ExportSubject;
  /** By what the page is filtered. */
  readonly filter?: CallFilter;
  /** Which sessions the page shows; absent: all. */
  readonly sessions?: SessionFilter | undefined;
};

/** Opens the dialog that saves rows of the page's days into a file. */
export function ExportButton(props: Props) {
  const { from, to, zone, subject = "usage", filter = NO_FILTER, sessions } = props;
  const ask = useAsk();
  const [open, setOpen] = useState(false);
  const run = useStore(RUNS.store);
  useEffect(() => void RUNS.find(ask), [ask]);
  const running = run?.job?.state === "running" ? run.job.id : undefined;
  useEffect(() => (running === undefined ? undefined : RUNS.follow(ask, PAGE_PACE.later)), [ask, running]);
  useWish(
    "export",
    useCallback(() => setOpen(true), []),
  );
  const { hideProjects } = useSettings();
  const first = {
    subject,
    format: "csv",
    hashProjects: hideProjects,
    filter,
    sessions,
    from,
    to,
    zone,
  } as const;
  return (
    <>
      <button
        type="button"
        className="plain-button export-button"
        aria-haspopup="dialog"
        onClick={() => setOpen(true)}
      >
        {isBusy(run) ? "Exporting…" : "Export…"}
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
  const empty = preview.known?.answer.rowCount === 0 && !preview.pending;
  return (
    <>
      <div className="export-body">
        <header className="export-head">
          <h2>Export</h2>
          <p>{PLACE_TEXT.note}</p>
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
              {PLACE_TEXT.button}
            </button>
          )}
        </div>
      </footer>
    </>
  );
}
