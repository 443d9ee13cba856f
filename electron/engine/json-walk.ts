import { JSON_WALK_WASM } from "./json-walk-wasm.ts";
import { WalkedLine } from "./walked-line.ts";
import { UNNAMED_AGENT } from "../../shared/log/claude-line.ts";
import { WANTED } from "../../shared/log/wanted-fields.ts";

/** Where things lie in the program's memory; the first two are known to `assembly/json-walk.ts`. */
const TABLE = 1024;
const ENTRY = 24;
const LEVEL_BYTES = 64 * ENTRY;
const WORDS = 28_672;
export const RECORDS = 65_536;
export const TEXT = 1_048_576;
/** Bytes of text that can be walked at once; a longer line is for the slow reader. */
export const TEXT_ROOM = 4 * 1024 * 1024;
/** The guard behind the text, and what the last 16 bytes at a time may reach over it. */
const GUARD = 64;
const MOST_LINES = 1024;
const NEWLINE = 0x0a;

/** What a walk found: lines in their order. */
export type WalkListener = {
  /** A line of valid JSON that is one object and nothing else. `start` and `next` are positions in the text. */
  readonly plain: (line: WalkedLine, start: number, next: number) => void;
  /** Any other whole line, without its line end. */
  readonly odd: (start: number, end: number) => void;
};

export type JsonWalk = {
  readonly program: WalkProgram;
  /** Stands where it was moved to last. */
  readonly line: WalkedLine;
  /** The caller fills it from the front. Longer by the guard than `TEXT_ROOM`. */
  readonly text: Buffer;
  /** Walks the whole lines of the first `length` bytes of the text; where the last of them ends. */
  readonly walk: (length: number, listener: WalkListener) => number;
};

// Neither ES nor Node's types name it; this much of it is used.
declare const WebAssembly: {
  readonly Module: new (bytes: Uint8Array) => object;
  readonly Instance: new (module: object, imports: object) => { readonly exports: object };
};

/** What the program exports: what assembly/json-walk.ts declares. */
export type WalkProgram = {
  readonly memory: { readonly buffer: ArrayBuffer };
  readonly walk: (from: number, to: number, out: number, capacity: number) => number;
  readonly walkedTo: () => number;
  readonly take: (from: number, to: number, out: number) => number;
  readonly beginLog: (isInternal: number) => void;
  readonly setBase: (place: number) => void;
  readonly countedSoFar: () => number;
  readonly otherSoFar: () => number;
  readonly folderAt: (n: number) => number;
  readonly agentWithoutName: () => number;
  readonly callsFrom: () => number;
  readonly callsSize: () => number;
  readonly textsFrom: () => number;
  readonly textsSize: () => number;
  readonly bytesFrom: () => number;
  readonly bytesSize: () => number;
  readonly modeRead: () => void;
  readonly newLink: () => number;
  readonly linkOfWords: (a: number, b: number, c: number, d: number) => number;
  readonly passOn: (link: number, parent: number, startsRequest: number, at: number, blocks: number) => void;
};

let started: JsonWalk | undefined;

/** The compiled walker of this thread (assembly/json-walk.ts), for one file at a time. */
export function jsonWalk(): JsonWalk {
  return (started ??= openJsonWalk());
}

function openJsonWalk(): JsonWalk {
  const module = new WebAssembly.Module(Buffer.from(JSON_WALK_WASM, "base64"));
  const program = new WebAssembly.Instance(module, {}).exports as WalkProgram;
  const { memory, walk } = program;
  const bytes = Buffer.from(memory.buffer);
  layTable(bytes);
  bytes.write(UNNAMED_AGENT, program.agentWithoutName(), "latin1");
  const text = Buffer.from(memory.buffer, TEXT, TEXT_ROOM + GUARD);
  const line = new WalkedLine(bytes, new Int32Array(memory.buffer));

  return {
    text,
    line,
    program,
    walk: (length, listener) => {
      text[length] = NEWLINE;
      let from = 0;
      for (;;) {
        const lines = walk(TEXT + from, TEXT + length, RECORDS, MOST_LINES);
        for (let index = 0; index < lines; index++) {
          line.moveTo(RECORDS + index * WalkedLine.RECORD_BYTES);
          from = line.next - TEXT;
          if (line.isPlain) listener.plain(line, line.start - TEXT, from);
          else listener.odd(line.start - TEXT, from - 1);
        }
        if (lines < MOST_LINES) return from;
      }
    },
  };
}

/** Lays the wanted words where the program looks them up: open addressing by length, first and last byte. */
function layTable(memory: Buffer): void {
  let words = WORDS;
  for (const { level, word, meaning, below } of WANTED) {
    const length = memory.write(word, words, "latin1");
    const entry = freeEntry(memory, level, word);
    memory.set([length, meaning, below], entry);
    memory.writeUInt32LE(words, entry + 4);
    memory.copy(memory, entry + 8, words, words + Math.min(8, length));
    if (length > 8) memory.copy(memory, entry + 16, words + length - 8, words + length);
    words += length;
  }
}

function freeEntry(memory: Buffer, level: number, word: string): number {
  const { length } = word;
  let slot = (length ^ (word.charCodeAt(0) << 1) ^ (word.charCodeAt(length - 1) << 3)) & 63;
  while (memory[slotAddress(level, slot)] !== 0) slot = (slot + 1) & 63;
  return slotAddress(level, slot);
}

function slotAddress(level: number, slot: number): number {
  return TABLE + level * LEVEL_BYTES + slot * ENTRY;
}
