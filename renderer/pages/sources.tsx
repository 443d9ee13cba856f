import { useCallback, useDeferredValue, useEffect, useMemo } from "react";
import type { SessionSummary } from "../../shared/feed.ts";
import { exactCount } from "../../shared/format.ts";
import type { SourcesAnswer } from "../../shared/question.ts";
import { useNow } from "../clock.ts";
import { useAnswer } from "../feed-context.tsx";
import { adjust } from "../navigation.ts";
import { BytesAccount } from "../parts/bytes-account.tsx";
import { FileTable } from "../parts/file-table.tsx";
import { HistoryFailed } from "../parts/history-failed.tsx";
import { OtherFigures } from "../parts/other-figures.tsx";
import { Panel } from "../parts/panel.tsx";
import { SafeKeeping } from "../parts/safe-keeping.tsx";
import { SourceFolders } from "../parts/source-folders.tsx";
import { VerifyPanel } from "../parts/verify-panel.tsx";
import { filesThatDiffer } from "../selectors/byte-classes.ts";
import { fileRows } from "../selectors/file-rows.ts";
import { sessionName } from "../../shared/live.ts";
import type { FileColumn, SourcesView } from "../sources-view.ts";
import "./sources.css";

type Props = { readonly view: SourcesView; readonly sessions: readonly SessionSummary[] };

const MINUTE = 60_000;
const QUESTION = { kind: "sources" } as const;

/** What is read, what became of each byte of it, and why the figures can be believed. */
export function SourcesPage({ view, sessions }: Props) {
  const { answer: newest, failed, askAgain } = useAnswer(QUESTION);
  const answer = useDeferredValue(newest);
  const now = Math.floor(useNow() / MINUTE) * MINUTE;
  useEffect(() => {
    document.title = "Sources · Prefixwatch";
  }, []);
  return (
    <main className="sources-page">
      <h1 className="visually-hidden">Sources</h1>
      {failed !== undefined && (
        <section className="panel sources-wide">
          <HistoryFailed reason={failed} stale={answer !== undefined} onRetry={askAgain} />
        </section>
      )}
      {answer === undefined ? (
        <section className="panel sources-wide sources-wait">
          {failed === undefined && "Adding up what became of each byte…"}
        </section>
      ) : (
        <>
          <Panel title="Where every byte went" definition="bytes" note={filesText(answer)}>
            <BytesAccount health={answer.health} />
          </Panel>
          <Panel title="Kept safe">
            <SafeKeeping answer={answer} now={now} />
          </Panel>
          <VerifyPanel totals={answer.totals} />
          <Panel title="Folders">
            <SourceFolders health={answer.health} />
          </Panel>
          <div className="sources-wide">
            <OtherFigures totals={answer.totals} />
          </div>
          <Files view={view} answer={answer} sessions={sessions} now={now} />
        </>
      )}
    </main>
  );
}

function filesText({ fileCount, health }: SourcesAnswer): string {
  const gone = health.filesGone === 0 ? "" : `, ${exactCount(health.filesGone)} of them gone`;
  return `${exactCount(fileCount)} files${gone}`;
}

type FilesProps = Props & { readonly answer: SourcesAnswer; readonly now: number };

function Files({ view, answer, sessions, now }: FilesProps) {
  const { text, sort, descending } = view;
  const wanted = useDeferredValue(text);
  const rows = useMemo(
    () => fileRows(answer.files, { text: wanted, sort, descending }),
    [answer, wanted, sort, descending],
  );
  const names = useMemo(
    () => new Map(sessions.map((session) => [session.project, sessionName(session)])),
    [sessions],
  );
  const projectName = useCallback((project: string) => names.get(project) ?? project, [names]);
  const order = useCallback(
    (column: FileColumn) => {
      const named = column === "path" || column === "project";
      adjust({ ...view, sort: column, descending: column === sort ? !descending : !named });
    },
    [view, sort, descending],
  );
  return (
    <Panel
      title="Logs"
      className="sources-wide"
      note={<span role="status">{countText(rows.length, answer)}</span>}
      aside={
        <input
          type="search"
          className="sources-filter"
          aria-label="Filter by path"
          placeholder="Filter by path"
          value={text}
          onChange={({ target }) => adjust({ ...view, text: target.value })}
        />
      }
    >
      {rows.length === 0 ? (
        <p className="sources-none">No log has this in its path.</p>
      ) : (
        <FileTable
          rows={rows}
          sort={sort}
          descending={descending}
          now={now}
          projectName={projectName}
          onSort={order}
        />
      )}
    </Panel>
  );
}

function countText(rows: number, { files, fileCount }: SourcesAnswer): string {
  const cut = files.length < fileCount ? `; the largest ${exactCount(files.length)} are listed` : "";
  const off = filesThatDiffer(files);
  const sums =
    off === 0 ? ", each accounted for to the byte" : `, ${exactCount(off)} of them not to the byte`;
  return rows === files.length
    ? `${exactCount(fileCount)} files${cut}${sums}`
    : `${exactCount(rows)} of ${exactCount(files.length)}`;
}
