import { closeSync, fsyncSync, openSync, rmSync, writeSync } from "node:fs";
import { join } from "node:path";
import type { DatabaseSync } from "node:sqlite";
import { isSystemError } from "./discover.ts";
import type { LedgerSession } from "./ledger-session.ts";
import { numberOf } from "./row.ts";
import { storeFailureOf } from "./store-failure.ts";
import type { StoreProblem } from "./store.ts";
import type { NotSaving } from "../../shared/feed.ts";

/** How long to wait before a ledger that could not be written is tried again; doubled up to the second. */
const FIRST_WAIT_MS = 500;
const LONGEST_WAIT_MS = 5_000;
/** A ledger that is damaged again and again is restored no faster than this: each time leaves a file. */
const LONGEST_REPAIR_WAIT_MS = 300_000;
/** What may wait in memory to be saved. Beyond it the logs are left unread until there is room. */
const MOST_HELD = 256 * 1024 * 1024;
const MEGABYTE = 1024 * 1024;
/**
 * Else a cache that is full would write to the disk that is, and so would each step of the transaction, whose journal is a
 * temporary file, maybe on the same disk. Only while holding: to sort a million calls in memory takes 190 MB (2026-11-22).
 */
const ALL_IN_MEMORY = "PRAGMA cache_spill = OFF; PRAGMA temp_store = MEMORY;";
const AS_USUAL = "PRAGMA cache_spill = ON; PRAGMA temp_store = DEFAULT;";

/**
 * `holding`: one transaction is open and everything is counted in it, in memory, from `readFrom` on (of `performance.now`).
 * `closed`: the ledger could not even be held, so the figures stay as they were and the logs wait.
 */
type State =
  | { readonly kind: "saving" }
  | {
      readonly kind: "holding";
      readonly why: NotSaving;
      readonly pagesBefore: number;
      readonly readFrom: number;
    }
  | { readonly kind: "closed"; readonly why: NotSaving };

type Failure = Pick<NotSaving, "reason" | "nextStep">;

/**
 * What a running engine does when its ledger cannot be written: nothing is lost, because a log's offset only moves with
 * its figures; the user is told; it is tried again until it works. A damaged ledger is restored.
 */
