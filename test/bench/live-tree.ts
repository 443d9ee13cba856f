import { appendFileSync, mkdirSync, utimesSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { assistantRecord, line, usageObject, userRecord } from "./trap-lines.ts";

/** Project of the sessions that are written to while they are watched. */
export const LIVE_PROJECT = "-home-dev-live";

const FOLDERS = 400;
const DAY = 86_400_000;

/** So many small logs of past days in some hundred folders: what a watcher has to bear, not what a reader has to read. */
export function writeQuietLogs(root: string, files: number): void {
  const old = (Date.now() - 20 * DAY) / 1000;
  for (let n = 0; n < files; n++) {
    const folder = join(root, "projects", `-home-dev-quiet-${n % FOLDERS}`);
    mkdirSync(folder, { recursive: true });
    const session = sessionId("1", n);
    const path = join(folder, `${session}.jsonl`);
    writeFileSync(path, callLine(session, `msg_quiet_${n}`, n, Date.now() - 20 * DAY - n * 60_000));
    utimesSync(path, old, old);
  }
}

/** The logs that grow, each begun by a prompt and a call. Returns what appends the call of that number to one of them. */
export function liveLogs(root: string, files: number): LiveLogs {
  const folder = join(root, "projects", LIVE_PROJECT);
  mkdirSync(folder, { recursive: true });
  const sessions = Array.from({ length: files }, (_, n) => sessionId("2", n));
  const pathOf = (session: string) => join(folder, `${session}.jsonl`);
  for (const session of sessions)
    writeFileSync(pathOf(session), line(userRecord("begin", { sessionId: session, cwd: "/home/dev/live" })));
  let number = 0;
  const calls = new Map<string, number>();
  const append = (file: number): Appended => {
    const session = sessions[file % files] ?? "";
    const count = (calls.get(session) ?? 0) + 1;
    calls.set(session, count);
    const text = callLine(session, liveKey(number), count, Date.now());
    appendFileSync(pathOf(session), text);
    return { number: number++, session, count };
  };
  // A session without a call is in no list.
  for (let file = 0; file < files; file++) append(file);
  return { folder, append };
}

/** A call that was appended: its number among all, 0 for the first, and how many its session then has. */
export type Appended = { readonly number: number; readonly session: string; readonly count: number };

export type LiveLogs = {
  readonly folder: string;
  /** Appends one call to the log of that place. */
  readonly append: (file: number) => Appended;
};

const liveKey = (number: number): string => `msg_live_${number}`;

/** The number in the key of a live call; `undefined` for any other. */
export function liveNumber(key: string): number | undefined {
  const digits = /^msg_live_(\d+)$/.exec(key)?.[1];
  return digits === undefined ? undefined : Number(digits);
}

function sessionId(kind: string, n: number): string {
  return `${kind}0000000-0000-4000-8000-${String(n).padStart(12, "0")}`;
}

/** A call whose prompt is the one before it and 400 tokens, in a line of about two kilobytes. */
function callLine(session: string, id: string, n: number, at: number): string {
  const usage = {
    input: 2,
    creation5m: 0,
    creation1h: 400,
    creationUnknown: 0,
    read: 20_000 + n * 400,
    output: 120,
  };
  const content = [{ type: "text", text: "a line of an answer, and another one. ".repeat(30) }];
  const record = {
    sessionId: session,
    uuid: `uuid-${id}`,
    cwd: "/home/dev/live",
    timestamp: new Date(at).toISOString(),
  };
  return line(assistantRecord(id, usageObject(usage), { content }, record));
}
