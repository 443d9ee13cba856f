import { statSync } from "node:fs";
import { codeOf, isSystemError } from "./discover.ts";

export type FilePlace = `${bigint} ${bigint}` | "deleted" | "out of reach";

/**
 * Where a file lies on its disk: one that took its place lies elsewhere. A file that cannot be looked at, on a disk that was
 * taken away or in a folder that was shut, is out of reach and not deleted.
 */
export function placeOf(path: string): FilePlace {
  try {
    const { dev, ino } = statSync(path, { bigint: true });
    return `${dev} ${ino}`;
  } catch (error) {
    if (!isSystemError(error)) throw error;
    return codeOf(error) === "ENOENT" ? "deleted" : "out of reach";
  }
}
