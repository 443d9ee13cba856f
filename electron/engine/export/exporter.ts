import { resolve } from "node:path";
import { scopeOf } from "../scope.ts";
import type { Root } from "../discover.ts";
import { reasonOf } from "../store.ts";
import type { ExportRow } from "./columns.ts";
import { hashedName, openSound, shareIdentity } from "./identity.ts";
import { writeParquet } from "./parquet-files.ts";
import { openRows, previewOf, type ExportPreview } from "./rows.ts";
import { isInside, realPath } from "../real-path.ts";
import { Refusal, stageFiles } from "./staged-files.ts";
import { newFile, writeCsv, writeJson } from "./text-files.ts";
import {
  NO_FILTER,
  type CallFilter,
  type DayRange,
  type ExportFormat,
  type ExportSubject,
} from "../../../shared/question.ts";
import type { SessionFilter } from "../../../shared/usage/session-filter.ts";

/** Which rows. */
export type RowRequest = {
  readonly subject: ExportSubject;
  readonly range: DayRange;
  /** Projects by a hash instead of their folder name, for files that others will see. */
  readonly hashProjects: boolean;
  /** Absent: all calls of the range. */
  readonly filter?: CallFilter;
  /** Absent: the calls of all sessions. */
  readonly sessions?: SessionFilter | undefined;
};

export type ExportTarget = {
  readonly format: ExportFormat;
  /** A file; for Parquet the folder that `usage/year=…` goes into. */
  readonly path: string;
  readonly overwrite: boolean;
};

export type ExportWatch = {
  readonly signal: AbortSignal;
  /** Called now and then, with steps done and in all (calls, or events). */
  readonly onProgress: (done: number, total: number) => void;
};

export type ExportDone = {
  readonly kind: "exported";
  readonly rows: number;
  readonly files: number;
  readonly path: string;
  readonly machine: string;
};
/** Nothing was written; why, in plain words. */
export type ExportProblem = { readonly kind: "export-problem"; readonly message: string };
export type ExportOutcome = ExportDone | ExportProblem | { readonly kind: "cancelled" };

const PROGRESS_EVERY = 500;

/** Writes and previews what a ledger holds of the logs below `roots`. Close it when done. */
export function openExporter(dataDir: string, roots: readonly Root[]) {
  // A connection of its own, which reads only: what it reads stays the same while the engine writes on.
  const store = openSound(dataDir, { write: false });
  if (store.kind !== "store") return store;
  const { db } = store;
  const identity = shareIdentity(db, dataDir);
  if ("kind" in identity) {
    store.close();
    return identity;
  }
  const { machine, salt } = identity;

  function open(request: RowRequest, limit?: number) {
    const { subject, range, hashProjects, filter = NO_FILTER, sessions } = request;
    const projectName = hashProjects ? remembered((folder) => hashedName(salt, folder)) : same;
    const asked = { ...range, filter, sessions };
    return openRows(db, scopeOf(roots), subject, asked, { projectName, machine }, limit);
  }

  function inSnapshot<T>(read: () => T): T {
    db.exec("BEGIN");
    try {
      return read();
    } finally {
      db.exec("COMMIT");
    }
  }

  async function write(
    request: RowRequest,
    target: ExportTarget,
    watch: ExportWatch,
  ): Promise<ExportOutcome> {
    const path = resolve(target.path);
    const files = stageFiles(path, target.overwrite);
    db.exec("BEGIN");
    try {
      refuseOurOwn(path, roots, dataDir);
      const { columns, rows, steps } = open(request);
      const counter = { rows: 0 };
      const content = {
        subject: request.subject,
        columns,
        rows: counted(rows(), steps, counter, watch),
        machine,
      };
      let fileCount = 1;
      if (target.format === "parquet") fileCount = await writeParquet(content, path, files, watch.signal);
      else {
        const toText = target.format === "csv" ? writeCsv : writeJson;
        await toText(content, newFile(files.begin(path)), watch.signal);
      }
      watch.signal.throwIfAborted();
      files.commit();
      return { kind: "exported", rows: counter.rows, files: fileCount, path, machine };
    } catch (error) {
      files.discard();
      if (watch.signal.aborted) return { kind: "cancelled" };
      return problemOf(error, path);
    } finally {
      db.exec("COMMIT");
    }
  }

  return {
    kind: "exporter" as const,
    write,
    /** The first rows and how many there are; the same rows as `write` writes. */
    preview: (request: RowRequest, limit: number): ExportPreview =>
      inSnapshot(() => previewOf(open(request, limit))),
    close: store.close,
  };
}

/** Counts the rows that pass, and tells how far they are. */
function* counted(
  rows: Iterable<ExportRow>,
  steps: { readonly total: () => number; readonly of: (row: ExportRow) => number },
  counter: { rows: number },
  { onProgress }: ExportWatch,
): Generator<ExportRow> {
  let done = 0;
  const total = steps.total();
  onProgress(0, total);
  for (const row of rows) {
    counter.rows += 1;
    done += steps.of(row);
    if (counter.rows % PROGRESS_EVERY === 0) onProgress(done, total);
    yield row;
  }
  onProgress(done, total);
}

/** Nothing below a log folder is ever written, and the ledger is not to be replaced by an export. */
function refuseOurOwn(path: string, roots: readonly Root[], dataDir: string): void {
  const real = realPath(path);
  if (roots.some((root) => isInside(real, realPath(root.path)))) {
    throw new Refusal(`${path} is where the logs are, and nothing is written there. Choose another folder.`);
  }
  if (isInside(real, realPath(resolve(dataDir)))) {
    throw new Refusal(`${path} is where the ledger is. Choose another folder.`);
  }
}

function problemOf(error: unknown, path: string): ExportProblem {
  if (error instanceof Refusal) return { kind: "export-problem", message: error.message };
  const isSystem = error instanceof Error && "syscall" in error;
  if (!isSystem) throw error;
  return { kind: "export-problem", message: `${path} cannot be written (${reasonOf(error)}).` };
}

function same(name: string): string {
  return name;
}

function remembered(make: (name: string) => string): (name: string) => string {
  const known = new Map<string, string>();
  return (name) => {
    const found = known.get(name) ?? make(name);
    known.set(name, found);
    return found;
  };
}
