import { appendFileSync, mkdirSync } from "node:fs";
import { dirname, join } from "node:path";
import { countNaively } from "../../electron/engine/naive-count.ts";
import { drawLog } from "../transcript.ts";

/** Small, seeded, and good enough to spread kills and cuts. */
export function randomNumbers(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return ((state >>> 8) ^ (state & 0xff)) / 2 ** 24;
  };
}

/** Logs of which every text is known beforehand, written piece by piece as Claude Code does: a piece ends anywhere. */
export type GrowingLogs = {
  readonly paths: readonly string[];
  /** Appends to every log up to about that part of it, 0 to 1. */
  readonly growTo: (part: number) => void;
  /** The totals of what was written up to the first time it is asked after growing, by the reader that `verify` uses. */
  readonly truth: () => Truth;
};

export type Truth = {
  readonly calls: number;
  readonly uncachedInput: number;
  readonly cacheRead: number;
  readonly cacheWrite5m: number;
  readonly cacheWrite1h: number;
  readonly cacheWriteUnknownTtl: number;
  readonly output: number;
};

export type LogPlan = {
  readonly logs: number;
  readonly callsEach: number;
  readonly random: () => number;
};

export function growingLogs(root: string, { logs, callsEach, random }: LogPlan): GrowingLogs {
  const all = Array.from({ length: logs }, (_, log) => ({
    path: join(root, "projects", `-home-dev-${log % 3}`, `${sessionId(log)}.jsonl`),
    bytes: Buffer.from(logText(log, callsEach, random)),
    written: 0,
  }));
  let known: Truth | undefined;
  for (const { path } of all) mkdirSync(dirname(path), { recursive: true });
  return {
    paths: all.map(({ path }) => path),
    growTo: (part) => {
      known = undefined;
      for (const log of all) {
        const jitter = part >= 1 ? 0 : (random() - 0.5) / callsEach;
        const until = Math.floor(log.bytes.length * Math.min(1, Math.max(0, part + jitter)));
        if (until <= log.written) continue;
        appendFileSync(log.path, log.bytes.subarray(log.written, until));
        log.written = until;
      }
    },
    // Waiting for it to come true asks many times.
    truth: () => (known ??= truthOf(all.filter(({ written }) => written > 0).map(({ path }) => path))),
  };
}

function truthOf(paths: readonly string[]): Truth {
  const { keys: _, badLines: __, ...truth } = countNaively(paths);
  return truth;
}

export function sessionId(log: number): string {
  return `5e551011-0000-4000-8000-${String(log).padStart(12, "0")}`;
}

/** A third of the calls are shared with the log before, as after a fork, and a third are told twice with more output. */
function logText(log: number, calls: number, random: () => number): string {
  const rows = Array.from({ length: calls }, (_, n) => {
    const owner = n % 3 === 0 && log > 0 ? log - 1 : log;
    const name = `msg_${owner}_${n}`;
    const time = new Date(Date.UTC(2026, 7, 14, 8, 0, n * 7)).toISOString().slice(11, 19);
    const figures = `read ${n * 900} write ${400 + (n % 50)} in ${n % 7}`;
    const output = 10 + Math.floor(random() * 90);
    const again = n % 3 === 1 ? [`${time} ${name} ${figures} out ${output + 40}`] : [];
    return [`${time} ${name} ${figures} out ${output}`, ...again].join("\n");
  });
  return drawLog(rows.join("\n"), { session: sessionId(log) });
}
