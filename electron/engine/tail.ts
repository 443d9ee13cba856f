import { createHash } from "node:crypto";
import { closeSync, constants, openSync, readSync } from "node:fs";
import { isSystemError } from "./discover.ts";

/** Bytes read at a time, into one buffer that is used again: as fast as C reads on the machines measured. */
const CHUNK = 256 * 1024;
/** A line above this is skipped and counted as damaged, so that no log can fill the memory. */
export const LONGEST_LINE = 64 * 1024 * 1024;
const NEWLINE = 0x0a;

/** `bytes` is only valid during the call. `complete: false` on a last line that has no line end yet. */
export type LineListener = {
  readonly line: (bytes: Buffer, start: number, complete: boolean) => void;
  /** A whole line that was too long to be read. */
  readonly tooLong: (start: number, length: number) => void;
};

export type TailEnd = {
  /** Just after the last line end. */
  readonly offset: number;
  /** Where the file ended while it was read; what lies between is half a line. */
  readonly end: number;
};

const chunk = Buffer.allocUnsafe(CHUNK);

/** Opens a log for reading. Links, devices and pipes are refused by the walk; the flags guard the time in between. */
export function openLog(path: string): number {
  const guard = process.platform === "win32" ? 0 : constants.O_NOFOLLOW | constants.O_NONBLOCK;
  return openSync(path, constants.O_RDONLY | guard);
}

/** Whether a log can be opened now. */
export function mayBeRead(path: string): boolean {
  try {
    closeLog(openLog(path));
    return true;
  } catch (error) {
    if (!isSystemError(error)) throw error;
    return false;
  }
}

/** Hands over each line from `from` on, without its line end. Reads up to the end of the file as it is now. */
export function readLines(fd: number, from: number, listener: LineListener): TailEnd {
  let carried: Buffer[] = [];
  let carriedLength = 0;
  let lineStart = from;
  let position = from;
  for (;;) {
    const read = readSync(fd, chunk, 0, CHUNK, position);
    if (read === 0) break;
    let start = 0;
    for (;;) {
      const newline = chunk.subarray(0, read).indexOf(NEWLINE, start);
      if (newline < 0) break;
      const length = carriedLength + newline - start;
      if (length > LONGEST_LINE) listener.tooLong(lineStart, length + 1);
      else {
        const rest = chunk.subarray(start, newline);
        listener.line(carried.length === 0 ? rest : Buffer.concat([...carried, rest]), lineStart, true);
      }
      carried = [];
      carriedLength = 0;
      start = newline + 1;
      lineStart = position + start;
    }
    carriedLength += read - start;
    if (carriedLength > LONGEST_LINE) carried = [];
    else if (start < read) carried.push(Buffer.from(chunk.subarray(start, read)));
    position += read;
  }
  if (carriedLength > 0 && carriedLength <= LONGEST_LINE) {
    listener.line(Buffer.concat(carried), lineStart, false);
  }
  return { offset: lineStart, end: position };
}

/** The identity of a text within a file: its first bytes, and those just before the offset. */
export type Marker = { readonly headLength: number; readonly headHash: string; readonly tailHash: string };

const HEAD = 1024;
const TAIL = 256;

export function markerAt(fd: number, offset: number): Marker {
  const headLength = Math.min(HEAD, offset);
  return {
    headLength,
    headHash: hashOf(fd, 0, headLength),
    tailHash: hashOf(fd, Math.max(0, offset - TAIL), offset),
  };
}

/** Whether the file still begins and ends, up to the offset, as it did. */
export function markerHolds(fd: number, offset: number, marker: Marker): boolean {
  return (
    hashOf(fd, 0, marker.headLength) === marker.headHash &&
    hashOf(fd, Math.max(0, offset - TAIL), offset) === marker.tailHash
  );
}

function hashOf(fd: number, from: number, to: number): string {
  const bytes = Buffer.alloc(to - from);
  const read = to > from ? readSync(fd, bytes, 0, to - from, from) : 0;
  return createHash("sha256").update(bytes.subarray(0, read)).digest("hex").slice(0, 32);
}

export function closeLog(fd: number): void {
  closeSync(fd);
}
