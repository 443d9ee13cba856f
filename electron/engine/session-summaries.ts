import type { DatabaseSync } from "node:sqlite";
import { textOf } from "./row.ts";
import type { Summarizer } from "./session-summary.ts";
import { inTransaction, readMeta, writeMeta } from "./transaction.ts";
import type { ChainAnalysis } from "../../shared/cache/events.ts";
import type { SessionSummary } from "../../shared/feed.ts";

/** Name of the note that there are sessions without a summary. */
const MISSING = "summaries-missing";

/** New values of sessions, and the ids of those whose calls are all another's by now. */
export type SessionChanges = {
  readonly sessions: readonly SessionSummary[];
  readonly gone: readonly string[];
};

/** Keeps the stored summaries of sessions in step with their calls. */
export function openSummaries(db: DatabaseSync, summarizer: Summarizer) {
  const sql = {
    save: db.prepare(
      "INSERT INTO session_summary (session, last_at, value) VALUES (?, ?, ?) " +
        "ON CONFLICT (session) DO UPDATE SET last_at = excluded.last_at, value = excluded.value",
    ),
    forget: db.prepare("DELETE FROM session_summary WHERE session = ?"),
    without: db.prepare("SELECT DISTINCT session FROM call EXCEPT SELECT session FROM session_summary"),
  };

  function save(summary: SessionSummary): SessionSummary {
    sql.save.run(summary.id, summary.lastAt ?? null, JSON.stringify(summary));
    return summary;
  }

  function make(sessions: Iterable<string>, analyses: ReadonlyMap<number, ChainAnalysis>): SessionChanges {
    const gone: string[] = [];
    const values = [...sessions].flatMap((session) => {
      const summary = summarizer.summarize(session, analyses);
      if (summary !== undefined) return [save(summary)];
      sql.forget.run(session);
      gone.push(session);
      return [];
    });
    return { sessions: values, gone };
  }

  return {
    make,

    /** For `makeMissing`, when somebody asks for sessions: a command that adds up months needs none. */
    leave: (sessions: ReadonlySet<string>): void => {
      for (const session of sessions) sql.forget.run(session);
      if (sessions.size > 0) writeMeta(db, MISSING, "yes");
    },

    makeMissing: (): void => {
      if (readMeta(db, MISSING) !== "yes") return;
      inTransaction(db, () => {
        make(
          sql.without.all().map((row) => textOf(row, "session")),
          new Map(),
        );
        writeMeta(db, MISSING, "no");
      });
    },

    /** The sessions that a log leads, with the label of whether it is still there. */
    relabel: (file: number): readonly SessionSummary[] => summarizer.relabel(file).map(save),
  };
}
