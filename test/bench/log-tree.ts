import { mkdirSync, utimesSync } from "node:fs";
import { dirname, join } from "node:path";
import { chanceOf } from "./chance.ts";
import { Conversation } from "./conversation.ts";
import { planLogs, type PlannedLog, type TreeSize } from "./file-plan.ts";
import type { Writer } from "./line-layouts.ts";
import { LogSink } from "./log-sink.ts";
import { textPool } from "./text-pool.ts";
import { TruthKeeper, type Truth } from "./truth.ts";

/** Writes a tree of logs below `<out>/projects`. The same seed, size and end give the same bytes. */
export function writeTree(out: string, size: TreeSize, seed: number, until: number): Truth {
  const sink = new LogSink(textPool(seed));
  const truth = new TruthKeeper();
  const logs = planLogs(chanceOf(seed), size, until);
  let planned = 0;
  let written = 0;
  for (const log of logs) {
    planned += log.bytes;
    // A log ends with a whole call, a little late: the next ones are made shorter by that.
    const correction = Math.min(log.bytes * 0.3, Math.max(-log.bytes * 0.3, planned - log.bytes - written));
    const path = join(out, "projects", pathOf(log));
    mkdirSync(dirname(path), { recursive: true });
    sink.open(path);
    const last = writeLog(log, log.bytes + correction, sink, truth, until);
    sink.close();
    written += sink.size;
    utimesSync(path, last / 1000, last / 1000);
  }
  const { usageLines } = truth;
  return { seed, files: logs.length, bytes: written, lines: sink.lines, usageLines, ...truth.sums() };
}

/** When its last line was written. */
function writeLog(log: PlannedLog, bytes: number, sink: LogSink, truth: TruthKeeper, until: number): number {
  const writer = writerOf(log);
  const distance = log.agent === undefined ? 0 : log.copies === undefined ? 2 : 3;
  const start = {
    sink,
    truth,
    writer,
    seed: log.seed,
    at: log.startsAt,
    until,
    distance,
    isAgent: log.agent !== undefined && log.copies === undefined,
    isReplay: log.agent !== undefined && log.copies !== undefined,
  };
  const conversation = new Conversation(
    log.copies === undefined ? start : { ...start, ...copyOf(log, log.copies, writer) },
  );
  if (log.copies !== undefined) {
    conversation.run(Math.min(bytes, log.copies.bytes) / 2);
    conversation.become(writer, log.seed, distance);
  }
  conversation.run(bytes);
  if (log.isCut) conversation.crash();
  return conversation.at;
}

/** What makes a conversation begin as the other one did: a fork names where it comes from, a replay is an agent's. */
function copyOf(
  log: PlannedLog,
  other: PlannedLog,
  writer: Writer,
): { seed: number; writer: Writer; distance: number } {
  if (log.agent !== undefined) return { seed: other.seed, writer, distance: 3 };
  return { seed: other.seed, writer: { ...writer, copiedFrom: other.session }, distance: 4 };
}

function writerOf(log: PlannedLog): Writer {
  const { layout, session, agent } = log;
  return { layout, session, agent, cwd: folderOf(log), branch: "main", copiedFrom: undefined };
}

function folderOf({ project }: PlannedLog): string {
  return project % 7 === 3 ? `/home/dev/größe-${project}` : `/home/dev/project-${project}`;
}

function pathOf(log: PlannedLog): string {
  const project = folderOf(log).replace(/[^A-Za-z0-9]/g, "-");
  if (log.agent === undefined) return join(project, `${log.session}.jsonl`);
  if (log.layout.subagents === "beside") return join(project, `agent-${log.agent}.jsonl`);
  return join(project, log.session, "subagents", `agent-${log.agent}.jsonl`);
}
