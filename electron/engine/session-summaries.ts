import type { DatabaseSync } from "node:sqlite";
import { textOf } from "./row.ts";
import type { Summarizer } from "./session-summary.ts";
import { inRepeatableTransaction, inTransaction, readMeta, writeMeta } from "./transaction.ts";
import type { ChainAnalysis } from "../../shared/cache/events.ts";
import type { SessionSummary } from "../../shared/feed.ts";

/** Name of the note that there are sessions without a summary. */
const MISSING = "summaries-missing";
/** Name of the list of sessions whose summary is of a moment ago. */
const OWED = "summaries-owed";

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

  /** Also those of a process that was killed. */
  const owed = new Set<string>(JSON.parse(readMeta(db, OWED) ?? "[]") as readonly string[]);

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

  /** In a transaction. */
  function pay(sessions: readonly string[]): SessionChanges {
    const changes = make(sessions, new Map());
    writeMeta(db, OWED, JSON.stringify([...owed].filter((session) => !sessions.includes(session))));
    return changes;
  }

  return {
    make,

    /**
     * For `makeOwed`, a moment later: to sum a session up takes longer than to read what was appended to it, and what was
     * read is to be safe first. Until then the summary of before stands. In the transaction that reads.
     */
    owe: (sessions: ReadonlySet<string>): void => {
      const before = owed.size;
      for (const session of sessions) owed.add(session);
      if (owed.size > before) writeMeta(db, OWED, JSON.stringify([...owed]));
    },

    owed: (): ReadonlySet<string> => owed,

    /** Of these that are owed. */
    makeOwed: (sessions: readonly string[]): SessionChanges => {
      const changes = inRepeatableTransaction(db, () => pay(sessions));
      for (const session of sessions) owed.delete(session);
      return changes;
    },

    /** For `makeMissing`, when somebody asks for sessions: a command that adds up months needs none. */
    leave: (sessions: ReadonlySet<string>): void => {
      for (const session of sessions) sql.forget.run(session);
      if (sessions.size > 0) writeMeta(db, MISSING, "yes");
    },

    makeMissing: (): void => {
      if (readMeta(db, MISSING) !== "yes" && owed.size === 0) return;
      inTransaction(db, () => {
        pay([...owed]);
        make(
          sql.without.all().map((row) => textOf(row, "session")),
          new Map(),
        );
        writeMeta(db, MISSING, "no");
      });
      owed.clear();
    },

    /** The sessions that a log leads, with the label of whether it is still there. */
    relabel: (file: number): readonly SessionSummary[] => summarizer.relabel(file).map(save),
  };
}
