import { bytesText, exactCount } from "../../shared/format.ts";
import type { ScanProgress as Progress } from "../../shared/feed.ts";
import "./scan-progress.css";

/** How far the first scan has come; the page can be used meanwhile. */
export function ScanProgress({ scan, title }: { readonly scan: Progress; readonly title?: string }) {
  const share = scan.bytesTotal === 0 ? 0 : scan.bytesDone / scan.bytesTotal;
  const text = `${exactCount(scan.filesDone)} of ${exactCount(scan.filesTotal)} files, ${bytesText(scan.bytesDone)} of ${bytesText(scan.bytesTotal)}`;
  return (
    <span className="scan-progress">
      {title !== undefined && <span>{title}</span>}
      <progress value={share} max={1} aria-label={`Reading logs: ${text}`} />
      <span className="scan-progress-text">{text}</span>
    </span>
  );
}
