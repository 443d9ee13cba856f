import { closeSync, mkdtempSync, openSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { isDeepStrictEqual } from "node:util";
import { afterAll } from "vitest";
import { walkLines } from "../../electron/engine/walk-lines.ts";
import { readClaudeCode } from "../../shared/log/claude-code.ts";
import { readClaudeLine } from "../../shared/log/claude-line.ts";
import type { LogEntry } from "../../shared/log/entry.ts";
import { LinkIds } from "../../shared/log/link-ids.ts";
import { readLine } from "../../shared/log/salvage.ts";

const folder = mkdtempSync(join(tmpdir(), "prefixwatch-walk-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** How many lines were read by their fields, how many were left to `JSON.parse`, and those that say two things. */
export type Twins = {
  walked: number;
  decoded: number;
  readonly differ: { line: string; walked: LogEntry; decoded: LogEntry }[];
};

/** Reads every line of a file in both ways: by its fields alone, and decoded by `JSON.parse`. */
export function readTwice(path: string, chunk?: number): Twins {
  const twins: Twins = { walked: 0, decoded: 0, differ: [] };
  let entry: LogEntry | undefined;
  const links = new LinkIds();
  const fd = openSync(path, "r");
  try {
    walkLines(
      fd,
      { from: 0, chunk },
      {
        fields: (fields) => {
          entry = readClaudeLine(fields, "file", links);
          return false;
        },
        line: (bytes) => {
          const line = bytes.toString("utf8");
          const { found, damagedText } = readLine(line);
          if (entry === undefined) twins.decoded++;
          else {
            twins.walked++;
            const [only] = found;
            const decoded =
              only === undefined ? undefined : readClaudeCode(only.record, "file", only.text, links);
            const same = found.length === 1 && damagedText === "" && isDeepStrictEqual(decoded, entry);
            if (!same) twins.differ.push({ line, walked: entry, decoded: decoded ?? entry });
          }
          entry = undefined;
        },
        tooLong: () => undefined,
      },
    );
  } finally {
    closeSync(fd);
  }
  return twins;
}

/** A log of this text, below a folder that goes with the tests. */
export function written(name: string, text: string | Uint8Array): string {
  const path = join(folder, name);
  writeFileSync(path, text);
  return path;
}

/** One call as Claude Code writes it. */
export const CALL =
  '{"parentUuid":"u0","isSidechain":false,"type":"assistant","message":{"id":"msg_a","model":"claude-opus-5","content":[{"type":"text","text":"hi"}],' +
  '"usage":{"input_tokens":3,"cache_read_input_tokens":10,"cache_creation":{"ephemeral_5m_input_tokens":4,"ephemeral_1h_input_tokens":5},' +
  '"cache_creation_input_tokens":9,"output_tokens":7,"server_tool_use":{"web_search_requests":2}},"stop_reason":"end_turn"},"uuid":"u1",' +
  '"timestamp":"2026-10-01T12:00:00.000Z","sessionId":"s","cwd":"/home/ada","version":"2.1.200","requestId":"req_a"}';