export function keepSaving(session: LedgerSession, onChange: () => void) {
  let state: State = { kind: "saving" };
  let wait = FIRST_WAIT_MS;
  let tryAt = 0;
  let repairs = 0;
  /** A failure that a reader met outside the loop, to be dealt with inside it. */
  let suspected: unknown;

  /** After a step of the loop threw. What is not the store's doing is a bug and is thrown on. */
  function failed(error: unknown): void {
    const failure = storeFailureOf(error);
    if (failure === undefined) throw error;
    if (failure.kind === "damaged") {
      close({ reason: "the ledger is damaged", nextStep: "It is being restored from its backup." });
      // The first time at once.
      tryAt =
        performance.now() + (repairs === 0 ? 0 : Math.min(2 ** repairs * 1_000, LONGEST_REPAIR_WAIT_MS));
      repairs += 1;
    } else hold(failure);
    onChange();
  }

  function hold(failure: Failure): void {
    later();
    // Where even holding failed, it would fail again at once.
    const readFrom = state.kind === "holding" ? tryAt : 0;
    try {
      session.forget();
      const { db } = session.answerParts;
      db.exec(`${ALL_IN_MEMORY} BEGIN IMMEDIATE`);
      state = { kind: "holding", why: whyNow(failure, true), pagesBefore: pageCount(db), readFrom };
    } catch (error) {
      if (storeFailureOf(error) === undefined) throw error;
      close(failure);
    }
  }

  function close(failure: Failure): void {
    state = { kind: "closed", why: whyNow(failure, false) };
  }

  function cannotOpen({ message }: StoreProblem): void {
    close({ reason: "the ledger cannot be opened", nextStep: message });
    later();
    onChange();
  }

  function whyNow({ reason, nextStep }: Failure, counting: boolean): NotSaving {
    const since = state.kind === "saving" ? Date.now() : state.why.since;
    return { since, reason, nextStep, counting };
  }

  function later(): void {
    tryAt = performance.now() + wait;
    wait = Math.min(wait * 2, LONGEST_WAIT_MS);
  }

  /** Writes what was held, or opens the ledger again. `true` when the ledger is another one now. */
  function tryAgain(): boolean {
    if (state.kind === "holding") {
      const { db } = session.answerParts;
      // A folder that was deleted has no room; what is held goes to the open file, which is written again after that.
      if (!session.isGone() && !hasRoom(session.dataDir, heldBytes(db, state.pagesBefore) * 2 + MEGABYTE)) {
        later();
        return false;
      }
      db.exec(`COMMIT; ${AS_USUAL}`);
      saved();
      return false;
    }
    if (state.kind === "closed") {
      const problem = session.reopen();
      if (problem !== undefined) {
        cannotOpen(problem);
        return false;
      }
      // A commit of its own: that it can be opened does not say that it can be written.
      session.run.note();
      saved();
      return true;
    }
    return false;
  }

  function saved(): void {
    state = { kind: "saving" };
    wait = FIRST_WAIT_MS;
    onChange();
  }

  /** What the ledger answers; what was given while it cannot be asked. */
  function read<T>(ask: () => T, otherwise: T): T {
    try {
      return session.answerParts.db.isOpen ? ask() : otherwise;
    } catch (error) {
      if (storeFailureOf(error) === undefined) throw error;
      suspected = error;
      return otherwise;
    }
  }

  return {
    failed,
    cannotOpen,
    /** To be called before each step. `true`: every figure is to be shown anew. */
    check: (): boolean => {
      if (suspected !== undefined) {
        const error = suspected;
        suspected = undefined;
        if (state.kind !== "closed") throw error;
      }
      return state.kind !== "saving" && performance.now() >= tryAt && tryAgain();
    },
    /** When `check` has something to do, on the clock of `performance.now`. */
    get nextCheck(): number {
      return state.kind === "saving" ? Number.POSITIVE_INFINITY : tryAt;
    },
    get mayRead(): boolean {
      if (state.kind === "saving") return true;
      if (state.kind === "closed" || performance.now() < state.readFrom) return false;
      return heldBytes(session.answerParts.db, state.pagesBefore) < MOST_HELD;
    },
    get isSaving(): boolean {
      return state.kind === "saving";
    },
    get notSaving(): NotSaving | undefined {
      return state.kind === "saving" ? undefined : state.why;
    },
    read,
    /** A question that answers as it did before while the ledger cannot be asked. */
    lasting: <T>(ask: () => T): (() => T) => {
      let latest = ask();
      return () => (latest = read(ask, latest));
    },
    /** Before the session is closed: what is held is saved if it can be; if not, the logs still have it. */
    end: (): void => {
      read(() => state.kind === "holding" && tryAgain(), false);
    },
    /** A reader that fails when it cannot answer, and lets the loop know why. */
    telling:
      <Q, A>(answer: (question: Q) => A): ((question: Q) => A) =>
      (question) => {
        try {
          return answer(question);
        } catch (error) {
          if (storeFailureOf(error) !== undefined) suspected = error;
          throw error;
        }
      },
  };
}

function pageCount(db: DatabaseSync): number {
  return numberOf(db.prepare("PRAGMA page_count").get() ?? {}, "page_count");
}

/** By how much the ledger grew in the transaction that is open. */
function heldBytes(db: DatabaseSync, pagesBefore: number): number {
  return (pageCount(db) - pagesBefore) * numberOf(db.prepare("PRAGMA page_size").get() ?? {}, "page_size");
}

/** Whether a file of that size can be written beside the ledger: a commit that fails would undo what was held. */
function hasRoom(dataDir: string, bytes: number): boolean {
  const path = join(dataDir, "room.tmp");
  try {
    const fd = openSync(path, "w", 0o600);
    try {
      const piece = Buffer.alloc(MEGABYTE);
      for (let left = bytes; left > 0; left -= piece.length) {
        if (writeSync(fd, piece, 0, Math.min(left, piece.length)) < Math.min(left, piece.length))
          return false;
      }
      fsyncSync(fd);
    } finally {
      closeSync(fd);
      rmSync(path, { force: true });
    }
    return true;
  } catch (error) {
    if (!isSystemError(error)) throw error;
    return false;
  }
}
