import { walkRoots, type Walk } from "./discover.ts";
import { scopeOf, type LedgerSession } from "./ledger-session.ts";

/** Bytes of changed logs read so far, and to be read. */
export type CatchUpListener = (bytesDone: number, bytesTotal: number) => void;

/** Reads everything that changed since the last time, once. */
export function catchUp(session: LedgerSession, listener: CatchUpListener): Walk {
  const { scanner, roots } = session;
  const walk = walkRoots(roots);
  scanner.noteMissing(walk.files, scopeOf(roots));
  let rest = scanner.changed(walk.files);
  const total = rest.reduce((sum, { size }) => sum + size, 0);
  let done = 0;
  listener(done, total);
  while (rest.length > 0) {
    const { files } = scanner.readSlice(rest);
    done += rest.slice(0, files).reduce((sum, { size }) => sum + size, 0);
    rest = rest.slice(files);
    listener(done, total);
  }
  return walk;
}
