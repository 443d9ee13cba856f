import { closeSync, openSync, writeSync } from "node:fs";
import type { TextPool } from "./text-pool.ts";

const ROOM = 4 * 1024 * 1024;
const MOST_PIECE = 1024 * 1024;

/** Writes one log after another through one buffer, and knows how much was written. */
export class LogSink {
  readonly #pool: TextPool;
  readonly #buffer = Buffer.allocUnsafe(ROOM);
  #used = 0;
  #written = 0;
  #fd: number | undefined;
  #cuts = false;
  #lines = 0;

  constructor(pool: TextPool) {
    this.#pool = pool;
  }

  /** Bytes of the log so far. */
  get size(): number {
    return this.#written + this.#used;
  }

  /** Lines with a line end, in all logs so far. */
  get lines(): number {
    return this.#lines;
  }

  open(path: string): void {
    this.#fd = openSync(path, "w");
    this.#used = 0;
    this.#written = 0;
  }

  text(text: string): void {
    if (ROOM - this.#used < text.length * 3) this.#flush();
    this.#used += this.#buffer.write(text, this.#used);
    if (text.endsWith("\n") && !this.#cuts) this.#lines++;
  }

  /** About so many bytes of escaped text, for the inside of a JSON string; the same place gives the same text again. */
  prose(place: number, bytes: number): void {
    const { starts, bytes: pool } = this.#pool;
    // The last pieces stay behind every beginning, so that no text is cut short by the pool's end.
    const from = starts[place % Math.floor(starts.length * 0.95)] ?? 0;
    this.#copy(pool, from, pieceEnd(starts, Math.min(from + bytes, pool.length)));
  }

  base64(place: number, bytes: number): void {
    const { base64 } = this.#pool;
    const from = (place % Math.floor((base64.length - bytes) / 4)) * 4;
    this.#copy(base64, from, from + (bytes & ~3));
  }

  /** What follows is the last line, and is to be cut off in its middle as a crash leaves it. */
  cutNextLine(): void {
    this.#flush();
    this.#cuts = true;
  }

  close(): void {
    if (this.#cuts) this.#used = Math.floor(this.#used * 0.7);
    this.#cuts = false;
    this.#flush();
    if (this.#fd !== undefined) closeSync(this.#fd);
    this.#fd = undefined;
  }

  #copy(from: Buffer, start: number, end: number): void {
    if (ROOM - this.#used < MOST_PIECE) this.#flush();
    this.#used += from.copy(this.#buffer, this.#used, start, end);
  }

  #flush(): void {
    if (this.#fd === undefined) throw new Error("no log is open");
    for (let at = 0; at < this.#used;) at += writeSync(this.#fd, this.#buffer, at, this.#used - at);
    this.#written += this.#used;
    this.#used = 0;
  }
}

/** The first start of a piece at or behind `at`. */
function pieceEnd(starts: Uint32Array, at: number): number {
  let [low, high] = [0, starts.length - 1];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((starts[middle] ?? 0) < at) low = middle + 1;
    else high = middle;
  }
  return starts[low] ?? 0;
}
