import { useEffect, useRef, useState } from "react";
import "./copy-report.css";

const SAID_FOR = 4_000;

/** Copies a report; where the clipboard is refused, as in the desktop window, shows it to be copied by hand. */
export function CopyReport({ report }: { readonly report: string }) {
  const [copied, setCopied] = useState<string>();
  const dialog = useRef<HTMLDialogElement>(null);
  const text = useRef<HTMLTextAreaElement>(null);
  useEffect(() => {
    if (copied === undefined) return undefined;
    const timer = setTimeout(() => setCopied(undefined), SAID_FOR);
    return () => clearTimeout(timer);
  }, [copied]);

  const copy = async () => {
    try {
      await navigator.clipboard.writeText(report);
      setCopied(report);
    } catch {
      // Refused, or no clipboard at all outside a secure context: the reader's own Ctrl+C is never refused.
      dialog.current?.showModal();
      text.current?.select();
      // Selecting scrolls to the end; one reads from the beginning.
      text.current?.scrollTo(0, 0);
    }
  };
  return (
    <div className="copy-report">
      <button type="button" className="copy-report-button" onClick={() => void copy()}>
        Copy redacted report
      </button>
      <span role="status">{copied === report ? "Copied" : ""}</span>
      <p>Markdown with figures, ids and reasons. No prompt, path, project or session name.</p>
      <dialog ref={dialog} className="copy-report-dialog" aria-labelledby="copy-report-title">
        <h2 id="copy-report-title">Redacted report</h2>
        <p>The clipboard is not open to this window. The text is selected: copy it with Ctrl+C or ⌘C.</p>
        <textarea ref={text} aria-label="Report" readOnly value={report} rows={14} spellCheck={false} />
        <form method="dialog">
          <button type="submit" className="copy-report-button">
            Close
          </button>
        </form>
      </dialog>
    </div>
  );
}
