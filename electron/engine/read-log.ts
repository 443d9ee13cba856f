import { basename, dirname } from "node:path";
import type { FoundFile } from "./discover.ts";
import type { TailEnd } from "./tail.ts";
import { walkLines, type WalkedListener } from "./walk-lines.ts";
import type { ChainCall, ChainMark } from "../../shared/cache/chain.ts";
import { RecordReader, type LogFormat } from "../../shared/log/detect-format.ts";
import type { LogEntry } from "../../shared/log/entry.ts";
import type { LineFields } from "../../shared/log/line-fields.ts";
import type { LogOrigin } from "../../shared/log/plain-call.ts";
import { readLine } from "../../shared/log/salvage.ts";
import { Transcript, type TranscriptFact } from "../../shared/log/transcript.ts";
import {
  callOfLine,
  isInternalLog,
  joinCalls,
  precedenceIn,
  type ApiCall,
  type CallSource,
} from "../../shared/usage/api-call.ts";

/** Where the bytes of a log went: every byte up to the offset is in one of the four. */
export type ByteCount = {
  readonly counted: number;
  readonly other: number;
  readonly blank: number;
  readonly damaged: number;
  readonly damagedRecords: number;
};

/** How often a form of record that we do not know was seen, by the names of its fields. */
export type UnknownShapes = ReadonlyMap<string, number>;

/** What the new bytes of one log add to the ledger. */
export type LogReading = {
  readonly calls: readonly ChainCall[];
  readonly marks: readonly ChainMark[];
  /** The working directory: the one that the project's folder is named after, else the first named. */
  readonly cwd: string | undefined;
  readonly bytes: ByteCount;
  /** `undefined` while no record has shown it. */
  readonly format: LogFormat | undefined;
  readonly unknownShapes: UnknownShapes;
  /** Where the reading began; 0 when the file was not known. */
  readonly from: number;
  /** Read up to here; the next reading begins here. */
  readonly offset: number;
  /** Size of the file when its end was reached. */
  readonly size: number;
};

/** What is known of a log after its last line read: enough to go on from there. */
export type LogMemory = { readonly records: RecordReader; readonly transcript: Transcript };

/** As much of it as a reading needs. */
type Reading = Pick<LogMemory, "records"> & { readonly transcript: Pick<Transcript, "read"> };

export function originOf({ path }: FoundFile): LogOrigin {
  return { name: basename(path, ".jsonl"), folder: basename(dirname(path)) };
}

function freshMemory(file: FoundFile): LogMemory {
  return { records: new RecordReader(originOf(file)), transcript: new Transcript() };
}

/**
 * Reads a log from `offset` to its last whole line. The memory must be of what stands before: given none, the file is
 * read from its start and only what follows `offset` is returned, so a restart needs no state but the offset.
 */
export function readLog(
  fd: number,
  file: FoundFile,
  offset: number,
  memory: LogMemory | undefined,
  chunk?: number,
): { readonly reading: LogReading; readonly memory: LogMemory } {
  const now = memory ?? freshMemory(file);
  const log = new LogReader(file, offset, now);
  const { listener } = log;
  // Apart from what follows: a last line may have counted without its line end, and the next begins at the offset.
  if (memory === undefined && offset > 0) walkLines(fd, { from: 0, to: offset, chunk }, listener);
  return { reading: log.finish(walkLines(fd, { from: offset, chunk }, listener)), memory: now };
}

/** A log that is no log holds many forms; those beyond are counted under one name. */
const MOST_SHAPES = 20;
const OTHER_SHAPES = "(other fields)";

/** Takes the lines of one log, in their order, and says at the end what they come to. */
export class LogReader {
  readonly listener: WalkedListener = {
    fields: (fields, start, length) => this.#readFields(fields, start, length),
    line: (bytes, start, complete) => this.#readLine(bytes, start, complete),
    tooLong: (start, length) => this.#skipLine(start, length),
  };
  readonly #memory: Reading;
  readonly #file: FoundFile;
  readonly #source: CallSource;
  readonly #offset: number;
  readonly #shapes = new Map<string, number>();
  readonly #calls = new Map<string, ChainCall>();
  readonly #marks: ChainMark[] = [];
  readonly #bytes = { counted: 0, other: 0, blank: 0, damaged: 0, damagedRecords: 0 };
  #cwd: string | undefined;
  #cwdFits = false;
  /** End of a last line without line end that was whole all the same. */
  #acceptedEnd: number | undefined;

  constructor(file: FoundFile, offset: number, memory: Reading) {
    this.#file = file;
    this.#source = { project: file.project, isInternal: isInternalLog(file.path) };
    this.#offset = offset;
    this.#memory = memory;
  }

