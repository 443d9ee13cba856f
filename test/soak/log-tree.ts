import { appendFileSync, copyFileSync, existsSync, mkdirSync, rmSync, statSync, truncateSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import { countNaively } from "../../electron/engine/naive-count.ts";
import { sessionId, type Truth } from "../faults/growing-logs.ts";
import { drawLog } from "../transcript.ts";

/** What was done to the logs since the start. */
export type Doings = { calls: number; copies: number; deletions: number; cuts: number };

export type LogTree = {
  readonly doings: Readonly<Doings>;
  /** One random thing that Claude Code, its user or a clean-up does to logs. */
  readonly change: () => void;
  /** Ends every half line, so that all that was written is whole. */
  readonly settle: () => void;
  /** All that is written has been counted: from here on it may be deleted, and some of it is. */
  readonly noteCounted: () => void;
  /** What an independent count finds in the logs and in all that was ever taken out of them. */
  readonly truth: () => Truth;
};

type Log = {
  readonly path: string;
  readonly number: number;
  calls: number;
  pending: Buffer;
  countedTo: number;
};

/** Logs go on coming and going, but so many and so long at most: what still grows after a while is the engine. */
const MOST_LOGS = 60;
const MOST_CALLS = 400;

/** Logs below a folder that change all the time. What is taken out of them is kept in `graveyard`, for the second count. */
export function growLogTree(root: string, graveyard: string, random: () => number): LogTree {
  const logs: Log[] = [];
  const graves: string[] = [];
  const doings: Doings = { calls: 0, copies: 0, deletions: 0, cuts: 0 };
  mkdirSync(graveyard, { recursive: true });
  let made = 0;

  const pick = (): Log => logs[Math.floor(random() * logs.length)] ?? addLog();

  function addLog(): Log {
    const number = made++;
    const path = join(root, "projects", `-home-dev-${number % 5}`, `${sessionId(number)}.jsonl`);
    mkdirSync(dirname(path), { recursive: true });
    const log = { path, number, calls: 0, pending: Buffer.alloc(0), countedTo: 0 };
    logs.push(log);
    return log;
  }

  /** A call in one to three lines with growing output, of which any piece is on the disk before the rest. */
  function append(log: Log): void {
    if (log.pending.length === 0) {
      // This conversation is over.
      if (log.calls === MOST_CALLS) return;
      log.calls++;
      const name = `msg_${log.number}_${doings.calls++}`;
      const at = new Date(Date.UTC(2026, 7, 14) + (doings.calls % 86_000) * 1000).toISOString().slice(11, 19);
      const figures = `read ${Math.floor(random() * 90_000)} write ${Math.floor(random() * 5_000)}`;
      const rows = Array.from(
        { length: 1 + Math.floor(random() * 3) },
        (_, n) => `${at} ${name} ${figures} out ${(n + 1) * 40}`,
      );
      log.pending = Buffer.from(drawLog(rows.join("\n"), { session: sessionId(log.number) }));
    }
    const length = random() < 0.5 ? log.pending.length : Math.ceil(random() * log.pending.length);
    appendFileSync(log.path, log.pending.subarray(0, length));
    log.pending = log.pending.subarray(length);
  }

  /** As a fork does: everything so far under another name, from where both go on. */
  function copy(from: Log): void {
    if (!existsSync(from.path) || from.pending.length > 0) return;
    const log = addLog();
    copyFileSync(from.path, log.path);
    log.calls = from.calls;
    doings.copies++;
  }

  /** Only what was counted may go: what nobody could have seen is promised to nobody. */
  function bury(log: Log): boolean {
    if (!existsSync(log.path) || log.countedTo === 0) return false;
    if (statSync(log.path).size !== log.countedTo) return false;
    const grave = join(graveyard, `${graves.length}-${basename(log.path)}`);
    copyFileSync(log.path, grave);
    graves.push(grave);
    return true;
  }

  function remove(log: Log): void {
    if (!bury(log)) return;
    rmSync(log.path);
    logs.splice(logs.indexOf(log), 1);
    doings.deletions++;
  }

  /** In place, as some versions of Claude Code do on resume. */
  function cut(log: Log): void {
    if (!bury(log)) return;
    truncateSync(log.path, 0);
    log.countedTo = 0;
    log.calls = 0;
    doings.cuts++;
  }

  return {
    doings,
    change: () => {
      const dice = random();
      const isRoom = logs.length < MOST_LOGS;
      if (logs.length < 8 || (isRoom && dice < 0.002)) append(addLog());
      else if (isRoom && dice < 0.004) copy(pick());
      else if (dice < 0.012) remove(pick());
      else if (dice < 0.015) cut(pick());
      else append(pick());
    },
    settle: () => {
      for (const log of logs) {
        if (log.pending.length > 0) appendFileSync(log.path, log.pending);
        log.pending = Buffer.alloc(0);
      }
    },
    noteCounted: () => {
      for (const log of logs) log.countedTo = existsSync(log.path) ? statSync(log.path).size : 0;
      for (const log of logs.filter(({ calls }) => calls === MOST_CALLS)) remove(log);
      // Later hardly any log is as it was now.
      for (let n = 0; n < 3; n++) remove(pick());
      for (let n = 0; n < 2; n++) cut(pick());
    },
    truth: () => {
      const {
        keys: _,
        badLines: __,
        ...truth
      } = countNaively([...logs.map(({ path }) => path).filter((path) => existsSync(path)), ...graves]);
      return truth;
    },
  };
}
