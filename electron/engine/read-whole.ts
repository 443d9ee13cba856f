import type { FoundFile } from "./discover.ts";
import { jsonWalk, RECORDS, TEXT, type JsonWalk, type WalkListener, type WalkProgram } from "./json-walk.ts";
import { callsOf, copyCalls, textOf, type CallTable } from "./log-calls.ts";
import { LogReader, originOf, readLog, type LogReading } from "./read-log.ts";
import { walkLines } from "./walk-lines.ts";
import type { ChainCall } from "../../shared/cache/chain.ts";
import { RecordReader } from "../../shared/log/detect-format.ts";
import { agentOf } from "../../shared/log/claude-line.ts";
import type { LogEntry } from "../../shared/log/entry.ts";
import type { JsonRecord } from "../../shared/log/json-record.ts";
import { wordsOf, type LinkId, type LinkNumbers } from "../../shared/log/link-ids.ts";
import { MarkFilter, marksOfCall, startsRequest, type TranscriptFact } from "../../shared/log/transcript.ts";
import { FIELD } from "../../shared/log/wanted-fields.ts";
import { isInternalLog } from "../../shared/usage/api-call.ts";

/** What became of a line, as assembly/log-outcomes.ts says it. */
const LEFT = 0;
const TAKEN = 1;
const TAKEN_WITH_MARK = 2;
const GIVEN_UP = 3;
const TAKEN_PROMPT = 4;

/** Links of the program: none, and no room for another. */
const NO_LINK = -1;
const NO_ROOM = -2;

const NEWLINE = 0x0a;

/** A reading whose calls are made where they are needed, which may be another thread (`withCalls`). */
export type WholeReading = Omit<LogReading, "calls"> & {
  readonly calls: CallTable | readonly ChainCall[];
};

/**
 * Reads a log from its start, most of its lines without a look at them from here: the compiled program joins the calls and
 * follows the conversation itself (assembly/log-lines.ts). It knows Claude Code's own form alone and no marks; what it
 * cannot decide is decided by `readLog`, a line at a time or for the whole log, and tests hold both to the same answer.
 */
export function readWhole(fd: number, file: FoundFile, chunk?: number): WholeReading {
  return takeWhole(fd, file, chunk) ?? readLog(fd, file, 0, undefined, chunk).reading;
}

/** The same with its calls. */
export function withCalls(reading: WholeReading, file: FoundFile): LogReading {
  const { calls } = reading;
  const place = { project: file.project, session: originOf(file).name, bornMs: file.bornMs };
  return { ...reading, calls: "memory" in calls ? callsOf(calls, place) : calls };
}

/** The same without help; `undefined` for a log that it cannot read. */
export function takeWhole(fd: number, file: FoundFile, chunk?: number): WholeReading | undefined {
  const walk = jsonWalk();
  const taker = new LogTaker(file, walk);
  const end = walkLines(
    fd,
    { from: 0, chunk, take: (length, base, listener) => taker.take(length, base, listener) },
    taker.log.listener,
  );
  if (taker.gaveUp) return undefined;
  const reading = taker.log.finish(end);
  const { counted, other } = reading.bytes;
  return {
    ...reading,
    calls: copyCalls(walk.program),
    bytes: {
      ...reading.bytes,
      counted: counted + walk.program.countedSoFar(),
      other: other + walk.program.otherSoFar(),
    },
  };
}

class LogTaker {
  readonly log: LogReader;
  readonly #walk: JsonWalk;
  readonly #records: RecordReader;
  readonly #links: TakenLinks;
  readonly #marks = new MarkFilter();
  #folders = 0;
  #gaveUp = false;

