import { memo, useId } from "react";
import { bytesText, counted, exactCount } from "../../shared/format.ts";
import type { Overview, SourcesHealth } from "../../shared/feed.ts";
import { healthIssues } from "../selectors/health-issues.ts";
import { SOURCES } from "../sources-view.ts";
import { viewHash } from "../view-state.ts";
import { ScanProgress } from "./scan-progress.tsx";
import "./status-strip.css";

/** The foot of the page: what is read, and what could not be. Nothing is skipped silently. */
export const StatusStrip = memo(function StatusStrip({
  scan,
  health,
}: {
  readonly scan: Overview["scan"];
  readonly health: SourcesHealth;
}) {
  const id = useId();
  const issues = healthIssues(health);
  return (
    <footer className="status-strip">
      {scan.phase === "scanning" ? (
        <ScanProgress scan={scan} title="Reading logs, newest first" />
      ) : (
        <span className="status-strip-state">
          {health.watcher === "watching" ? "Watching" : "Polling"} {counted(health.files, "file")},{" "}
          {bytesText(health.bytes)}
        </span>
      )}
      <button type="button" className={issues.length === 0 ? "" : "status-strip-issues"} popoverTarget={id}>
        {issues.length === 0 ? "every byte accounted for" : issues.join(", ")}
      </button>
      <div id={id} popover="auto" className="status-strip-details popover">
        <Health health={health} />
      </div>
    </footer>
  );
});

function Health({ health }: { readonly health: SourcesHealth }) {
  const rows: readonly (readonly [string, string])[] = [
    ["Counted", bytesText(health.counted)],
    ["Other records, nothing to count", bytesText(health.other)],
    ["Blank", bytesText(health.blank)],
    ["Damaged", `${bytesText(health.damaged)}, ${counted(health.damagedRecords, "record")}`],
    ["Pending, line not finished", bytesText(health.pending)],
    ["All", bytesText(health.bytes)],
  ];
  return (
    <>
      <h2>Where every byte went</h2>
      <dl>
        {rows.map(([name, value]) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
      <h2>Folders</h2>
      <ul>
        {health.roots.map(({ path, state, files }) => (
          <li key={path}>
            <code>{path}</code> {state === "ok" ? counted(files, "file") : state}
          </li>
        ))}
      </ul>
      {health.filesGone > 0 && (
        <p>{counted(health.filesGone, "log")} no longer exist; their figures are kept.</p>
      )}
      {health.unreadable.length > 0 && (
        <>
          <h2>Unreadable</h2>
          <ul>
            {health.unreadable.map(({ path, reason }) => (
              <li key={path}>
                <code>{path}</code> {reason}
              </li>
            ))}
          </ul>
        </>
      )}
      {health.unknownModels.length > 0 && (
        <p>
          No known price for {health.unknownModels.join(", ")}: their tokens are counted, their cost is left
          out.
        </p>
      )}
      <p>
        Files are {health.watcher === "watching" ? "watched" : "polled"}, {exactCount(health.files)} of them.
        Prices checked on {health.pricesCheckedOn}.
      </p>
      <p>
        <a href={viewHash(SOURCES)}>Each file, a second count, and why other tools differ</a>
      </p>
    </>
  );
}
