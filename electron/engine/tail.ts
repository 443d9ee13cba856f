import { createHash } from "node:crypto";
import { closeSync, constants, openSync, readSync } from "node:fs";
import { isSystemError } from "./discover.ts";

/** A line above this is skipped and counted as damaged, so that no log can fill the memory. */
export const LONGEST_LINE = 64 * 1024 * 1024;

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
