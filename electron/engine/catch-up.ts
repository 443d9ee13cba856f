import { seenBy, walkRoots, type FoundFile, type Walk } from "./discover.ts";
import { distinctRoots } from "./distinct-roots.ts";
import type { LedgerSession } from "./ledger-session.ts";
import { unreadableOf } from "./sources-health.ts";

/** Bytes of changed logs read so far, and to be read. */
export type CatchUpListener = (bytesDone: number, bytesTotal: number) => void;

/** Nobody waits between two slices: fewer and longer ones commit less often. */
const SLICE = { ms: 400, summarize: false };

/**
 * Reads everything that changed since the last time, once. `summaries: false` where no session is asked for. What could
 * not be read is in the walk that is returned, whether its folder or the log itself refused.
 */
export function catchUp(session: LedgerSession, listener: CatchUpListener, { summaries = true } = {}): Walk {
  const { scanner, roots } = session;
  const walk = walkRoots(distinctRoots(roots));
  scanner.noteMissing(walk.files, seenBy(walk));
  let rest = scanner.changed(walk.files);
  const total = sizeOf(rest);
  listener(0, total);
  while (rest.length > 0) {
    rest = scanner.readSlice(rest, SLICE).rest;
    listener(total - sizeOf(rest), total);
  }
  if (summaries) scanner.summarizeMissing();
  return { ...walk, unreadable: unreadableOf(walk, scanner.unreadable) };
}

function sizeOf(files: readonly FoundFile[]): number {
  return files.reduce((sum, { size }) => sum + size, 0);
}
