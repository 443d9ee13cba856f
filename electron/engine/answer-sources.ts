import { statSync } from "node:fs";
import type { DatabaseSync } from "node:sqlite";
import { lastBackup, type BackupPlan } from "./backup.ts";
import type { Queries } from "./queries.ts";
import { maybeNumber, numberOf, textOf, type Row } from "./row.ts";
import { gapsBetweenRuns } from "./run-log.ts";
import type { Scope } from "./scope.ts";
import type { SourcesHealth } from "../../shared/feed.ts";
import type { AnswerTo, SourceFile } from "../../shared/question.ts";

const MOST_FILES = 10_000;
const MOST_GAPS = 50;

export type SourceParts = {
  readonly db: DatabaseSync;
  readonly scope: Scope;
  readonly queries: Queries;
  readonly dataDir: string;
  readonly storePath: string;
  readonly backups: () => BackupPlan;
};

/** What is read, what became of each byte of it, and how safe the ledger is. */
export function sourcesAnswer(
  { db, scope, queries, dataDir, storePath, backups }: SourceParts,
  health: SourcesHealth,
  retention: AnswerTo<"sources">["retention"],
): AnswerTo<"sources"> {
  const files = db
    .prepare("SELECT * FROM file ORDER BY size DESC, path")
    .all()
    .filter((row) => scope.has(textOf(row, "path")))
    .map(sourceFile);
  const range = { from: undefined, to: undefined, zone: "UTC" };
  return {
    kind: "sources",
    health,
    files: files.slice(0, MOST_FILES),
    fileCount: files.length,
    dataFolder: dataDir,
    ledgerBytes: sizeOf(storePath) + sizeOf(`${storePath}-wal`),
    lastBackup: lastBackup(backups(), Date.now()),
    gaps: gapsBetweenRuns(db, MOST_GAPS),
    retention,
    totals: queries.report("month", range).totals,
  };
}

/** What was saved last stands beside the ledger's file until SQLite has moved it over. */
function sizeOf(path: string): number {
  return statSync(path, { throwIfNoEntry: false })?.size ?? 0;
}

function sourceFile(row: Row): SourceFile {
  const goneAt = maybeNumber(row, "gone_at");
  // What was pending when a log went away is pending for ever, and is not shown as such.
  const size = goneAt === undefined ? numberOf(row, "size") : numberOf(row, "offset");
  const [counted, other, blank, damaged] = ["counted", "other", "blank", "damaged"].map((name) =>
    numberOf(row, name),
  );
  return {
    path: textOf(row, "path"),
    project: textOf(row, "project"),
    size,
    counted: counted ?? 0,
    other: other ?? 0,
    blank: blank ?? 0,
    damaged: damaged ?? 0,
    pending: size - (counted ?? 0) - (other ?? 0) - (blank ?? 0) - (damaged ?? 0),
    damagedRecords: numberOf(row, "damaged_records"),
    goneAt,
  };
}
