import { readSync } from "node:fs";
import { jsonWalk, TEXT_ROOM, type WalkListener } from "./json-walk.ts";
import { LONGEST_LINE, type LineListener, type TailEnd } from "./tail.ts";
import type { LineFields } from "../../shared/log/line-fields.ts";

/** Bytes read at a time: as fast as C reads on the machines measured, and flat up to four times as many. */
const CHUNK = 256 * 1024;
const NEWLINE = 0x0a;

export type WalkedListener = LineListener & {
  /**
   * A whole line of valid JSON; `length` counts its line end. Told `false`, the walk hands the line over as bytes, to be
   * decoded.
   */
  readonly fields: (fields: LineFields, start: number, length: number) => boolean;
};

export type WalkOptions = {
  readonly from: number;
  /** Where to stop; `undefined` for the end of the file as it is now. */
  readonly to?: number | undefined;
  /** Decides nothing but the speed; tests cut lines at every byte with it. */
  readonly chunk?: number | undefined;
  /** In place of the plain walk: takes what it can of the text's first bytes, which stand at `base` in the file. */
  readonly take?: ((length: number, base: number, listener: WalkListener) => number) | undefined;
};

/** Hands over each line of a file, without its line end: walked where it is plain, else as bytes. */
export function walkLines(
  fd: number,
  { from, to = Number.MAX_SAFE_INTEGER, chunk = CHUNK, take: takeLines }: WalkOptions,
  listener: WalkedListener,
): TailEnd {
  const { text, walk } = jsonWalk();
  /** Bytes at the front of the text that wait for their line end. */
  let filled = 0;
  /** What came before them of a line that is longer than the text's room. */
  let carried: Buffer[] = [];
  let carriedLength = 0;
  let lineStart = from;
  let position = from;
  let base = from;

  const told = {
    plain: (line: LineFields, start: number, next: number) => {
      if (!listener.fields(line, base + start, next - start)) odd(start, next - 1);
    },
    odd,
  };

  function odd(start: number, end: number): void {
    listener.line(text.subarray(start, end), base + start, true);
  }

  /** The rest of a line too long for the room, if its end is there; how many bytes of the text that took. */
  function endCarried(): number {
    const newline = text.subarray(0, filled).indexOf(NEWLINE);
    if (newline < 0) return 0;
    const length = carriedLength + newline;
    if (length > LONGEST_LINE) listener.tooLong(lineStart, length + 1);
    else listener.line(Buffer.concat([...carried, text.subarray(0, newline)]), lineStart, true);
    carried = [];
    carriedLength = 0;
    lineStart += length + 1;
    return newline + 1;
  }

  function carry(): void {
    carriedLength += filled;
    if (carriedLength > LONGEST_LINE) carried = [];
    else carried.push(Buffer.from(text.subarray(0, filled)));
    filled = 0;
  }

  /** Takes the first bytes out of the text. */
  function take(length: number): void {
    text.copyWithin(0, length, filled);
    filled -= length;
    base += length;
  }

  for (;;) {
    if (filled + chunk > TEXT_ROOM) {
      base += filled;
      carry();
    }
    const read = readSync(fd, text, filled, Math.min(chunk, to - position), position);
    if (read === 0) break;
    position += read;
    const before = filled;
    filled += read;
    if (carriedLength > 0) {
      const taken = endCarried();
      if (taken === 0) continue;
      take(taken);
    } else if (before > 0 && !text.subarray(before, filled).includes(NEWLINE)) continue;
    const end = takeLines === undefined ? walk(filled, told) : takeLines(filled, base, told);
    lineStart += end;
    take(end);
  }
  if (carriedLength > 0) carry();
  const length = carriedLength > 0 ? carriedLength : filled;
  if (length > 0 && length <= LONGEST_LINE) {
    listener.line(carriedLength > 0 ? Buffer.concat(carried) : text.subarray(0, filled), lineStart, false);
  }
  return { offset: lineStart, end: position };
}
