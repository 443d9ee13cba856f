import { existsSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { DatabaseSync } from "node:sqlite";
import { watchAppends, type Schedule } from "./append-watch.ts";
import { delays, shownAt, type Delays } from "./delays.ts";
import { pressKeys } from "./input-delay.ts";
import type { LiveLogs } from "./live-tree.ts";
import { median } from "./measured-run.ts";
import { watchOtherWork } from "./other-work.ts";
import { followShownCalls, openPage } from "./page-watch.ts";
import { startServed, usageOf, type Served } from "./served.ts";

export type Idle = {
  /** Share of one core, in percent. */
  readonly percent: number | undefined;
  readonly residentBytes: number | undefined;
  /** Cores that others used meanwhile. */
  readonly otherWork: number | undefined;
};

/** What `serve` uses while nothing happens, after it has read all and come to rest. */
export async function idle(served: Served, seconds: number): Promise<Idle> {
  const before = usageOf(served.pid);
  const begun = performance.now();
  const otherWork = watchOtherWork();
  const sizes: number[] = [];
  for (let second = 0; second < seconds; second++) {
    await wait(1000);
    const usage = usageOf(served.pid);
    if (usage !== undefined) sizes.push(usage.residentBytes);
  }
  const after = usageOf(served.pid);
  const elapsed = performance.now() - begun;
  const cpuMs = before === undefined || after === undefined ? undefined : after.cpuMs - before.cpuMs;
  return {
    percent: cpuMs === undefined ? undefined : (cpuMs / elapsed) * 100,
    residentBytes: median(sizes),
    otherWork: cpuMs === undefined ? undefined : otherWork(cpuMs),
  };
}

/** Returns once the ledger knows so many files. */
async function untilRead(data: string, files: number): Promise<void> {
  const ledger = ledgerIn(data);
  const until = performance.now() + 600_000;
  while (!existsSync(ledger) || knownFiles(ledger) < files) {
    if (performance.now() > until) throw new Error(`serve did not read ${files} files in ten minutes`);
    await wait(200);
  }
}

/** Returns when a server that has read everything has come to rest: what was read is garbage, and is collected. */
export async function untilAtRest(data: string, files: number): Promise<void> {
  await untilRead(data, files);
  await wait(10_000);
}

function knownFiles(ledger: string): number {
  const db = new DatabaseSync(ledger, { readOnly: true, timeout: 5000 });
  try {
    return Number(db.prepare("SELECT count(*) AS n FROM file").get()?.["n"]);
  } catch {
    // The tables are not made yet.
    return 0;
  } finally {
    db.close();
  }
}

export type AppendDelays = {
  readonly bare: Delays;
  readonly parsed: Delays;
  /** Until the page showed it; `undefined` when no page was open. */
  readonly shown: Delays | undefined;
  /** Of `serve`, in percent of one core. */
  readonly cpuPercent: number | undefined;
};

/** So many appends a second, spread over all logs, with or without somebody looking. */
export async function appends(
  served: Served,
  data: string,
  logs: LiveLogs,
  schedule: Schedule,
  withPage: boolean,
): Promise<AppendDelays> {
  const open = withPage ? await openPage(served.url) : undefined;
  try {
    const shownCalls = open === undefined ? undefined : await followShownCalls(open.page);
    // A page that opens is sent everything; what is measured is a page that is open.
    if (open !== undefined) await wait(3000);
    const before = usageOf(served.pid);
    const begun = performance.now();
    const seen = await watchAppends(logs, ledgerIn(data), schedule);
    // The page shows four times a second what came.
    if (open !== undefined) await wait(1500);
    const after = usageOf(served.pid);
    const cpuMs = before === undefined || after === undefined ? undefined : after.cpuMs - before.cpuMs;
    return {
      bare: delays(seen.appended, seen.bare),
      parsed: delays(seen.appended, seen.parsed),
      shown: shownCalls === undefined ? undefined : delays(seen.appended, shownAt(seen, await shownCalls())),
      cpuPercent: cpuMs === undefined ? undefined : (cpuMs / (performance.now() - begun)) * 100,
    };
  } finally {
    await open?.browser.close();
  }
}

export function steady(perSecond: number, seconds: number, files: number): Schedule {
  return Array.from({ length: perSecond * seconds }, (_, n) => ({
    file: n % files,
    atMs: (n * 1000) / perSecond,
  }));
}

/** Three appends to one log in a burst, so many milliseconds apart; a burst a second, to two logs in turn. */
export function bursts(gapMs: number, count: number): Schedule {
  return Array.from({ length: count * 3 }, (_, n) => {
    const burst = Math.floor(n / 3);
    return { file: burst % 2, atMs: burst * 1000 + (n % 3) * gapMs };
  });
}

/** How long keys waited in the page while a tree was read for the first time, from the page's first sight to its end. */
export async function inputDelays(root: string, data: string, files: number): Promise<readonly number[]> {
  const served = await startServed(root, data);
  const { browser, page } = await openPage(served.url);
  try {
    let read = false;
    const reading = untilRead(data, files).finally(() => {
      read = true;
    });
    const waited = await pressKeys(page, () => read);
    await reading;
    return waited;
  } finally {
    await browser.close();
    await served.stop();
  }
}

function ledgerIn(data: string): string {
  return join(data, "ledger.sqlite");
}
