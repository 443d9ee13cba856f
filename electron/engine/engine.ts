import { setImmediate as nextTurn } from "node:timers/promises";
import { foundFile, walkRoots, type FoundFile, type Walk } from "./discover.ts";
import { openLedgerSession, scopeOf, type LedgerOptions, type LedgerProblem } from "./ledger-session.ts";
import { answerQuestion } from "./answers.ts";
import { sourcesAnswer } from "./answer-sources.ts";
import { openExportJobs } from "./export-jobs.ts";
import { noticesOf } from "./notices.ts";
import { retentionOf } from "./retention.ts";
import { verifyLedger } from "./verify.ts";
import { Publisher } from "./publish.ts";
import { watchLogs } from "./watch.ts";
import type { Bridge } from "../../shared/bridge.ts";
import { PRICES_CHECKED_ON } from "../../shared/cost/price-table.ts";
import type { ScanProgress, SourcesHealth } from "../../shared/feed.ts";
import type { Answer, Question } from "../../shared/question.ts";

export type EngineOptions = LedgerOptions & {
  /** How often the folders are walked whatever the watcher says; bounds how late a line can be that it missed. */
  readonly walkEveryMs?: number;
  /** `false` where no watcher can work: the walk alone then finds everything. */
  readonly watch?: boolean;
};

export type Engine = {
  readonly kind: "engine";
  readonly bridge: Bridge;
  /** Tells later instances where this one answers. */
  readonly announce: (address: string) => void;
  readonly stop: () => Promise<void>;
};

const WALK_EVERY_MS = 2_000;
/** How many events the overview carries. */
const EVENTS_SHOWN = 200;

/** Reads the logs into the ledger, watches them, and shows both over a bridge until it is stopped. */
export function startEngine(options: EngineOptions): Engine | LedgerProblem {
  const session = openLedgerSession(options);
  if (session.kind !== "ledger-session") return session;
  const { roots, scanner, queries, statusLines, run: programRun, backUp } = session;
  const { walkEveryMs = WALK_EVERY_MS } = options;
  const isBelowRoots = scopeOf(roots);

  let walk: Walk = {
    files: [],
    roots: roots.map(({ path }) => ({ path, state: "ok", files: 0 })),
    unreadable: [],
  };
  let scan: ScanProgress = { phase: "scanning", filesDone: 0, filesTotal: 0, bytesDone: 0, bytesTotal: 0 };
  let retention = retentionOf(roots, [], Date.now());
  let watching = false;
  let stopped = false;
  let wake: () => void = () => undefined;
  const hinted = new Set<string>();

  const health = (): SourcesHealth => ({
    ...queries.health(),
    roots: walk.roots,
    unreadable: [...walk.unreadable, ...[...scanner.unreadable].map(([path, reason]) => ({ path, reason }))],
    watcher: watching ? "watching" : "polling",
    pricesCheckedOn: PRICES_CHECKED_ON,
  });
  const exports = openExportJobs(session.dataDir, session.scopeRoots);
  const answer = (question: Question): Answer =>
    answerQuestion(
      {
        ...session.answerParts,
        exports,
        sources: () => sourcesAnswer(session.answerParts, health(), retention),
        verify: () =>
          verifyLedger(
            queries,
            walk.files.map(({ path }) => path),
          ),
      },
      question,
    );
  const publisher = new Publisher(
    {
      events: () => queries.events(undefined, EVENTS_SHOWN),
      health,
      notices: (sources) => noticesOf(sources, { scan, session, retention }),
      detail: session.detail,
      answer,
    },
    queries.sessions(),
    scan,
  );
  const stopWatching = options.watch === false ? () => Promise.resolve() : startWatching();

  function startWatching(): () => Promise<void> {
    return watchLogs(
      roots,
      (path) => {
        hinted.add(path);
        wake();
      },
      (state) => {
        watching = state;
        publisher.publish([], scan);
      },
    );
  }

  /** One loop does all reading, so nothing is ever read by two at once: hints first, then the backlog, then a walk. */
  async function run(): Promise<void> {
    let backlog: readonly FoundFile[] = [];
    let nextWalk = 0;
    // oxlint-disable-next-line no-unmodified-loop-condition -- `stop` changes it while the loop sleeps.
    while (!stopped) {
      if (hinted.size > 0) {
        const paths = [...hinted];
        hinted.clear();
        readHinted(paths.filter(isBelowRoots).flatMap((path) => foundFile(path) ?? []));
      } else if (backlog.length > 0) {
        backlog = readBacklog(backlog);
      } else if (performance.now() >= nextWalk) {
        backlog = walkOnce();
        if (backlog.length === 0) backUp();
        programRun.seen();
        nextWalk = performance.now() + walkEveryMs;
      } else {
        await sleepUntil(nextWalk);
      }
      await nextTurn();
    }
  }

  function readHinted(found: readonly FoundFile[]): void {
    for (let rest = scanner.changed(found); rest.length > 0;) {
      const slice = scanner.readSlice(rest);
      rest = rest.slice(slice.files);
      publisher.publish(slice.sessions, scan);
    }
  }

  function readBacklog(backlog: readonly FoundFile[]): readonly FoundFile[] {
    const slice = scanner.readSlice(backlog);
    const rest = backlog.slice(slice.files);
    const bytes = sumSizes(backlog) - sumSizes(rest);
    if (scan.phase === "scanning") {
      const { filesDone, bytesDone } = scan;
      scan = { ...scan, filesDone: filesDone + slice.files, bytesDone: bytesDone + bytes };
      if (rest.length === 0) scan = { ...scan, phase: "watching" };
    }
    publisher.publish(slice.sessions, scan);
    return rest;
  }

  function walkOnce(): readonly FoundFile[] {
    const before = JSON.stringify([walk.roots, walk.unreadable]);
    walk = walkRoots(roots);
    retention = retentionOf(roots, walk.files, Date.now());
    const told = scanner.summarizeAgain(statusLines.refresh());
    const lost = [...scanner.noteMissing(walk.files, isBelowRoots), ...told];
    const changed = scanner.changed(walk.files);
    const first = scan.phase === "scanning";
    if (first) {
      scan = { ...scan, filesTotal: changed.length, bytesTotal: sumSizes(changed) };
      if (changed.length === 0) scan = { ...scan, phase: "watching" };
    }
    if (first || lost.length > 0 || JSON.stringify([walk.roots, walk.unreadable]) !== before) {
      publisher.publish(lost, scan);
    }
    return changed;
  }

  function sleepUntil(time: number): Promise<void> {
    return new Promise((resolve) => {
      const timer = setTimeout(resolve, Math.max(0, time - performance.now()));
      wake = () => {
        clearTimeout(timer);
        resolve();
      };
    });
  }

  const running = run();
  return {
    kind: "engine",
    bridge: publisher,
    announce: session.lock.announce,
    stop: async () => {
      stopped = true;
      wake();
      await running;
      await stopWatching();
      publisher.stop();
      await exports.stop();
      session.close();
    },
  };
}

function sumSizes(files: readonly FoundFile[]): number {
  return files.reduce((sum, { size }) => sum + size, 0);
}
