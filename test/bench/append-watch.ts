import { spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { DatabaseSync } from "node:sqlite";
import { setTimeout as wait } from "node:timers/promises";
import { liveNumber, type Appended, type LiveLogs } from "./live-tree.ts";

/** When each call was appended, seen by a bare watcher, and committed to the ledger; times of this process. */
export type Sightings = {
  readonly calls: readonly Appended[];
  readonly appended: readonly number[];
  readonly bare: readonly (number | undefined)[];
  readonly parsed: readonly (number | undefined)[];
};

/** Appends at which to write: the place of the log, and when after the begin. */
export type Schedule = readonly { readonly file: number; readonly atMs: number }[];

const PATIENCE_MS = 10_000;

/** Appends as scheduled and looks, some thousand times a second, at what the ledger has committed. */
export async function watchAppends(logs: LiveLogs, ledger: string, schedule: Schedule): Promise<Sightings> {
  // What is written before the first of a schedule wakes everybody up, and is not measured.
  const first = logs.append(0).number + 1;
  const calls: Appended[] = [];
  const appended: number[] = [];
  const parsed: (number | undefined)[] = schedule.map(() => undefined);
  const bare: (number | undefined)[] = schedule.map(() => undefined);
  const watcher = await startBareWatcher(logs.folder, (number) => {
    const n = number - first;
    if (n >= 0 && n < bare.length) bare[n] ??= performance.now();
  });
  const look = openLedgerLook(ledger);
  await wait(300);
  const begin = performance.now();
  const lookOnce = () => {
    for (const number of look.newCalls()) {
      const n = number - first;
      if (n >= 0 && n < parsed.length) parsed[n] ??= performance.now();
    }
  };
  for (const { file, atMs } of schedule) {
    while (performance.now() - begin < atMs - 1.5) {
      lookOnce();
      await wait(1);
    }
    while (performance.now() - begin < atMs);
    appended.push(performance.now());
    calls.push(logs.append(file));
    lookOnce();
  }
  const until = performance.now() + PATIENCE_MS;
  while (parsed.includes(undefined) && performance.now() < until) {
    lookOnce();
    await wait(1);
  }
  look.close();
  await watcher.stop();
  return { calls, appended, bare, parsed };
}

/** The calls that were committed since it was last asked, by another connection and without a lock. */
function openLedgerLook(path: string): {
  readonly newCalls: () => readonly number[];
  readonly close: () => void;
} {
  if (!existsSync(path)) throw new Error(`no ledger at ${path}`);
  const db = new DatabaseSync(path, { readOnly: true });
  const version = db.prepare("PRAGMA data_version");
  const added = db.prepare("SELECT id, key FROM call WHERE id > ? ORDER BY id");
  let seenVersion: unknown;
  let last = Number(db.prepare("SELECT coalesce(max(id), 0) AS id FROM call").get()?.["id"]);
  return {
    newCalls: () => {
      const current = version.get()?.["data_version"];
      if (current === seenVersion) return [];
      seenVersion = current;
      return added.all(last).flatMap(({ id, key }) => {
        last = Math.max(last, Number(id));
        return liveNumber(String(key)) ?? [];
      });
    },
    close: () => db.close(),
  };
}

/** The barest that can see an append: a process with one watch on the folder that reads to the end and tells. */
async function startBareWatcher(
  folder: string,
  onCall: (number: number) => void,
): Promise<{ readonly stop: () => Promise<void> }> {
  const program = join(import.meta.dirname, "programs", "bare-watch.ts");
  const child: ChildProcess = spawn(process.execPath, [program, folder], {
    stdio: ["pipe", "pipe", "inherit"],
  });
  if (child.stdout === null) throw new Error("the bare watcher cannot be heard");
  const lines = createInterface({ input: child.stdout });
  const ready = once(lines, "line");
  await ready;
  lines.on("line", (text) => onCall(Number(text)));
  return {
    stop: async () => {
      const ended = once(child, "exit");
      child.stdin?.end();
      await ended;
    },
  };
}
