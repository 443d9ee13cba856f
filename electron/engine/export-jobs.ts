import { existsSync } from "node:fs";
import { homedir } from "node:os";
import { join } from "node:path";
import type { Root } from "./discover.ts";
import { openExporter, type RowRequest } from "./export/exporter.ts";
import { reasonOf } from "./store.ts";
import type {
  AnswerTo,
  ExportAction,
  ExportFormat,
  ExportJob,
  ExportRequest,
} from "../../shared/question.ts";

/** How many rows a preview shows. */
const PREVIEW_ROWS = 20;
/** Jobs that ended are remembered for a while, so that a page that was reloaded learns how they ended. */
const JOBS_KEPT = 20;

export type ExportJobs = ReturnType<typeof openExportJobs>;

/**
 * Asks the user where a file is to go, and whether one that is there may be replaced; `undefined` when it is not wanted
 * after all. No page ever names a path.
 */
export type ChoosePath = (suggested: string, signal: AbortSignal) => Promise<string | undefined>;

/** Given where there is a dialog to ask with. */
export type CanAsk = { readonly choosePath?: ChoosePath };

/** Exports that a page asks for: at most one runs at a time, into the downloads folder where the user cannot be asked. */
export function openExportJobs(dataDir: string, roots: readonly Root[], choosePath?: ChoosePath) {
  const jobs = new Map<number, ExportJob>();
  let running:
    { readonly id: number; readonly abort: AbortController; readonly end: Promise<void> } | undefined;

  function preview(request: ExportRequest): AnswerTo<"export-preview"> {
    const exporter = openExporter(dataDir, roots);
    if (exporter.kind !== "exporter") throw new Error(exporter.message);
    try {
      const { columns, ...rest } = exporter.preview(rowsOf(request), PREVIEW_ROWS);
      return { kind: "export-preview", columns: columns.map(({ name }) => name), ...rest };
    } finally {
      exporter.close();
    }
  }

  function act(action: ExportAction): AnswerTo<"export-job"> {
    switch (action.do) {
      case "start":
        return answerOf(start(action.request, action.format));
      case "status":
        return answerOf(jobs.get(action.id));
      case "find":
        return answerOf(running === undefined ? undefined : jobs.get(running.id));
      case "cancel":
        if (running?.id === action.id) running.abort.abort();
        return answerOf(jobs.get(action.id));
    }
  }

  function start(request: ExportRequest, format: ExportFormat): ExportJob {
    const job = {
      id: jobs.size,
      of: { subject: request.subject, format },
      done: 0,
      total: 0,
      path: freePath(request, format),
      rows: undefined,
      message: undefined,
    };
    if (running !== undefined)
      return keep({ ...job, state: "failed", message: "Another export is still running." });
    const abort = new AbortController();
    running = { id: job.id, abort, end: write(job.id, request, format, abort.signal) };
    return keep({ ...job, state: "running" });
  }

  async function write(
    id: number,
    request: ExportRequest,
    format: ExportFormat,
    signal: AbortSignal,
  ): Promise<void> {
    // The answer to "start" leaves first.
    await Promise.resolve();
    try {
      change(id, await outcomeOf(id, request, format, signal));
    } catch (error) {
      // A bug of ours: the page that asked is where it is seen, and the next export can run.
      change(id, { state: "failed", message: `The export ended unexpectedly (${reasonOf(error)}).` });
    } finally {
      running = undefined;
    }
  }

  async function outcomeOf(
    id: number,
    request: ExportRequest,
    format: ExportFormat,
    signal: AbortSignal,
  ): Promise<Partial<ExportJob>> {
    const suggested = jobs.get(id)?.path ?? freePath(request, format);
    const path = choosePath === undefined ? suggested : await choosePath(suggested, signal);
    if (path === undefined || signal.aborted) return { state: "cancelled" };
    change(id, { path });
    const exporter = openExporter(dataDir, roots);
    if (exporter.kind !== "exporter") return { state: "failed", message: exporter.message };
    // Of a folder the user was asked nothing that would hold for the files in it.
    const overwrite = choosePath !== undefined && format !== "parquet";
    try {
      const outcome = await exporter.write(
        rowsOf(request),
        { format, path, overwrite },
        { signal, onProgress: (done, total) => change(id, { done, total }) },
      );
      switch (outcome.kind) {
        case "exported":
          return { state: "done", rows: outcome.rows };
        case "cancelled":
          return { state: "cancelled" };
        case "export-problem":
          return { state: "failed", message: outcome.message };
      }
    } finally {
      exporter.close();
    }
  }

  function keep(job: ExportJob): ExportJob {
    jobs.set(job.id, job);
    // Ids go on counting: an old job is emptied, not removed.
    const old = jobs.get(job.id - JOBS_KEPT);
    if (old !== undefined) jobs.set(old.id, { ...UNKNOWN, id: old.id });
    return job;
  }

  function change(id: number, news: Partial<ExportJob>): void {
    const job = jobs.get(id);
    if (job !== undefined) jobs.set(id, { ...job, ...news });
  }

  return {
    preview,
    act,
    /** Cancels what runs, and waits until its unfinished file is gone. */
    stop: async () => {
      running?.abort.abort();
      await running?.end;
    },
  };
}

function rowsOf({ from, to, zone, ...request }: ExportRequest): RowRequest {
  return { ...request, range: { from, to, zone } };
}

const UNKNOWN: ExportJob = {
  id: 0,
  of: undefined,
  state: "unknown",
  done: 0,
  total: 0,
  path: "",
  rows: undefined,
  message: undefined,
};

function answerOf(job: ExportJob | undefined): AnswerTo<"export-job"> {
  return { kind: "export-job", ...(job ?? UNKNOWN) };
}

/** A name of our own making in the downloads folder, that nothing has yet; no text of a log is ever part of it. */
function freePath({ subject, from, to }: ExportRequest, format: ExportFormat): string {
  const downloads = join(homedir(), "Downloads");
  const folder = existsSync(downloads) ? downloads : homedir();
  const range = from === undefined && to === undefined ? "all" : `${from ?? "begin"}-to-${to ?? "now"}`;
  const ending = format === "parquet" ? "" : `.${format}`;
  const name = `prefixwatch-${subject}-${range}`;
  for (let n = 1; ; n++) {
    const path = join(folder, `${name}${n === 1 ? "" : `-${n}`}${ending}`);
    if (!existsSync(path)) return path;
  }
}
