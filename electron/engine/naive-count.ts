import { closeSync, openSync, readSync } from "node:fs";
import { figuresOf, idOf, naiveReader, type NaiveCall } from "./naive-formats.ts";
import { textHash } from "../../shared/log/text-hash.ts";

/** What an independent reader counts in a set of logs. Token names as in the report. */
export type NaiveCount = {
  readonly calls: number;
  readonly uncachedInput: number;
  readonly cacheRead: number;
  readonly cacheWrite5m: number;
  readonly cacheWrite1h: number;
  readonly cacheWriteUnknownTtl: number;
  readonly output: number;
  /** Keys of the calls counted, so that the ledger can be asked for the same ones. */
  readonly keys: ReadonlySet<string>;
  /** Lines that are not one JSON object; taken apart at `}{` and at NULs before they are given up. */
  readonly badLines: number;
};

const CHUNK = 4_000_000;

type Usage = Record<string, unknown>;

/**
 * Counts the calls of logs in the simplest way that is right: each file whole, each line parsed, one API message once,
 * of its lines the one with the largest output. Other formats are in naive-formats.ts. Shares no code with the engine on
 * purpose, but for the name of a line that has no id: it is what `verify` holds the ledger against, so a mistake would
 * have to be made twice. `upTo`: how many bytes of a log are to be counted, where that is not all.
 */
export function countNaively(
  paths: readonly string[],
  upTo: ReadonlyMap<string, number> = new Map(),
): NaiveCount {
  const calls = new Map<string, readonly number[]>();
  let badLines = 0;
  for (const path of paths) {
    const read = naiveReader(path);
    for (const line of linesOf(path, upTo.get(path) ?? Number.POSITIVE_INFINITY)) {
      const { objects, bad } = objectsOf(line);
      if (bad) badLines++;
      for (const { value, text } of objects) {
        const call = read(value);
        if (call === "claude-code") addLine(calls, value, text);
        else if (call !== undefined) addCall(calls, call);
      }
    }
  }
  const sums = [0, 0, 0, 0, 0, 0];
  for (const figures of calls.values()) figures.forEach((figure, i) => (sums[i] = (sums[i] ?? 0) + figure));
  const [
    uncachedInput = 0,
    cacheRead = 0,
    cacheWrite5m = 0,
    cacheWrite1h = 0,
    cacheWriteUnknownTtl = 0,
    output = 0,
  ] = sums;
  return {
    calls: calls.size,
    uncachedInput,
    cacheRead,
    cacheWrite5m,
    cacheWrite1h,
    cacheWriteUnknownTtl,
    output,
    keys: new Set(calls.keys()),
    badLines,
  };
}

/** The texts between line ends, the last one too. A log may be longer than the longest text that V8 can hold. */
function* linesOf(path: string, bytes: number): Generator<string> {
  const fd = openSync(path, "r");
  try {
    let pieces: Buffer[] = [];
    for (let at = 0; at < bytes;) {
      const chunk = Buffer.alloc(Math.min(CHUNK, bytes - at));
      const read = readSync(fd, chunk, 0, chunk.length, at);
      if (read === 0) break;
      at += read;
      let from = 0;
      for (let end = chunk.indexOf("\n"); end >= 0 && end < read; end = chunk.indexOf("\n", from)) {
        yield Buffer.concat([...pieces, chunk.subarray(from, end)]).toString("utf8");
        pieces = [];
        from = end + 1;
      }
      pieces.push(chunk.subarray(from, read));
    }
    yield Buffer.concat(pieces).toString("utf8");
  } finally {
    closeSync(fd);
  }
}

function addLine(calls: Map<string, readonly number[]>, object: unknown, text: string): void {
  const line = object as { type?: unknown; requestId?: unknown; message?: unknown };
  if (line === null || typeof line !== "object" || line.type !== "assistant") return;
  const message = line.message as { id?: unknown; model?: unknown; usage?: unknown } | null | undefined;
  if (message === null || typeof message !== "object" || message.model === "<synthetic>") return;
  const { usage } = message;
  if (usage === null || typeof usage !== "object" || Array.isArray(usage)) return;
  const figures = figuresOf(usage as Usage);
  if (figures === undefined) return;
  // A line without any id stands for itself, under the name that the ledger has for it.
  const name = idOf(message.id) ?? idOf(line.requestId) ?? `hash:${textHash(text)}`;
  addCall(calls, { key: name, figures });
}

function addCall(calls: Map<string, readonly number[]>, { key, figures }: NaiveCall): void {
  const best = calls.get(key);
  if (best === undefined || isBetter(figures, best)) calls.set(key, figures);
}

/** The larger output, then the larger prompt, then the larger of each figure in turn. */
function isBetter(a: readonly number[], b: readonly number[]): boolean {
  const [rankA, rankB] = [rankOf(a), rankOf(b)];
  const at = rankA.findIndex((figure, place) => figure !== rankB[place]);
  return at >= 0 && (rankA[at] ?? 0) > (rankB[at] ?? 0);
}

function rankOf(figures: readonly number[]): readonly number[] {
  const prompt = figures.slice(0, 5);
  return [figures[5] ?? 0, prompt.reduce((sum, figure) => sum + figure, 0), ...prompt];
}

type Found = { readonly value: unknown; readonly text: string };

function objectsOf(line: string): { readonly objects: readonly Found[]; readonly bad: boolean } {
  const text = line.replaceAll("\0", "").replace("\uFEFF", "").trim();
  if (text === "") return { objects: [], bad: false };
  const whole = parse(text);
  if (whole !== undefined) return { objects: [{ value: whole, text }], bad: false };
  // Try every cut at `}{`, and for each piece every later start, until something parses: slow, and simple.
  const objects: Found[] = [];
  let rest = text;
  while (rest !== "") {
    const head = firstWhole(rest);
    if (head === undefined) {
      const next = rest.indexOf('{"', 1);
      rest = next < 0 ? "" : rest.slice(next);
      if (rest !== "" && !isWholeTail(rest)) rest = skipTo(rest);
    } else {
      objects.push({ value: head.value, text: rest.slice(0, head.length) });
      rest = rest.slice(head.length).trim();
    }
  }
  return { objects, bad: true };
}

/** Behind a cut-off record only whole log lines up to the end are believed, not objects out of its middle. */
function isWholeTail(text: string): boolean {
  const first = firstWhole(text);
  if (first === undefined || !hasSession(first.value)) return false;
  const rest = text.slice(first.length).trim();
  return rest === "" || isWholeTail(rest);
}

function skipTo(text: string): string {
  for (let at = text.indexOf('{"', 1); at >= 0; at = text.indexOf('{"', at + 1)) {
    if (isWholeTail(text.slice(at))) return text.slice(at);
  }
  return "";
}

function firstWhole(text: string): { readonly value: unknown; readonly length: number } | undefined {
  for (let end = text.indexOf("}"); end >= 0; end = text.indexOf("}", end + 1)) {
    const next = text[end + 1];
    if (next !== undefined && next !== "{" && next.trim() !== "") continue;
    const value = parse(text.slice(0, end + 1));
    if (value !== undefined) return { value, length: end + 1 };
  }
  return undefined;
}

function hasSession(value: unknown): boolean {
  const record = value as { type?: unknown; sessionId?: unknown };
  return typeof record.type === "string" && typeof record.sessionId === "string";
}

function parse(text: string): unknown {
  if (!text.startsWith("{")) return undefined;
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}
