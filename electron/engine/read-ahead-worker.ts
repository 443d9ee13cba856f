import { workerData, type MessagePort } from "node:worker_threads";
import { isSystemError, type FoundFile } from "./discover.ts";
import {
  countersOf,
  kilobytesOf,
  MOST_AHEAD,
  THEIRS,
  type ReadAheadMessage,
  type ReadAheadTask,
  type ReadFresh,
} from "./read-ahead.ts";
import { asOpened, readFreshFile } from "./read-file.ts";
import { closeLog, openLog } from "./tail.ts";

// The second thread of `readAhead`: takes what nobody has taken yet, in the order of the list, and sends what it read.
const { files, claims, port } = workerData as ReadAheadTask & { readonly port: MessagePort };

const counters = countersOf(files);
let kilobytes = 0;
for (const [index, file] of files.entries()) {
  waitForTheFirst();
  if (Atomics.compareExchange(claims, index, 0, THEIRS) !== 0) continue;
  Atomics.add(claims, counters.taken, 1);
  const read = readFresh(file);
  const message: ReadAheadMessage = { index, read };
  const calls = read?.reading.calls ?? [];
  port.postMessage(message, "memory" in calls ? [calls.memory] : []);
  Atomics.add(claims, counters.sent, 1);
  Atomics.notify(claims, counters.sent);
  kilobytes += kilobytesOf(file);
}
port.close();

/** Until it is not too far behind. */
function waitForTheFirst(): void {
  for (;;) {
    const had = Atomics.load(claims, counters.had);
    if (kilobytes - had < MOST_AHEAD) return;
    Atomics.wait(claims, counters.had, had);
  }
}

/** `undefined` where the system refuses: the first thread then meets the same and tells of it. */
function readFresh(walked: FoundFile): ReadFresh | undefined {
  let fd: number | undefined;
  try {
    fd = openLog(walked.path);
    const file = asOpened(fd, walked);
    if (file === undefined) return undefined;
    return readFreshFile(fd, file);
  } catch (error) {
    if (isSystemError(error)) return undefined;
    throw error;
  } finally {
    if (fd !== undefined) closeLog(fd);
  }
}
