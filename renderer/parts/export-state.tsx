import { useRef, useState } from "react";
import type { ExportRun } from "../export-run.ts";
import { exportOutcome, exportProgress } from "../selectors/export-outcome.ts";
import "./export-state.css";

/** How the export goes that was begun last: how far it is, where the file is, or why there is none. */
export function ExportState({ run }: { readonly run: ExportRun }) {
  const { tone, said, next, path } = exportOutcome(run);
  const progress = tone === "running" && run.job !== undefined ? exportProgress(run, run.job) : undefined;
  return (
    <div className={`export-state export-${tone}`}>
      <p>
        <span role="status">
          {said}
          {next !== undefined && ` ${next}`}
        </span>
        {/* Apart from the status, lest it be read out three times a second. */}
        {progress !== undefined && <span className="export-far">{progress.text}</span>}
      </p>
      {tone === "running" && (
        <progress aria-label="Exported" value={progress?.share} max={1} title={progress?.text} />
      )}
      {path !== undefined && <ExportPath key={path} path={path} written={tone === "done"} />}
    </div>
  );
}

/** Where the file is, to be copied once it is there. */
function ExportPath({ path, written }: { readonly path: string; readonly written: boolean }) {
  const text = useRef<HTMLElement>(null);
  const [copied, setCopied] = useState<string>();
  const copy = async () => {
    try {
      await navigator.clipboard.writeText(path);
      setCopied("Copied");
    } catch {
      // Refused, or no clipboard at all outside a secure context: the reader's own Ctrl+C is never refused.
      if (text.current !== null) getSelection()?.selectAllChildren(text.current);
      setCopied("Selected: copy it with Ctrl+C or ⌘C");
    }
  };
  return (
    <p className="export-path">
      <code ref={text} className="name">
        {path}
      </code>
      {written && (
        <button type="button" className="plain-button" onClick={() => void copy()}>
          Copy path
        </button>
      )}
      <span role="status">{copied}</span>
    </p>
  );
}
