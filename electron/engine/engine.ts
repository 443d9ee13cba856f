import { setImmediate as nextTurn } from "node:timers/promises";
import { hintedFile, seenBy, type FoundFile } from "./discover.ts";
import { keepBackups } from "./keep-backups.ts";
import { keepSaving } from "./keep-saving.ts";
import {
  openLedgerSession,
  type LedgerOptions,
  type LedgerProblem,
  type LedgerSession,
} from "./ledger-session.ts";
import { answerQuestion } from "./answers.ts";
import { sourcesAnswer } from "./answer-sources.ts";
import { openExportJobs, type CanAsk } from "./export-jobs.ts";
import { sweepHeap } from "./heap.ts";
import { noticesOf } from "./notices.ts";
import { openSettingsDesk } from "./settings-desk.ts";
import { retentionOf } from "./retention.ts";
import { afterReading, foundToRead, NOT_BEGUN } from "./scan-progress.ts";
import { scopeOf } from "./scope.ts";
import { paceTelling } from "./owed-telling.ts";
import { openSleeper } from "./sleeper.ts";
import { sourcesHealth } from "./sources-health.ts";
import { openVerifier } from "./verify-aside.ts";
import { COALESCE_MS, Publisher } from "./publish.ts";
import { openWalker, type EndedWalk } from "./walk-pieces.ts";
import { pauseAfterWalk, writtenLately } from "./walk-rhythm.ts";
import { watchLogs } from "./watch.ts";
import type { Bridge } from "../../shared/bridge.ts";
import type { Answer, Question } from "../../shared/question.ts";

export type EngineOptions = LedgerOptions &
  CanAsk & {
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
  return session.kind === "ledger-session" ? runEngine(session, options) : session;
}