  /** Reads a line from its fields alone; `false` where that does not tell what it means. */
  #readFields(fields: LineFields, start: number, length: number): boolean {
    const entry = this.#memory.records.readFields(fields);
    if (entry === undefined) return false;
    const facts = this.#memory.transcript.read(entry, start);
    if (start < this.#offset) return true;
    this.#take(entry, facts);
    if (entry.kind === "call") this.#bytes.counted += length;
    else this.#bytes.other += length;
    return true;
  }

  #readLine(bytes: Buffer, start: number, complete: boolean): void {
    const { found, damagedText } = readLine(bytes.toString("utf8"));
    // A half-written object cannot parse, so one that parses is whole although its line end is still to come.
    if (!complete && (found.length === 0 || damagedText !== "")) return;
    const length = bytes.length + (complete ? 1 : 0);
    const isNew = start >= this.#offset;
    if (!complete && isNew) this.#acceptedEnd = start + length;
    let counts = false;
    let bad = damagedText === "" ? 0 : 1;
    found.forEach(({ record, text }, index) => {
      const entry = this.#memory.records.read(record, text);
      if (entry.kind === "implausible") bad++;
      if (entry.kind === "call") counts = true;
      const facts = this.#memory.transcript.read(entry, start + index);
      if (isNew) this.#take(entry, facts);
    });
    if (isNew) this.#countBytes(length, found.length, counts, bad, Buffer.byteLength(damagedText));
  }

  #skipLine(start: number, length: number): void {
    if (start < this.#offset) return;
    this.#bytes.damaged += length;
    this.#bytes.damagedRecords++;
  }

  #take(entry: LogEntry, facts: readonly TranscriptFact[]): void {
    if (entry.kind === "unknown") this.#countShape(entry.fields);
    else if (entry.kind !== "implausible") this.takeCwd(entry.cwd);
    this.takeFacts(facts);
  }

  takeFacts(facts: readonly TranscriptFact[]): void {
    for (const fact of facts) {
      if (fact.kind === "mark") this.#marks.push(fact);
      else this.#takeCall(fact);
    }
  }

  #countShape(fields: string): void {
    const name = this.#shapes.has(fields) || this.#shapes.size < MOST_SHAPES ? fields : OTHER_SHAPES;
    this.#shapes.set(name, (this.#shapes.get(name) ?? 0) + 1);
  }

  #takeCall(fact: TranscriptFact & { kind: "call" }): void {
    const call = callOfLine(fact.line, this.#source);
    const known = this.#calls.get(call.key);
    const { order, predecessor, requestAt, blocksSince } = fact;
    const { agent, at } = fact.line;
    this.#calls.set(call.key, {
      call: known === undefined ? call : joinCalls(known.call, call),
      order,
      predecessor,
      agent,
      requestAt,
      blocksSince,
      endedAt: latest(known?.endedAt, at),
    });
  }

  takeCwd(cwd: string | undefined): void {
    if (cwd === undefined || cwd === this.#cwd) return;
    if (this.#cwdFits && cwd.length >= (this.#cwd?.length ?? 0)) return;
    const fits = cwd.replace(/[^A-Za-z0-9]/g, "-") === this.#file.project;
    if (!fits && this.#cwd !== undefined) return;
    this.#cwd = cwd;
    this.#cwdFits = fits;
  }

  #countBytes(length: number, found: number, counts: boolean, bad: number, badBytes: number): void {
    const all = this.#bytes;
    const damaged = found === 0 && badBytes > 0 ? length : Math.min(length, badBytes);
    all.damagedRecords += bad;
    all.damaged += damaged;
    if (found === 0 && badBytes === 0) all.blank += length;
    else if (counts) all.counted += length - damaged;
    else if (bad > 0 && badBytes === 0) all.damaged += length;
    else all.other += length - damaged;
  }

  #placed(call: ApiCall): ApiCall {
    const { place } = call;
    const precedence = precedenceIn(place.precedence, place.at, this.#file.bornMs);
    return { ...call, place: { ...place, precedence } };
  }

  finish(end: TailEnd): LogReading {
    return {
      calls: [...this.#calls.values()].map((seen) => ({ ...seen, call: this.#placed(seen.call) })),
      marks: this.#marks,
      cwd: this.#cwd,
      bytes: this.#bytes,
      format: this.#memory.records.format,
      unknownShapes: this.#shapes,
      from: this.#offset,
      offset: Math.max(this.#offset, this.#acceptedEnd ?? end.offset),
      size: end.end,
    };
  }
}

function latest(a: number | undefined, b: number | undefined): number | undefined {
  if (a === undefined || b === undefined) return a ?? b;
  return Math.max(a, b);
}