  constructor(file: FoundFile, walk: JsonWalk) {
    walk.program.beginLog(isInternalLog(file.path) ? 1 : 0);
    this.#walk = walk;
    this.#links = new TakenLinks(walk.program);
    this.#records = new RecordReader(originOf(file), this.#links);
    const transcript = { read: (entry: LogEntry, order: number) => this.#follow(entry, order) };
    this.log = new LogReader(file, 0, { records: this.#records, transcript });
  }

  /** Whether the log is for `readLog`. */
  get gaveUp(): boolean {
    return this.#gaveUp || this.#links.isFull;
  }

  /** The lines in the first `length` bytes of the text; where the last of them ends. */
  take(length: number, base: number, listener: WalkListener): number {
    const { program, text, line } = this.#walk;
    text[length] = NEWLINE;
    program.setBase(base - TEXT);
    let from = TEXT;
    for (;;) {
      const became = this.#next(from, TEXT + length);
      from = program.walkedTo();
      this.#takeFolders();
      if (became === TAKEN) return from - TEXT;
      line.moveTo(RECORDS);
      const start = line.start - TEXT;
      if (became === GIVEN_UP) this.#gaveUp = true;
      else if (became === TAKEN_WITH_MARK) this.#takeMarks(base + start);
      else if (became === TAKEN_PROMPT) this.#takePrompt(base + start);
      else if (line.isPlain) listener.plain(line, start, from - TEXT);
      else listener.odd(start, from - TEXT - 1);
      if (this.gaveUp) return length;
    }
  }

  /** To the next line that is to be looked at here. */
  #next(from: number, to: number): number {
    const { program } = this.#walk;
    if (this.#isOurs()) return program.take(from, to, RECORDS);
    if (program.walk(from, to, RECORDS, 1) === 0) return TAKEN;
    if (this.#records.format === undefined) this.#seeFormat();
    return this.#isOurs() ? program.take(from, to, RECORDS) : LEFT;
  }

  #isOurs(): boolean {
    return this.#records.format === "claude-code";
  }

  /** By the line that was walked, which is read after that as any other. */
  #seeFormat(): void {
    const { line, text } = this.#walk;
    line.moveTo(RECORDS);
    const json = text.toString("utf8", line.start - TEXT, line.next - TEXT);
    if (line.isPlain) this.#records.seeFormat(JSON.parse(json) as JsonRecord);
  }

  /** Working directories that were named since the last time. */
  #takeFolders(): void {
    for (;;) {
      const folder = this.#walk.program.folderAt(this.#folders);
      if (folder === 0) return;
      this.#folders++;
      this.log.takeCwd(textOf(this.#walk.program, folder));
    }
  }

  #takeMarks(order: number): void {
    const entry = this.#records.readFields(this.#walk.line);
    if (entry?.kind === "call") this.log.takeFacts(marksOfCall(entry, order));
  }

  #takePrompt(order: number): void {
    const { line } = this.#walk;
    const at = line.instant(FIELD.timestamp);
    this.log.takeFacts([
      { kind: "mark", order, agent: agentOf(line), at, mark: "prompt", detail: undefined },
    ]);
  }

  /** An entry that was read here: where it hangs is for the program to know. */
  #follow(entry: LogEntry, order: number): readonly TranscriptFact[] {
    switch (entry.kind) {
      case "implausible":
      case "unknown":
        return [];
      case "call":
        // It may be a line of one that the program has.
        this.#gaveUp = true;
        return [];
      case "mark":
        this.#passOn(entry, startsRequest(entry.mark));
        if (entry.mark === "permission-mode") this.#walk.program.modeRead();
        return this.#marks.read(entry, order);
      case "other":
        this.#passOn(entry, entry.startsRequest);
        return [];
    }
  }

  #passOn({ link, at, blocks }: Extract<LogEntry, { readonly link: unknown }>, begins: boolean): void {
    if (link === undefined || this.gaveUp) return;
    this.#walk.program.passOn(link.uuid, link.parent ?? NO_LINK, begins ? 1 : 0, at ?? Number.NaN, blocks);
  }
}

/** `LinkIds`, kept by the program. */
class TakenLinks implements LinkNumbers {
  readonly #program: WalkProgram;
  readonly #others = new Map<string, LinkId>();
  isFull = false;

  constructor(program: WalkProgram) {
    this.#program = program;
  }

  ofText(text: string): LinkId {
    const words = wordsOf(text);
    if (words !== undefined) return this.ofWords(...words);
    const known = this.#others.get(text);
    if (known !== undefined) return known;
    const link = this.#checked(this.#program.newLink());
    this.#others.set(text, link);
    return link;
  }

  ofWords(a: number, b: number, c: number, d: number): LinkId {
    return this.#checked(this.#program.linkOfWords(a, b, c, d));
  }

  #checked(link: LinkId): LinkId {
    this.isFull ||= link === NO_ROOM;
    return link;
  }
}
