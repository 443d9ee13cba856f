import { readSync } from "node:fs";
import { closeLog, openLog } from "./tail.ts";

const NEWLINE = 0x0a;
const PIECE = 65_536;

/** Whether a line begins at this byte of a log and holds an id, as JSON writes it. `path` has to be a log that exists. */
export function isInLineAt(path: string, place: number, id: string): boolean {
  const wanted = Buffer.from(JSON.stringify(id));
  const fd = openLog(path);
  try {
    const piece = Buffer.allocUnsafe(PIECE);
    if (place > 0 && (readSync(fd, piece, 0, 1, place - 1) === 0 || piece[0] !== NEWLINE)) return false;
    // The id may stand where two pieces meet.
    let carried = Buffer.alloc(0);
    for (let at = place; ;) {
      const read = readSync(fd, piece, 0, PIECE, at);
      const end = piece.subarray(0, read).indexOf(NEWLINE);
      const text = Buffer.concat([carried, piece.subarray(0, end < 0 ? read : end)]);
      if (text.includes(wanted)) return true;
      if (read === 0 || end >= 0) return false;
      carried = text.subarray(-wanted.length);
      at += read;
    }
  } finally {
    closeLog(fd);
  }
}
