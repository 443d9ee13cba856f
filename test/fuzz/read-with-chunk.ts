import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { foundFile } from "../../electron/engine/discover.ts";
import { readLog, type LogReading } from "../../electron/engine/read-log.ts";
import { readWhole, withCalls } from "../../electron/engine/read-whole.ts";
import { closeLog, openLog } from "../../electron/engine/tail.ts";

/** What the engine's own readers make of the bytes, in a real file, when they take so many of them at a time. */
export type ChunkReading = { readonly chunk: number; readonly reading: LogReading };

export function readInChunks(bytes: Uint8Array, chunks: readonly number[]): readonly ChunkReading[] {
  const folder = mkdtempSync(join(tmpdir(), "prefixwatch-fuzz-"));
  const path = join(folder, "session.jsonl");
  writeFileSync(path, bytes);
  const file = foundFile(path);
  if (file === undefined) throw new Error(`${path} is no log`);
  const fd = openLog(path);
  try {
    return chunks.flatMap((chunk) => [
      { chunk, reading: readLog(fd, file, 0, undefined, chunk).reading },
      { chunk, reading: withCalls(readWhole(fd, file, chunk), file) },
    ]);
  } finally {
    closeLog(fd);
    rmSync(folder, { recursive: true, force: true });
  }
}
