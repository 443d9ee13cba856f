import type { DatabaseSync } from "node:sqlite";
import type { FoundFile } from "./discover.ts";
import { readAhead, type ReadAhead } from "./read-ahead.ts";
import { useMuchRoom, useUsualRoom } from "./store-room.ts";

/** A reading of many logs that are not known: by a second thread, with room for all that is written. */
export function openFirstReading(db: DatabaseSync) {
  let ahead: ReadAhead | undefined;

  return {
    /** Goes on with the one that has begun, or begins one; the other thread, `undefined` where it is not worth one. */
    of: (newLogs: () => readonly FoundFile[]): ReadAhead | undefined => {
      if (ahead !== undefined) return ahead;
      ahead = readAhead(newLogs());
      if (ahead !== undefined) useMuchRoom(db);
      return ahead;
    },

    end: (): void => {
      if (ahead === undefined) return;
      ahead.stop();
      ahead = undefined;
      if (db.isOpen) useUsualRoom(db);
    },
  };
}
