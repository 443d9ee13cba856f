import { MessageChannel, receiveMessageOnPort, Worker } from "node:worker_threads";
import type { FoundFile } from "./discover.ts";
import type { FileReading } from "./read-file.ts";
import type { WholeReading } from "./read-whole.ts";
import { workerProgram } from "./worker-program.ts";

/** A log that no ledger knew, read from its start. */
export type ReadFresh = FileReading<WholeReading>;

/** What the other thread says of one log, by its place in the list. `read: undefined`: it could not. */
export type ReadAheadMessage = { readonly index: number; readonly read: ReadFresh | undefined };

export type ReadAheadTask = {
  readonly files: readonly FoundFile[];
  /** One for each file: 0 until one of both threads takes it. Behind them stand the `countersOf` them. */
  readonly claims: Int32Array<SharedArrayBuffer>;
};

/**
 * Kilobytes of logs that the other thread is ahead at most. To read is quicker than to keep, and what waits is in memory:
 * of 4 GB up to 528 logs waited when nothing held it (2026-11-22).
 */
export const MOST_AHEAD = 32_000;

/** Where, behind the claims, it is counted what the other thread does. */
export function countersOf({ length }: readonly FoundFile[]) {
  return {
    /** Messages that it has sent. */
    sent: length,
    /** Files that it has taken. */
    taken: length + 1,
    /** Kilobytes of the logs that this thread had of it. */
    had: length + 2,
  };
}

/** What a log counts for. */
export function kilobytesOf({ size }: FoundFile): number {
  return Math.ceil(size / 1000);
}

/** `read: undefined`: it could not. */
export type ReadThere = { readonly file: FoundFile; readonly read: ReadFresh | undefined };

/** A second thread that reads logs while this one writes what was read. */
export type ReadAhead = {
  /** Takes a file for this thread; `false` when the other one has it, or it is none of the list. */
  readonly claim: (file: FoundFile) => boolean;
  /** A log that the other thread has done with; `undefined` when none is at hand. */
  readonly next: () => ReadThere | undefined;
  /** The same, with some patience before this thread reads a log itself. */
  readonly nextSoon: () => ReadThere | undefined;
  /** Whether something is still to come of it. */
  readonly isBusy: () => boolean;
  /** Sleeps until something may have come, for a tenth of a second at most. */
  readonly wait: () => void;
  /** Nobody will ask any more: the other thread ends after the log that it is in. */
  readonly stop: () => void;
};

/** Below this much to read a second thread is not up in time to help. */
const WORTH_BYTES = 64_000_000;

const WAIT_MS = 100;
/** The other thread has the code for it warm: each that reads is compiled once more. */
const PATIENCE_MS = 4;
/** The largest log seen (1.1 GiB) takes two seconds. What a thread that died had taken is read by the other. */
const SILENCE_MS = 60_000;

/** Begins to read the files in their order, the newest first. `undefined` when it is not worth it. */
export function readAhead(files: readonly FoundFile[]): ReadAhead | undefined {
  const bytes = files.reduce((sum, { size }) => sum + size, 0);
  const program = bytes < WORTH_BYTES ? undefined : workerProgram("read-ahead-worker");
  if (program === undefined) return undefined;
  const claims = new Int32Array(new SharedArrayBuffer(4 * (files.length + 3)));
  const places = new Map(files.map((file, index) => [file, index]));
  const { port1, port2 } = new MessageChannel();
  const workerData: ReadAheadTask & { readonly port: unknown } = { files, claims, port: port2 };
  const worker = new Worker(program, {
    workerData,
    transferList: [port2],
    // Nearly everything that a line makes dies with it: a larger nursery is looked through less often.
    resourceLimits: { maxYoungGenerationSizeMb: 16, maxOldGenerationSizeMb: 512 },
  });
  worker.unref();
  port1.unref();
  const { sent, taken, had } = countersOf(files);
  let came = 0;
  let lastCame = performance.now();
  let died = false;
  // While this thread waits it hears no event: a silence tells the same.
  worker.once("error", () => (died = true));

  function next(): ReadThere | undefined {
    const message = receiveMessageOnPort(port1)?.message as ReadAheadMessage | undefined;
    const file = message === undefined ? undefined : files[message.index];
    if (message === undefined || file === undefined) return undefined;
    came++;
    lastCame = performance.now();
    Atomics.add(claims, had, kilobytesOf(file));
    Atomics.notify(claims, had);
    return { file, read: message.read };
  }

  function isBusy(): boolean {
    return !died && Atomics.load(claims, taken) > came;
  }

  function wait(ms: number): void {
    if (Atomics.load(claims, sent) > came) return;
    Atomics.wait(claims, sent, came, ms);
    died ||= performance.now() - lastCame > SILENCE_MS;
  }

  return {
    claim: (file) => {
      const index = places.get(file);
      return index === undefined || died || Atomics.compareExchange(claims, index, 0, MINE) === 0;
    },
    next,
    nextSoon: () => {
      const done = next();
      if (done !== undefined || !isBusy()) return done;
      wait(PATIENCE_MS);
      return next();
    },
    isBusy,
    wait: () => wait(WAIT_MS),
    stop: () => {
      for (const place of files.keys()) Atomics.compareExchange(claims, place, 0, MINE);
      Atomics.store(claims, had, EVERYTHING);
      Atomics.notify(claims, had);
      port1.close();
    },
  };
}

const MINE = 1;
const EVERYTHING = 0x7fff_ffff;
export const THEIRS = 2;
