import { counted, exactCount, plural, wholePercent } from "../../shared/format.ts";
import type { ExportJob } from "../../shared/question.ts";
import type { ExportRun } from "../export-run.ts";

/** How an export goes, in words. */
export type ExportOutcome = {
  readonly tone: "running" | "done" | "ended" | "failed";
  readonly said: string;
  /** What to do now. */
  readonly next: string | undefined;
  /** Where the file is or will be, once that is worth telling. */
  readonly path: string | undefined;
};

export function exportOutcome({ subject, format, job, failed }: ExportRun): ExportOutcome {
  const bare = { next: undefined, path: undefined };
  if (job === undefined) {
    if (failed === undefined) return { ...bare, tone: "running", said: "Beginning…" };
    return { ...bare, tone: "failed", said: `The export did not begin. ${failed}` };
  }
  switch (job.state) {
    case "running": {
      const said =
        failed === undefined
          ? `Exporting ${subject}…`
          : `How far the export is cannot be told at the moment. ${failed}`;
      return { ...bare, tone: "running", said, path: job.path };
    }
    case "done": {
      const rows = job.rows ?? 0;
      if (rows === 0 && format === "parquet")
        return { ...bare, tone: "ended", said: "There was no row, so nothing was written." };
      const where = format === "parquet" ? "saved in the folder" : "saved to";
      return { ...bare, tone: "done", said: `${counted(rows, "row")} ${where}`, path: job.path };
    }
    case "cancelled":
      return { ...bare, tone: "ended", said: "Cancelled. No file was left." };
    case "failed": {
      const { why, next } = failure(job.message);
      return { ...bare, tone: "failed", said: why, next };
    }
    case "unknown":
      return {
        ...bare,
        tone: "failed",
        said: "Prefixwatch was started anew and no longer knows of this export.",
        next: "If its file is not in Downloads, save again.",
      };
  }
}

/** The share that is done, and in words; a step is a call or an event. `undefined` while nobody knows how many there are. */
export function exportProgress(
  { subject }: ExportRun,
  { done, total }: ExportJob,
): { readonly share: number; readonly text: string } | undefined {
  if (total === 0) return undefined;
  const step = plural(total, subject === "events" ? "event" : "call");
  const share = Math.min(1, done / total);
  return { share, text: `${exactCount(done)} of ${exactCount(total)} ${step}, ${wholePercent(share)}` };
}

const NEXT: readonly (readonly [RegExp, string])[] = [
  [/still running/, "Wait until it has ended, or cancel it in the window that began it, then save again."],
  [/exists already/, "Save again: it then takes another name."],
  [/ENOSPC|EDQUOT/, "Make room on that disk, then save again."],
  [/EACCES|EPERM|EROFS/, "Allow Prefixwatch to write there, then save again."],
  [/There is no folder/, "Make that folder, then save again."],
  [/Choose another folder/, "The command prefixwatch export writes to any place, with --out."],
];

/** What the engine says of a failure, without its advice to users of the command line, and what to do here. */
function failure(message: string | undefined): { readonly why: string; readonly next: string } {
  const next = NEXT.find(([pattern]) => message !== undefined && pattern.test(message))?.[1] ?? "Save again.";
  return {
    why: message?.replace(/ Choose another (?:name|folder)\b.*$/, "") ?? "The file could not be written.",
    next,
  };
}
