import { lstatSync } from "node:fs";
import { join } from "node:path";
import { isSystemError } from "./discover.ts";
import { closeLog, openLog } from "./tail.ts";
import { walkLines } from "./walk-lines.ts";
import { readLine } from "../../shared/log/salvage.ts";
import { readStatusLine, type StatusLine } from "../../shared/log/status-line.ts";
import type { Bytes } from "../../shared/units.ts";

/** The file in the data folder to which a status line command of the user's may append (docs/status-line.md). */
const STATUS_LINE_FILE = "statusline.jsonl";

/** Only the newest lines tell something, and a status line is drawn several times a minute. */
const READ_AT_MOST: Bytes = 4 * 1024 * 1024;

/** Keeps the last thing that Claude Code's status line told of each session. */
export function openStatusLines(dataDir: string) {
  const path = join(dataDir, STATUS_LINE_FILE);
  const latest = new Map<string, StatusLine>();
  let offset = 0;

  /** Reads what was appended; the sessions that now tell something else. Ordinary when the file is not there. */
  function refresh(): ReadonlySet<string> {
    const changed = new Set<string>();
    try {
      readNew(changed);
    } catch (error) {
      // Out of reach just now, as a folder that was shut: what it told stays.
      if (!isSystemError(error)) throw error;
    }
    return changed;
  }

  function readNew(changed: Set<string>): void {
    const stats = lstatSync(path, { throwIfNoEntry: false });
    const size = stats?.isFile() === true ? stats.size : 0;
    if (size < offset) {
      offset = 0;
      for (const session of latest.keys()) changed.add(session);
      latest.clear();
    }
    if (size > offset) readFrom(Math.max(offset, size - READ_AT_MOST), changed);
  }

  function readFrom(start: number, changed: Set<string>): void {
    let fd: number;
    try {
      fd = openLog(path);
    } catch {
      // Optional, and the user's own file: gone since, or not readable, is as if it told nothing.
      return;
    }
    try {
      const end = walkLines(
        fd,
        { from: start },
        {
          fields: () => false,
          line: (bytes, _, complete) => {
            if (complete)
              for (const { record } of readLine(bytes.toString("utf8")).found) take(record, changed);
          },
          tooLong: () => undefined,
        },
      );
      offset = end.offset;
    } finally {
      closeLog(fd);
    }
  }

  function take(record: Parameters<typeof readStatusLine>[0], changed: Set<string>): void {
    const told = readStatusLine(record);
    if (told === undefined) return;
    const before = latest.get(told.session);
    latest.set(told.session, told);
    if (before?.expiresAt !== told.expiresAt || before.ttl !== told.ttl) changed.add(told.session);
  }

  return { refresh, of: (session: string): StatusLine | undefined => latest.get(session) };
}
