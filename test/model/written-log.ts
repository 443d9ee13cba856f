import type { Damage } from "./oracle.ts";

/** What was written of a line: whole records, beginnings of records, and runs of NULs. */
type Part = {
  readonly kind: "whole" | "cut" | "nuls";
  readonly text: string;
  /** What would make a beginning whole; `undefined` where something was lost for ever. */
  readonly rest?: string;
};
type Line = { readonly parts: readonly Part[]; readonly end: "\n" | "\r\n" };

/** A log as it was written, so that what is in its damaged lines is known and need not be guessed. */
export type WrittenLog = { readonly lines: readonly Line[]; readonly tail: readonly Part[] };

export const EMPTY_LOG: WrittenLog = { lines: [], tail: [] };

export function textOfLog({ lines, tail }: WrittenLog): string {
  return lines.map((line) => textOfParts(line.parts) + line.end).join("") + textOfParts(tail);
}

function textOfParts(parts: readonly Part[]): string {
  return parts.map(({ text }) => text).join("");
}

/** Writes whole records behind what stands there: on the same line, where that has no end yet. */
export function append(log: WrittenLog, records: readonly string[], end: Line["end"] = "\n"): WrittenLog {
  const [first, ...others] = records.map((text): Part => ({ kind: "whole", text }));
  if (first === undefined) return log;
  const lines = [{ parts: [...log.tail, first], end }, ...others.map((part) => ({ parts: [part], end }))];
  return { lines: [...log.lines, ...lines], tail: [] };
}

/** A whole record whose line end is still to come. */
export function appendWithoutEnd(log: WrittenLog, record: string): WrittenLog {
  return { ...log, tail: [...log.tail, { kind: "whole", text: record }] };
}

/** The beginning of a record, up to a share of it. Never behind a whole one on one line: that one would have to wait. */
export function appendPart(log: WrittenLog, record: string, share: number): WrittenLog {
  const { lines, tail } = isWhole(log) ? endLine(log) : log;
  const at = cutPlace(record, share);
  return { lines, tail: [...tail, { kind: "cut", text: record.slice(0, at), rest: record.slice(at) }] };
}

/** What is missing of the last record comes. Nothing happens where it was lost, or where there is nothing to finish. */
export function finish(log: WrittenLog): WrittenLog {
  const last = log.tail.at(-1);
  if (last?.rest === undefined || log.tail.some((part) => part !== last && part.kind === "cut")) return log;
  return { ...log, tail: [...log.tail.slice(0, -1), { kind: "whole", text: last.text + last.rest }] };
}

export function appendNuls(log: WrittenLog, count: number): WrittenLog {
  const { lines, tail } = log.tail.length > 0 ? endLine(log) : log;
  return { lines, tail: [...tail, { kind: "nuls", text: "\0".repeat(count) }] };
}

export function endLine(log: WrittenLog): WrittenLog {
  return { lines: [...log.lines, { parts: log.tail, end: "\n" }], tail: [] };
}

/** The first lines, and the beginning of the next where that is one whole record. */
export function cutOff(log: WrittenLog, keep: number, share: number): WrittenLog {
  const [only, ...more] = log.lines[keep]?.parts ?? [];
  const lines = log.lines.slice(0, keep);
  if (only?.kind !== "whole" || more.length > 0 || share === 0) return { lines, tail: [] };
  return { lines, tail: [{ kind: "cut", text: only.text.slice(0, cutPlace(only.text, share)) }] };
}

/** The whole records of a log. */
export function recordsOf({ lines, tail }: WrittenLog): readonly string[] {
  return [...lines.flatMap(({ parts }) => parts), ...tail].flatMap(({ kind, text }) =>
    kind === "whole" ? [text] : [],
  );
}

export function mapRecords(log: WrittenLog, change: (record: string) => string): WrittenLog {
  const changed = (part: Part): Part => (part.kind === "whole" ? { ...part, text: change(part.text) } : part);
  return {
    lines: log.lines.map(({ parts, end }) => ({ parts: parts.map(changed), end })),
    tail: log.tail.map(changed),
  };
}

/** What is in those lines that are not one JSON object, for the oracle. */
export function damageIn({ lines, tail }: WrittenLog): readonly (readonly [string, Damage])[] {
  const told = lines
    .filter(({ parts }) => parts.length !== 1 || parts[0]?.kind !== "whole")
    .map(({ parts, end }) => [textOfParts(parts) + end.slice(0, -1), damageOf(parts)] as const);
  // Without a line end only what is sound counts already.
  const open =
    tail.length > 0 && tail.every(({ kind }) => kind !== "cut") && tail.some(({ kind }) => kind === "whole");
  return open ? [...told, [textOfParts(tail), damageOf(tail)]] : told;
}

function damageOf(parts: readonly Part[]): Damage {
  return {
    records: parts.flatMap(({ kind, text }) => (kind === "whole" ? [text] : [])),
    bad: parts.some(({ kind }) => kind === "cut") ? 1 : 0,
  };
}

function isWhole({ tail }: WrittenLog): boolean {
  return tail.some(({ kind }) => kind === "whole");
}

/** Somewhere inside, and not within one character. */
function cutPlace(text: string, share: number): number {
  const at = 1 + Math.floor(share * (text.length - 2));
  return /[\uDC00-\uDFFF]/.test(text.charAt(at)) ? at - 1 : at;
}
