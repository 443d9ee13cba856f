import { renameSync, writeFileSync } from "node:fs";
import fc from "fast-check";
import type { LogTree } from "./log-tree.ts";
import { forked, grown, renamed, replayed, type Pen } from "./log-record.ts";
import {
  append,
  appendNuls,
  appendPart,
  appendWithoutEnd,
  cutOff,
  EMPTY_LOG,
  endLine,
  finish,
  mapRecords,
  recordsOf,
  textOfLog,
  type WrittenLog,
} from "./written-log.ts";

/** What may happen to logs, and how often as often as the others. */
const WEIGHTS = {
  append: 16,
  partial: 8,
  finish: 8,
  unended: 5,
  glue: 3,
  endLine: 2,
  grow: 8,
  fork: 3,
  resume: 3,
  replay: 3,
  nuls: 2,
  crlf: 1,
  truncate: 3,
  stub: 2,
  rewriteSameSize: 3,
  rewriteShorter: 2,
  renameOver: 2,
  rename: 4,
  moveProject: 3,
  delete: 4,
  recreate: 3,
  shut: 2,
  open: 2,
  scan: 10,
  restart: 5,
  kill: 2,
  barrier: 4,
};
export type OperationName = keyof typeof WEIGHTS;
export type Operation = {
  readonly name: OperationName;
  readonly a: number;
  readonly b: number;
  readonly c: number;
};

const small = fc.nat({ max: 999 });
export const operation: fc.Arbitrary<Operation> = fc.record({
  name: fc.oneof(
    ...Object.entries(WEIGHTS).map(([name, weight]) => ({
      weight,
      arbitrary: fc.constant(name as OperationName),
    })),
  ),
  a: small,
  b: small,
  c: small,
});

/** Operations after which the engine can no longer see what was there: it must have seen it before. */
export function destroys(name: OperationName): boolean {
  return DESTROYING.has(name);
}
const DESTROYING: ReadonlySet<OperationName> = new Set([
  "truncate",
  "stub",
  "rewriteSameSize",
  "rewriteShorter",
  "renameOver",
  "moveProject",
  "delete",
  "recreate",
  "shut",
]);

const PROJECTS = ["-home-dev-alpha", "-home-dev-beta", "-home-dev-gamma"];
const STUB = [
  '{"type":"summary","summary":"short","leafUuid":"u"}',
  '{"type":"mode","sessionId":"s","mode":"x"}',
];

/** The log that an operation is about: one that is there, or, for what makes logs, one of a few names. */
export function targetOf(tree: LogTree, { name, a }: Operation): string | undefined {
  const makes = name === "append" || name === "partial" || name === "unended" || name === "crlf";
  if (makes && (tree.names.length === 0 || a % 4 === 0)) return newName(a);
  return tree.names[a % tree.names.length];
}

function newName(n: number): string {
  return `${PROJECTS[n % PROJECTS.length]}/s${n % 5}.jsonl`;
}

/** Does to the logs what the operation says. What concerns the engine is not done here. */
export function change(tree: LogTree, operation: Operation, target: string, pen: Pen): void {
  const { name, b, c } = operation;
  const log = tree.log(target);
  const session = `session-${target.slice(0, -6)}`;
  const records = recordsOf(log);
  const chosen = records[b % Math.max(1, records.length)];
  const share = (c % 100) / 100;
  const write = (changed: WrittenLog): void => {
    if (changed !== log) tree.write(target, changed);
  };
  const rewrite = (changed: WrittenLog): void => {
    tree.remember(target);
    write(changed);
  };
  switch (name) {
    case "append": {
      const calls = Array.from({ length: (b % 3) + 1 }, (_, n) => pen.call(session, c + n));
      return write(append(log, [pen.user(session, c), ...calls]));
    }
    case "crlf":
      return write(append(log, [pen.call(session, c), pen.call(session, b)], "\r\n"));
    case "partial":
      return write(appendPart(log, pen.call(session, b), share));
    case "finish":
      return write(b % 2 === 0 ? endLine(finish(log)) : finish(log));
    case "unended":
      return write(appendWithoutEnd(log, pen.call(session, b)));
    case "glue":
      return write(append(appendWithoutEnd(log, pen.call(session, b)), [pen.call(session, c)]));
    case "endLine":
      return write(endLine(log));
    case "nuls":
      return write(appendNuls(log, b + 1));
    case "grow":
      return chosen === undefined ? undefined : write(append(log, [grown(chosen, c)]));
    case "fork":
    case "resume": {
      const to = newName(c);
      if (to === target) return;
      const copies = name === "fork" ? records.map((record) => forked(record, `session-${to}`)) : records;
      tree.write(to, append(tree.log(to), copies));
      return;
    }
    case "replay": {
      const agent = c % 2 === 0 ? "agent-a1" : "agent-aside_question-1";
      const to = `${target.slice(0, -6)}/subagents/${agent}.jsonl`;
      if (chosen === undefined || target.includes("/subagents/")) return;
      tree.write(to, append(tree.log(to), [replayed(chosen)]));
      return;
    }
    case "truncate":
      return rewrite(cutOff(log, b % (log.lines.length + 1), share));
    case "stub":
      return rewrite(append(EMPTY_LOG, STUB));
    case "rewriteSameSize":
      return rewrite(mapRecords(log, (record) => (record === chosen ? renamed(record) : record)));
    case "rewriteShorter":
      return rewrite({ ...log, lines: log.lines.slice(1) });
    case "renameOver": {
      tree.remember(target);
      const other = append(EMPTY_LOG, [pen.call(session, b), ...records.slice(c % 3)]);
      writeFileSync(`${tree.path(target)}.tmp`, textOfLog(other));
      renameSync(`${tree.path(target)}.tmp`, tree.path(target));
      tree.write(target, other);
      return;
    }
    case "rename":
      return tree.rename(target, `${target.split("/")[0]}/renamed-${b % 5}.jsonl`);
    case "moveProject":
      tree.remember(target);
      return tree.rename(target, `${PROJECTS[b % 3]}/moved-${c % 5}.jsonl`);
    case "delete":
      tree.remember(target);
      return tree.remove(target);
    case "recreate":
      tree.remember(target);
      tree.remove(target);
      return tree.write(target, append(EMPTY_LOG, [pen.call(session, b)]));
    case "shut":
      return tree.shut(target);
    case "open":
      return tree.open(target);
    case "scan":
    case "restart":
    case "kill":
    case "barrier":
      return;
  }
}
