import type { FoundFile } from "./discover.ts";
import type { ScanProgress } from "../../shared/feed.ts";

/** How far the first scan is; once it has ended it never begins again. */
export const NOT_BEGUN: ScanProgress = {
  phase: "scanning",
  filesDone: 0,
  filesTotal: 0,
  bytesDone: 0,
  bytesTotal: 0,
};

/** After a walk found what is still to be read. What was read before, as when a transaction failed, stays done. */
export function foundToRead(scan: ScanProgress, left: readonly FoundFile[]): ScanProgress {
  if (scan.phase === "watching") return scan;
  return {
    ...scan,
    phase: left.length === 0 ? "watching" : "scanning",
    filesTotal: scan.filesDone + left.length,
    bytesTotal: scan.bytesDone + sumSizes(left),
  };
}

/** After some of the files of `before` were read and `left` are left of them. */
export function afterReading(
  scan: ScanProgress,
  before: readonly FoundFile[],
  left: readonly FoundFile[],
): ScanProgress {
  if (scan.phase === "watching") return scan;
  return {
    ...scan,
    phase: left.length === 0 ? "watching" : "scanning",
    filesDone: scan.filesDone + before.length - left.length,
    bytesDone: scan.bytesDone + sumSizes(before) - sumSizes(left),
  };
}

function sumSizes(files: readonly FoundFile[]): number {
  return files.reduce((sum, { size }) => sum + size, 0);
}