function runEngine(session: LedgerSession, options: EngineOptions): Engine {
  const { roots, statusLines } = session;
  const { walkEveryMs = WALK_EVERY_MS } = options;
  const { has: isBelowRoots } = scopeOf(roots);
  session.scanner.summarizeMissing();

  const walker = openWalker(roots);
  let walk = walker.none;
  let scan = NOT_BEGUN;
  let retention = retentionOf(roots, [], Date.now());
  let watching = false;
  let stopped = false;
  const sleeper = openSleeper();
  const hinted = new Set<string>();
  const keeper = keepSaving(session, () => publisher.publish([], scan));
  const askHealth = keeper.lasting(() => session.queries.health());
  const askEvents = keeper.lasting(() => session.queries.events(undefined, EVENTS_SHOWN));

  const health = () => {
    const { notSaving } = keeper;
    return sourcesHealth(askHealth(), { walk, unread: session.scanner.unreadable, watching, notSaving });
  };
  const exports = openExportJobs(session.dataDir, session.connection().scopeRoots, options.choosePath);
  const settings = openSettingsDesk(session, options.roots, () => publisher.publish([], scan));
  const verifier = openVerifier();
  const backups = keepBackups(session.backupTask, () => publisher.publish([], scan));
  const answer = (question: Question): Answer | Promise<Answer> =>
    answerQuestion(
      {
        ...session.answerParts,
        exports,
        settings,
        sources: () => sourcesAnswer(session.answerParts, health(), retention),
        verify: () => verifier.verify(roots, session.connection()),
      },
      question,
    );
  const publisher: Publisher = new Publisher(
    {
      events: askEvents,
      health,
      notices: (sources) =>
        noticesOf(sources, { scan, session, backupProblem: backups.problem(), retention }),
      settings: session.settings.current,
      detail: (summary) => keeper.read(() => session.connection().detail(summary), undefined),
      answer: keeper.telling(answer),
    },
    session.queries.sessions(),
    scan,
  );
  const onHint = (path: string) => {
    hinted.add(path);
    sleeper.wake();
  };
  const onWatcher = (works: boolean) => {
    watching = works;
    publisher.publish([], scan);
  };
  const stopWatching =
    options.watch === false ? () => Promise.resolve() : watchLogs(roots, onHint, onWatcher);

  let backlog: readonly FoundFile[] = [];
  let nextWalk = 0;
  let hintsWereLast = false;
  const telling = paceTelling(() => session.scanner, COALESCE_MS);
  let toldLast = false;

  /** One loop does all reading, so nothing is ever read by two at once; a ledger that fails is kept by `keepSaving`. */
  async function run(): Promise<void> {
    // oxlint-disable-next-line no-unmodified-loop-condition -- `stop` changes it while the loop sleeps.
    while (!stopped) {
      try {
        await step();
      } catch (error) {
        // What the failed transaction had read is read again: the ledger says from where.
        backlog = [];
        walker.giveUp();
        nextWalk = 0;
        keeper.failed(error);
        showAnew();
      }
      await nextTurn();
    }
  }

  /** Hints and the rest, which is the backlog or a walk, take turns, however fast hints come. */
  async function step(): Promise<void> {
    if (keeper.check()) {
      nextWalk = 0;
      showAnew();
    }
    const { mayRead } = keeper;
    toldLast = mayRead && performance.now() >= telling.dueAt() && !(toldLast && hinted.size > 0);
    if (toldLast) return tell();
    const othersWait = backlog.length > 0 || performance.now() >= nextWalk;
    hintsWereLast = hinted.size > 0 && !(hintsWereLast && othersWait);
    if (mayRead && hintsWereLast) {
      const paths = [...hinted];
      hinted.clear();
      readHinted(paths.filter(isBelowRoots).flatMap((path) => hintedFile(path) ?? []));
    } else if (mayRead && backlog.length > 0) {
      backlog = readBacklog(backlog);
    } else if (mayRead && performance.now() >= nextWalk) {
      if (!walker.isUnderWay() && keeper.isSaving && session.isGone()) putBack();
      // Where it could not be put back the walk waits too.
      const walked = keeper.mayRead ? walker.walkOn() : undefined;
      if (walked !== undefined) takeWalk(walked);
    } else {
      const nextLook = mayRead
        ? Math.min(nextWalk, performance.now() + walkEveryMs)
        : Number.POSITIVE_INFINITY;
      await sleeper.until(Math.min(nextLook, keeper.nextCheck, mayRead ? telling.dueAt() : nextLook));
      if (performance.now() >= nextLook)
        for (const path of writtenLately(walk.files, Date.now())) hinted.add(path);
    }
  }

  /** All is read and saved. */
  function settle(): void {
    backups.makeIfDue();
    session.run.seen();
    sweepHeap();
  }

  function showAnew(): void {
    const sessions = keeper.read(() => session.queries.sessions(), undefined);
    if (sessions !== undefined) publisher.replace(sessions, scan);
  }

  /** For one slice: what is left waits in front of the others, and pages are answered in between. */
  function readHinted(found: readonly FoundFile[]): void {
    const changed = session.scanner.changed(found);
    if (changed.length === 0) return;
    const rest = session.scanner.readHinted(changed);
    if (rest.length === 0) return;
    backlog = [...rest, ...backlog];
    scan = foundToRead(scan, backlog);
  }

  /** Of the sessions that hinted logs belong to, as often as pages are told of them. */
  function tell(): void {
    const { sessions, gone, endsRound } = telling.tell();
    if (endsRound) publisher.publish(sessions, scan, gone);
    else publisher.keep(sessions, gone);
  }

  function readBacklog(files: readonly FoundFile[]): readonly FoundFile[] {
    const { rest, sessions, gone } = session.scanner.readSlice(files);
    scan = afterReading(scan, files, rest);
    publisher.publish(sessions, scan, gone);
    return rest;
  }

  function takeWalk(walked: EndedWalk): void {
    const began = performance.now();
    const before = JSON.stringify([walk.roots, walk.unreadable]);
    walk = walked.walk;
    retention = retentionOf(roots, walk.files, Date.now());
    const told = session.scanner.summarizeAgain(statusLines.refresh());
    const lost = [...session.scanner.noteMissing(walk.files, seenBy(walk)), ...told];
    backlog = session.scanner.changed(walk.files);
    const first = scan.phase === "scanning";
    scan = foundToRead(scan, backlog);
    const differs = JSON.stringify([walk.roots, walk.unreadable]) !== before;
    if (first || lost.length > 0 || differs) publisher.publish(lost, scan);
    const took = walked.took + performance.now() - began;
    if (keeper.isSaving && backlog.length === 0) settle();
    nextWalk = performance.now() + pauseAfterWalk(took, { watching, least: walkEveryMs });
  }

  function putBack(): void {
    const problem = session.reopen();
    if (problem !== undefined) keeper.cannotOpen(problem);
    showAnew();
  }

  const running = run();
  return {
    kind: "engine",
    bridge: publisher,
    announce: session.lock.announce,
    stop: async () => {
      stopped = true;
      sleeper.wake();
      await running;
      keeper.end();
      await stopWatching();
      publisher.stop();
      await Promise.all([exports.stop(), verifier.stop(), backups.stop()]);
      session.close();
    },
  };
}
