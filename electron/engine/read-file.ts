import { fstatSync } from "node:fs";
import { factsOf, mtimeOf, type FoundFile } from "./discover.ts";
import { readLog, type LogMemory, type LogReading } from "./read-log.ts";
import { readWhole, type WholeReading } from "./read-whole.ts";
import { markerAt, type Marker } from "./tail.ts";

/** A log as it was read, before the ledger knows of it. */
export type FileReading<Reading = LogReading> = {
  readonly reading: Reading;
  readonly marker: Marker;
  /** The time that goes with what was read, so that a later change is seen. */
  readonly mtimeMs: number;
};

/** Reads an open log from an offset on. */
export function readOpenFile(
  fd: number,
  found: FoundFile,
  offset: number,
  memory: LogMemory | undefined,
): FileReading & { readonly memory: LogMemory } {
  const read = readLog(fd, found, offset, memory);
  return { ...settled(fd, found, read.reading), memory: read.memory };
}

/** Reads an open log from its start, in the quickest way. If it grows, it is read from its start again, once. */
export function readFreshFile(fd: number, found: FoundFile): FileReading<WholeReading> {
  return settled(fd, found, readWhole(fd, found));
}

function settled<Reading extends WholeReading>(
  fd: number,
  found: FoundFile,
  reading: Reading,
): FileReading<Reading> {
  const { size, offset } = reading;
  const marker = markerAt(fd, offset);
  const after = fstatSync(fd, { bigint: true });
  // What it grew by meanwhile was read if it was in time. Written to without having grown, it is to be read again.
  const mtimeMs = size > found.size && size === Number(after.size) ? mtimeOf(after) : found.mtimeMs;
  return { reading, marker, mtimeMs };
}

/**
 * What a walk found at the path, as it is now: it may have grown, been cut or made anew since. `undefined` when it has
 * become a pipe or a device.
 */
export function asOpened(fd: number, { path, project }: FoundFile): FoundFile | undefined {
  const stats = fstatSync(fd, { bigint: true });
  return stats.isFile() ? { path, project, ...factsOf(stats) } : undefined;
}
