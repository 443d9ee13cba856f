import { expect } from "vitest";
import { foundFile } from "../../electron/engine/discover.ts";
import { readLog, type LogReading } from "../../electron/engine/read-log.ts";
import { readWhole, takeWhole, withCalls } from "../../electron/engine/read-whole.ts";
import { closeLog, openLog } from "../../electron/engine/tail.ts";

/** A log in both ways, held to be the same. `taken`: whether the compiled program has read it without help. */
export function readBoth(
  path: string,
  chunk?: number,
): { readonly reading: LogReading; readonly taken: boolean } {
  const file = foundFile(path);
  if (file === undefined) throw new Error(`${path} is no log`);
  const fd = openLog(path);
  try {
    const { reading } = readLog(fd, file, 0, undefined, chunk);
    expect(withCalls(readWhole(fd, file, chunk), file)).toEqual(reading);
    return { reading, taken: takeWhole(fd, file, chunk) !== undefined };
  } finally {
    closeLog(fd);
  }
}
